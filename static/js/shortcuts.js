/** `?` shows the shortcuts; keys of a single letter work outside fields and can be switched off. */
import { closest, find } from "./find.js";
import { read, write } from "./memory.js";

/** @type {Map<string, () => void>} */
const keys = new Map();

/**
 * @param {string} key
 * @param {() => void} act
 */
export function onKey(key, act) {
  keys.set(key, act);
}

export function startShortcuts() {
  const dialog = find("#shortcuts", HTMLDialogElement);
  const single = find("#single-keys", HTMLInputElement);
  if (single) {
    single.checked = read("single-keys") !== "off";
    single.addEventListener("change", () => write("single-keys", single.checked ? "on" : "off"));
  }
  onKey("?", () => dialog?.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // The code editor lives in a shadow root: seen from here the target is only its host.
    if (inField(event.composedPath()[0] ?? null) || document.querySelector("dialog[open]")) return;
    if (single && !single.checked) return;
    const act = keys.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("click", (event) => {
    if (closest(event, "[data-open-shortcuts]", HTMLElement)) dialog?.showModal();
    if (closest(event, "[data-close-dialog]", HTMLElement)) closest(event, "dialog", HTMLDialogElement)?.close();
  });
}

/** @param {EventTarget | null} target */
function inField(target) {
  return target instanceof Element && target.matches("input, textarea, select, [contenteditable]");
}
