/** The coding round: the code saves itself as the answer does, and runs as it was last saved. */
import { Autosave } from "./autosave.js";
import { saveBeside } from "./beside.js";
import { say, startCodeKeys, startResults } from "./code-keys.js";
import { CodeMode } from "./code-mode.js";
import { askWhichVersion } from "./conflict.js";
import { find } from "./find.js";
import { judgeCopy } from "./recovery.js";
import { listen } from "./socket.js";

/** Autosave of a field that an editor stands in for: texts that come from elsewhere are shown there too. */
class CodeSave extends Autosave {
  /** @type {CodeMode | null} */
  mode = null;

  /** @param {string} text */
  replace(text) {
    super.replace(text);
    this.mode?.editor?.show(text);
  }

  /**
   * Replace the text so that undo brings back what stood there, in the editor and in the plain field.
   *
   * @param {string} text
   */
  startOver(text) {
    if (this.field.readOnly) return;
    if (this.mode && !this.mode.plain) return this.replace(text);
    this.field.focus();
    this.field.select();
    // The one way into a field that its own undo knows of.
    const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!done) this.replace(text);
  }

  /**
   * @param {string} text
   * @param {number} revision
   */
  adopt(text, revision) {
    super.adopt(text, revision);
    this.mode?.editor?.show(text);
  }

  focus() {
    if (this.mode) this.mode.focus();
    else super.focus();
  }
}

/**
 * @param {HTMLTextAreaElement} field
 * @param {HTMLFormElement} form
 */
function start(field, form) {
  const state = find("#code-state", HTMLElement);
  const autosave = new CodeSave(field, {
    onState: (name, message) => {
      const text = { "": "", refused: message, saving: field.dataset.textSaving, saved: field.dataset.textSaved,
        offline: field.dataset.textOffline, kept: field.dataset.textKept, unkept: field.dataset.textUnkept }[name];
      if (state && name !== "") state.textContent = text ?? "";
    },
    onConflict: (theirs) => askWhichVersion(autosave, theirs),
    onClosed: (message) => {
      field.readOnly = true;
      if (state) state.textContent = message;
    },
    onSaved: () => {},
  });

  saveBeside(() => autosave.save());

  const session = document.body.dataset.session;
  if (session) listen(session);

  // What an earlier visit could not save goes on from here, if nothing newer was saved elsewhere.
  const kept = autosave.copy.read();
  const server = { text: autosave.text, revision: autosave.revision };
  const verdict = judgeCopy(kept, server);
  if (verdict === "forget") autosave.copy.forget();
  if (kept && (verdict === "restore" || verdict === "conflict")) autosave.replace(kept.text);
  if (kept && verdict === "conflict") askWhichVersion(autosave, server);

  let saved = false;
  form.addEventListener(
    "submit",
    (event) => {
      if (saved) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void saveThenRun(event.submitter);
    },
    { capture: true },
  );

  /** @param {HTMLElement | null} button */
  async function saveThenRun(button) {
    const outcome = await autosave.save();
    if (outcome !== "saved") return;
    const revision = find("#code-revision", HTMLInputElement);
    if (revision) revision.value = String(autosave.revision);
    // A form that is still being submitted ignores another submission.
    await new Promise((resolve) => setTimeout(resolve));
    saved = true;
    form.requestSubmit(button);
    saved = false;
  }

  const reset = find("#code-reset", HTMLButtonElement);
  reset?.removeAttribute("hidden");
  reset?.addEventListener("click", () => {
    autosave.startOver(field.dataset.starter ?? "");
    autosave.focus();
    say(field.dataset.textBegun ?? "");
  });

  const host = find("#code-host", HTMLElement);
  const area = find("#code-area", HTMLElement);
  if (!host || !area) return;
  const run = () => form.requestSubmit(find("#run-button", HTMLButtonElement));
  const mode = new CodeMode(field, host, { open: openEditor, say });
  autosave.mode = mode;
  mode.start();
  startCodeKeys(field, area, mode, { run, save: () => void autosave.save() });
  startResults();

  async function openEditor() {
    const module = await import(field.dataset.editor ?? "");
    return module.openEditor(field, host, { label: document.querySelector("label[for=code]")?.textContent ?? "", onRun: run });
  }
}

const code = find("#code", HTMLTextAreaElement);
const codeForm = find("#code-form", HTMLFormElement);
if (code && codeForm) start(code, codeForm);
