/** The keys of the code, in the editor and in the plain field, and what is spoken about it. */
import { find } from "./find.js";

/** @param {string} text */
export function say(text) {
  const news = find("#code-news", HTMLElement);
  if (!news) return;
  // Emptied first: the same words twice are news twice.
  news.textContent = "";
  setTimeout(() => (news.textContent = text), 60);
}

/** Say what came of a run; a page that asks again every two seconds says it once. */
export function startResults() {
  let said = find("#code-run", HTMLElement)?.dataset.spoken ?? "";
  document.addEventListener("htmx:load", (event) => {
    const element = event instanceof CustomEvent ? event.detail?.elt : null;
    if (!(element instanceof HTMLElement) || element.id !== "code-run") return;
    const spoken = element.dataset.spoken ?? "";
    if (spoken && spoken !== said) say(spoken);
    said = spoken;
  });
}

/**
 * @param {HTMLTextAreaElement} field
 * @param {HTMLElement} area
 * @param {import("./code-mode.js").CodeMode} mode
 * @param {{run: () => void, save: () => void}} acts
 */
export function startCodeKeys(field, area, mode, { run, save }) {
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const act = actOf(event);
    if (!act) return;
    event.preventDefault();
    act();
  });

  /**
   * @param {KeyboardEvent} event
   * @returns {(() => void) | null}
   */
  function actOf(event) {
    const { key, altKey, shiftKey } = event;
    const command = event.ctrlKey || event.metaKey;
    if (key === "F1" && altKey && shiftKey) return () => void mode.toggle();
    if (altKey || shiftKey) return null;
    if (command) return key === "Enter" ? run : key.toLowerCase() === "s" ? save : null;
    return key === "F2" ? sayPlace : key === "F8" ? goToError : null;
  }

  function sayPlace() {
    const { start, end, backward } = mode.selection();
    const before = field.value.slice(0, backward ? start : end).split("\n");
    const line = field.value.split("\n")[before.length - 1] ?? "";
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, indent: line.length - line.trimStart().length };
    say((field.dataset.textPlace ?? "").replace(/\{(\w+)\}/g, (_, name) => String(place[/** @type {"line"} */ (name)])));
  }

  function goToError() {
    const number = Number(find("#code-run", HTMLElement)?.dataset.errorLine);
    const lines = field.value.split("\n");
    const line = lines[number - 1];
    if (line === undefined) return say(field.dataset.textNoError ?? "");
    const start = lines.slice(0, number - 1).reduce((sum, one) => sum + one.length + 1, 0) + line.length - line.trimStart().length;
    mode.select({ start, end: start, backward: false });
    mode.focus();
    sayPlace();
  }
}
