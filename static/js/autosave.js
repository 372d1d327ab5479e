/**
 * The answer field saves itself: a second after the last key, at most five seconds after the first.
 * The text is never lost: until the server confirms it, the browser keeps its own copy.
 */
import { DraftCopy, plain } from "./draft-copy.js";
import { sendDraft } from "./draft-request.js";

const IDLE_MS = 1000;
const LONGEST_MS = 5000;
const RETRY_MS = [2000, 4000, 8000, 15_000, 30_000];

/** @typedef {"saved" | "kept" | "conflict" | "closed" | "refused"} Outcome */
/** @typedef {"" | "saving" | "saved" | "offline" | "kept" | "unkept" | "refused"} State */
/**
 * @typedef {object} Listeners
 * @property {(state: State, message: string) => void} onState
 * @property {(theirs: {text: string, revision: number}) => void} onConflict
 * @property {(message: string) => void} onClosed
 * @property {(reply: Extract<import("./draft-request.js").Reply, {kind: "saved"}>) => void} onSaved
 */

export class Autosave {
  /**
   * @param {HTMLTextAreaElement} field
   * @param {Listeners} listeners
   */
  constructor(field, listeners) {
    this.field = field;
    this.listeners = listeners;
    this.url = field.dataset.draftUrl ?? "";
    this.revision = Number(field.dataset.revision);
    this.saved = plain(field.defaultValue);
    this.copy = new DraftCopy(field.dataset.key ?? "");
    /** @type {string[]} */
    this.unanswered = [];
    this.stopped = false;
    this.composing = false;
    this.copyKept = true;
    /** The text that the server refused; it is not sent again until it changes. */
    this.refused = /** @type {string | null} */ (null);
    /** @type {Promise<Outcome> | null} */
    this.running = null;
    /** What the server said when it last took nothing; empty when it said nothing. */
    this.reason = "";
    this.failures = 0;
    this.idleTimer = 0;
    this.longestTimer = 0;
    this.retryTimer = 0;

    field.addEventListener("input", () => this.noteInput());
    field.addEventListener("compositionstart", () => (this.composing = true));
    field.addEventListener("compositionend", () => (this.composing = false));
    addEventListener("online", () => this.save());
    addEventListener("offline", () => this.isDirty() && this.tell(this.keptState()));
    addEventListener("pagehide", () => this.save({ leaving: true }));
    addEventListener("beforeunload", (event) => {
      // Asked only where leaving would really lose something: no server, and no copy in the browser.
      if (this.isDirty() && !this.copyKept && !this.stopped) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save({ leaving: true });
    });
  }

  get text() {
    return plain(this.field.value);
  }

  focus() {
    this.field.focus();
  }

  isDirty() {
    return this.text !== this.saved;
  }

  noteInput() {
    this.keepCopy();
    this.tell("");
    this.schedule();
  }

  schedule() {
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => this.save(), IDLE_MS);
    this.longestTimer ||= setTimeout(() => this.save(), LONGEST_MS);
  }

  keepCopy() {
    this.copyKept = this.copy.write({ text: this.text, revision: this.revision, sent: this.unanswered });
  }

  /**
   * Put a text into the field as if it had been typed; never in the middle of a composition.
   *
   * @param {string} text
   */
  replace(text) {
    if (this.field.value !== text) this.field.value = text;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /**
   * Take over what the server holds, because this page has nothing of its own to add.
   *
   * @param {string} text
   * @param {number} revision
   */
  adopt(text, revision) {
    this.revision = revision;
    this.saved = plain(text);
    const { selectionStart, selectionEnd } = this.field;
    this.field.value = text;
    this.field.setSelectionRange(selectionStart, selectionEnd);
    this.copy.forget();
    this.tell("saved");
  }

  /**
   * Save now if anything is unsaved. Saves never overlap: a second one waits for the first.
   *
   * @param {{leaving?: boolean}} [options]
   * @returns {Promise<Outcome>}
   */
  async save({ leaving = false } = {}) {
    clearTimeout(this.idleTimer);
    clearTimeout(this.longestTimer);
    this.longestTimer = 0;
    if (this.stopped) return "closed";
    if (this.running) {
      // A page that is being left cannot wait: its copy stays in the browser instead.
      if (leaving) return "kept";
      await this.running;
      return this.save();
    }
    if (!this.isDirty()) return "saved";
    if (this.refused === this.text) return "refused";
    clearTimeout(this.retryTimer);
    this.running = this.attempt(leaving);
    try {
      return await this.running;
    } finally {
      this.running = null;
    }
  }

  /**
   * @param {boolean} leaving
   * @returns {Promise<Outcome>}
   */
  async attempt(leaving) {
    const text = this.text;
    this.unanswered = [...this.unanswered.filter((other) => other !== text), text].slice(-3);
    this.keepCopy();
    if (!leaving) this.tell("saving");
    const reply = await sendDraft(this.url, { text, revision: this.revision, leaving });
    this.reason = "message" in reply ? reply.message : "";
    switch (reply.kind) {
      case "saved":
        this.confirm(text, reply.revision);
        this.listeners.onSaved(reply);
        return "saved";
      case "stale":
        return this.meetNewer(text, reply);
      case "closed":
        this.stopped = true;
        this.listeners.onClosed(reply.message);
        return "closed";
      case "refused":
        this.refused = text;
        this.forgetAttempt(text);
        this.tell("refused", reply.message);
        return "refused";
      case "later":
        this.tell(this.keptState(), reply.message);
        this.retryLater(reply.wait);
        return "kept";
      default:
        this.tell(this.keptState());
        this.retryLater(0);
        return "kept";
    }
  }

  /**
   * @param {string} text
   * @param {number} revision
   */
  confirm(text, revision) {
    this.revision = revision;
    this.saved = text;
    this.unanswered = [];
    this.failures = 0;
    this.refused = null;
    if (this.isDirty()) {
      this.keepCopy();
      this.schedule();
    } else {
      this.copy.forget();
      this.tell("saved");
    }
  }

  /**
   * @param {string} text what was sent
   * @param {{text: string, revision: number}} theirs
   * @returns {Promise<Outcome>}
   */
  async meetNewer(text, theirs) {
    const newer = plain(theirs.text);
    if (newer === text || this.unanswered.includes(newer)) {
      // Our own earlier save, whose reply was lost on the way.
      this.confirm(newer, theirs.revision);
      return this.isDirty() ? this.attempt(false) : "saved";
    }
    this.forgetAttempt(text);
    this.tell(this.keptState());
    this.listeners.onConflict({ text: newer, revision: theirs.revision });
    return "conflict";
  }

  /** @param {string} text */
  forgetAttempt(text) {
    this.unanswered = this.unanswered.filter((other) => other !== text);
    this.keepCopy();
  }

  /** @param {number} wait */
  retryLater(wait) {
    const usual = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? 30_000;
    this.failures += 1;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.save(), Math.max(wait, usual));
  }

  /** @returns {State} */
  keptState() {
    if (!this.copyKept) return "unkept";
    return navigator.onLine ? "kept" : "offline";
  }

  /**
   * @param {State} state
   * @param {string} [message]
   */
  tell(state, message = "") {
    this.listeners.onState(state, message);
  }
}
