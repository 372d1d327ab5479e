/** Saves a whole document a second after the last key, under the revision that the page knows. */
import { csrfToken } from "./draft-request.js";

const IDLE_MS = 1000;
const RETRY_MS = [2000, 4000, 8000, 15_000, 30_000];
const TIMEOUT_MS = 15_000;

/** @typedef {import("./draft-document.js").Data} Data */
/** @typedef {"saving" | "saved" | "kept" | "unsaved" | "refused" | "conflict"} State */
/** @typedef {{place: string, severity: string, words: string}} Flaw */
/**
 * @typedef {object} Listeners
 * @property {() => Data} collect
 * @property {(state: State, message: string) => void} onState
 * @property {(reply: {revision: number, keys: string[], findings: Flaw[]}) => void} onSaved
 * @property {(theirs: {revision: number, document: Data, message: string}) => void} onConflict
 */

export class DraftSaver {
  /**
   * @param {string} url
   * @param {number} revision
   * @param {string} key where this browser keeps what the server has not confirmed
   * @param {Listeners} listeners
   */
  constructor(url, revision, key, listeners) {
    this.url = url;
    this.revision = revision;
    this.key = key;
    this.listeners = listeners;
    this.timer = 0;
    this.failures = 0;
    this.stopped = false;
    this.saved = this.current();
    /** @type {Promise<boolean> | null} */
    this.running = null;
    addEventListener("online", () => this.save());
    addEventListener("pagehide", () => this.isDirty() && this.keep());
    addEventListener("beforeunload", (event) => {
      if (this.isDirty() && !this.keep()) event.preventDefault();
    });
  }

  current() {
    return JSON.stringify(this.listeners.collect());
  }

  isDirty() {
    return this.current() !== this.saved;
  }

  note() {
    if (this.stopped) return;
    this.keep();
    this.listeners.onState("unsaved", "");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), IDLE_MS);
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ revision: this.revision, document: this.listeners.collect() }));
      return true;
    } catch {
      return false;
    }
  }

  /** @returns {{revision: number, document: Data} | null} */
  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "null");
    } catch {
      return null;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Storage may be forbidden: then nothing was kept.
    }
  }

  /**
   * Save now if anything is unsaved; true when the server holds everything.
   *
   * @returns {Promise<boolean>}
   */
  async save() {
    clearTimeout(this.timer);
    if (this.running) await this.running;
    if (this.stopped) return false;
    if (!this.isDirty()) return true;
    this.running = this.attempt();
    const done = await this.running;
    this.running = null;
    return done;
  }

  /** @returns {Promise<boolean>} */
  async attempt() {
    const sent = this.current();
    this.listeners.onState("saving", "");
    let response;
    /** @type {any} */
    let reply = null;
    try {
      response = await fetch(this.url, {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify({ revision: this.revision, document: JSON.parse(sent) }),
        credentials: "same-origin",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      reply = await response.json();
    } catch {
      return this.later("");
    }
    if (response.ok && Number.isInteger(reply?.revision)) {
      this.revision = reply.revision;
      this.saved = sent;
      this.failures = 0;
      this.listeners.onSaved(reply);
      if (this.isDirty()) this.note();
      else {
        this.forget();
        this.listeners.onState("saved", "");
      }
      return !this.isDirty();
    }
    if (response.status === 409 && reply?.document) {
      this.stopped = true;
      this.listeners.onState("conflict", reply.message ?? "");
      this.listeners.onConflict(reply);
      return false;
    }
    if (response.status >= 500 || response.status === 429) return this.later(reply?.message ?? "");
    this.listeners.onState("refused", reply?.message ?? "");
    return false;
  }

  /**
   * @param {string} message
   * @returns {boolean}
   */
  later(message) {
    this.listeners.onState("kept", message);
    const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? 30_000;
    this.failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
    return false;
  }

  /**
   * After a conflict: go on from the server's revision, with what the page shows now.
   *
   * @param {number} revision
   * @param {boolean} theirs whether the page shows the server's text
   */
  resume(revision, theirs) {
    this.revision = revision;
    this.stopped = false;
    if (theirs) {
      this.saved = this.current();
      this.forget();
      this.listeners.onState("saved", "");
    } else this.save();
  }
}
