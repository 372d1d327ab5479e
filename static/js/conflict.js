/** Two versions of one answer: both are shown, the person chooses, nothing is lost. */
import { find } from "./find.js";

/**
 * @param {import("./autosave.js").Autosave} autosave
 * @param {{text: string, revision: number}} theirs
 */
export function askWhichVersion(autosave, theirs) {
  const dialog = find("#conflict", HTMLDialogElement);
  if (!dialog || dialog.open) return;
  const mine = autosave.text;
  put(dialog, "[data-mine]", mine);
  put(dialog, "[data-theirs]", theirs.text);
  /** @param {MouseEvent} event */
  const choose = (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-keep]") : null;
    if (!button) return;
    const choice = button.getAttribute("data-keep");
    dialog.close();
    autosave.revision = theirs.revision;
    autosave.saved = theirs.text;
    if (choice === "theirs") autosave.adopt(theirs.text, theirs.revision);
    else autosave.replace(choice === "both" ? `${theirs.text}\n\n${mine}` : mine);
    autosave.focus();
    void autosave.save();
  };
  dialog.addEventListener("click", choose);
  // Closed with Escape, the question comes again with the next save.
  dialog.addEventListener("close", () => dialog.removeEventListener("click", choose), { once: true });
  dialog.showModal();
}

/**
 * @param {HTMLElement} root
 * @param {string} selector
 * @param {string} text
 */
function put(root, selector, text) {
  const element = root.querySelector(selector);
  if (element) element.textContent = text;
}
