/** What to do at the start of a page with a copy that an earlier visit left behind. */
import { askWhichVersion } from "./conflict.js";
import { plain } from "./draft-copy.js";
import { find } from "./find.js";
import { toast } from "./toasts.js";

/**
 * @param {import("./draft-copy.js").Copy | null} copy
 * @param {{text: string, revision: number}} server what the page was rendered with
 * @returns {"nothing" | "forget" | "restore" | "conflict"}
 */
export function judgeCopy(copy, server) {
  if (!copy) return "nothing";
  const text = plain(server.text);
  if (plain(copy.text) === text) return "forget";
  // Nobody has saved since, or what was saved is an earlier text of this very browser.
  if (copy.revision >= server.revision || copy.sent.map(plain).includes(text)) return "restore";
  return "conflict";
}

/**
 * @param {HTMLTextAreaElement} field
 * @param {import("./autosave.js").Autosave} autosave
 */
export function startRecovery(field, autosave) {
  const newer = find("#server-text", HTMLElement);
  if (newer) {
    const typed = plain(field.value);
    autosave.unanswered = autosave.copy.read()?.sent ?? [];
    autosave.saved = plain(newer.textContent ?? "");
    autosave.keepCopy();
    if (typed !== autosave.saved) askWhichVersion(autosave, { text: autosave.saved, revision: autosave.revision });
    return;
  }
  if (field.hasAttribute("data-typed")) {
    // The server refused this text; it stays in the field until it is changed.
    autosave.refused = plain(field.value);
    autosave.saved = "\u0000";
    autosave.keepCopy();
    return;
  }
  const copy = autosave.copy.read();
  if (autosave.isDirty()) {
    // Words typed before this script was there are noted like any others; they replace no older copy.
    autosave.noteInput();
    if (copy && ![autosave.text, autosave.saved].includes(plain(copy.text))) {
      askWhichVersion(autosave, { text: plain(copy.text), revision: autosave.revision });
    }
    return;
  }
  const server = { text: field.defaultValue, revision: autosave.revision };
  const verdict = judgeCopy(copy, server);
  if (verdict === "forget") autosave.copy.forget();
  if (!copy || verdict === "nothing" || verdict === "forget") return;
  autosave.unanswered = copy.sent;
  if (verdict === "restore") {
    autosave.replace(copy.text);
    toast(field.dataset.textRestored ?? "");
  } else {
    field.value = copy.text;
    askWhichVersion(autosave, { text: plain(server.text), revision: server.revision });
  }
}
