/** The code's two faces: the editor, and for screen readers the plain field that stands behind it. */
import { find } from "./find.js";
import { read, write } from "./memory.js";

/** @typedef {{start: number, end: number, backward: boolean}} Selection */
/**
 * @typedef {object} Editor
 * @property {(text: string) => void} show
 * @property {() => void} focus
 * @property {() => Selection} selection
 * @property {(selection: Selection) => void} select
 */

const REMEMBERED = "code-plain";

/** Which face is shown. Text and caret go along from one to the other. */
export class CodeMode {
  /** @type {Editor | null} */
  editor = null;
  plain = true;

  /**
   * @param {HTMLTextAreaElement} field
   * @param {HTMLElement} host
   * @param {{open: () => Promise<Editor>, say: (text: string) => void}} ways
   */
  constructor(field, host, { open, say }) {
    this.field = field;
    this.host = host;
    this.open = open;
    this.say = say;
    this.box = find("#code-plain", HTMLInputElement);
  }

  start() {
    keepIndentation(this.field);
    find("#code-mode", HTMLElement)?.removeAttribute("hidden");
    this.box?.addEventListener("change", () => void this.choose(this.box?.checked ?? false));
    this.draw(true);
    void this.turn(read(REMEMBERED) === "on");
  }

  /** @param {boolean} plain */
  async choose(plain) {
    write(REMEMBERED, plain ? "on" : "off");
    await this.turn(plain);
    this.say((this.plain ? this.field.dataset.textPlainOn : this.field.dataset.textPlainOff) ?? "");
  }

  /** The other face, with the caret in it. */
  async toggle() {
    await this.choose(!this.plain);
    this.focus();
  }

  /** @param {boolean} plain */
  async turn(plain) {
    if (plain === this.plain) return this.draw(plain);
    if (plain) {
      const selection = this.editor?.selection();
      this.draw(true);
      if (selection) this.select(selection);
      return;
    }
    try {
      this.editor ??= await this.open();
    } catch {
      // The field does everything the editor does, only plainer.
      return this.draw(true);
    }
    const { selectionStart: start, selectionEnd: end, selectionDirection } = this.field;
    const held = document.activeElement === this.field;
    this.editor.show(this.field.value);
    this.draw(false);
    this.select({ start, end, backward: selectionDirection === "backward" });
    if (held) this.focus();
  }

  /** @param {boolean} plain */
  draw(plain) {
    this.plain = plain;
    this.field.hidden = !plain;
    this.host.hidden = plain;
    if (this.box) this.box.checked = plain;
    find("#code-keys", HTMLElement)?.toggleAttribute("hidden", plain);
    find("#code-keys-plain", HTMLElement)?.toggleAttribute("hidden", !plain);
  }

  focus() {
    if (this.plain) this.field.focus();
    else this.editor?.focus();
  }

  /** @returns {Selection} */
  selection() {
    if (!this.plain && this.editor) return this.editor.selection();
    const { selectionStart: start, selectionEnd: end, selectionDirection } = this.field;
    return { start, end, backward: selectionDirection === "backward" };
  }

  /** @param {Selection} selection */
  select({ start, end, backward }) {
    if (!this.plain) this.editor?.select({ start, end, backward });
    else this.field.setSelectionRange(start, end, backward ? "backward" : "forward");
  }
}

/**
 * A new line begins as the one before it, four spaces further in after a colon.
 *
 * @param {HTMLTextAreaElement} field
 */
function keepIndentation(field) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const line = field.value.slice(0, field.selectionStart).split("\n").at(-1) ?? "";
    const indent = (/^[ \t]*/.exec(line)?.[0] ?? "") + (line.trimEnd().endsWith(":") ? "    " : "");
    if (!indent || field.readOnly) return;
    event.preventDefault();
    // The one way into a field that its own undo knows of.
    document.execCommand("insertText", false, `\n${indent}`);
  });
}
