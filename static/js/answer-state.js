/** What stands under the answer field: whether it is saved, how much room is left, that it is closed. */
import { closest, find } from "./find.js";
import { toastFixed } from "./toasts.js";

/** @param {HTMLTextAreaElement} field */
export function startCount(field) {
  const count = find("#answer-count", HTMLElement);
  const limit = field.maxLength;
  if (!count || limit <= 0) return;
  field.addEventListener("input", () => {
    const left = limit - field.value.length;
    count.textContent = left < 2000 ? (field.dataset.textLong ?? "").replace("{n}", String(left)) : "";
  });
}

/**
 * @param {HTMLTextAreaElement} field
 * @param {import("./autosave.js").State} state
 * @param {string} message
 */
export function showState(field, state, message) {
  const line = find("#save-state", HTMLElement);
  if (!line) return;
  const fixed = {
    "": "",
    saving: field.dataset.textSaving,
    saved: field.dataset.textSaved,
    offline: field.dataset.textOffline,
    kept: field.dataset.textKept,
    unkept: field.dataset.textUnkept,
    refused: "",
  }[state];
  const text = message && state !== "refused" ? `${message} ${fixed ?? ""}` : message || (fixed ?? "");
  line.classList.toggle("kept", !["", "saving", "saved"].includes(state));
  // «Saved» stays while the next words are typed: only news is announced.
  if (state !== "" && line.textContent !== text) line.textContent = text;
}

/**
 * @param {HTMLTextAreaElement} field
 * @param {string} message
 * @param {() => void} reload
 */
export function showClosed(field, message, reload) {
  const dialog = find("#closed", HTMLDialogElement);
  field.readOnly = true;
  if (!dialog || dialog.open) return;
  const words = find("#closed-message", HTMLElement, dialog);
  if (words) words.textContent = message;
  dialog.addEventListener("click", async (event) => {
    if (closest(event, "[data-reload]", HTMLElement)) reload();
    if (!closest(event, "[data-copy-answer]", HTMLElement)) return;
    await navigator.clipboard?.writeText(field.value).then(() => toastFixed("copied"), () => field.select());
  });
  dialog.showModal();
}
