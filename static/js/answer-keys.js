/** The keys of the answer field, and of the map of questions. */
import { onKey } from "./shortcuts.js";

/**
 * @param {HTMLTextAreaElement} field
 * @param {HTMLFormElement} form
 * @param {import("./autosave.js").Autosave} autosave
 */
export function startKeys(field, form, autosave) {
  let submitAfterComposition = false;
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !autosave.composing) field.blur();
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key.toLowerCase() === "s") {
      event.preventDefault();
      void autosave.save();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    // The last syllable is still being put together: it belongs to the answer.
    if (autosave.composing || event.isComposing) submitAfterComposition = true;
    else form.requestSubmit();
  });
  field.addEventListener("compositionend", () => {
    if (!submitAfterComposition) return;
    submitAfterComposition = false;
    setTimeout(() => form.requestSubmit());
  });
  onKey("e", () => field.focus());
}

/** `j` and `k` go to the neighbouring questions. */
export function startMap() {
  const links = [...document.querySelectorAll(".map a")];
  const here = links.findIndex((link) => link.getAttribute("aria-current"));
  const go = (/** @type {number} */ index) => {
    const link = links[index];
    if (link instanceof HTMLAnchorElement) link.click();
  };
  if (document.querySelector("mark[data-points], .feedback")) return;
  onKey("j", () => go(here + 1));
  onKey("k", () => here > 0 && go(here - 1));
}
