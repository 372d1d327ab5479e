/**
 * The room's document in this page. What is typed goes out at once; what the server has written down it
 * says by number. After a break both sides ask each other for what they lack, so nothing is sent twice
 * for nothing and nothing is lost. Until the server confirms, a copy stays in this browser.
 */
import { forget, read, write } from "./memory.js";

const ASK = 0;
const CHANGE = 1;
const LATE = 2;
const REMOTE = "remote";
const FULL_AGAIN_MS = 15_000;

/** @typedef {"saved" | "saving" | "offline" | "closed" | "full" | "unkept"} SaveState */

export class SharedDocument {
  /**
   * @param {any} yjs the bundle
   * @param {import("./live-wire.js").Wire} wire
   * @param {string} key under which an unconfirmed copy is kept
   * @param {(state: SaveState) => void} onState
   */
  constructor(yjs, wire, key, onState) {
    this.yjs = yjs;
    this.wire = wire;
    this.key = key;
    this.onState = onState;
    this.doc = new yjs.Doc();
    this.stored = 0;
    this.unconfirmed = 0;
    this.dirty = false;
    this.joined = false;
    this.closed = false;
    this.full = false;
    /** @type {Array<() => void>} */
    this.waiting = [];
    this.restore();
    this.doc.on("update", (/** @type {Uint8Array} */ update, /** @type {unknown} */ origin) => {
      if (origin !== REMOTE) this.sendUpdate(update);
    });
    addEventListener("pagehide", () => this.keep());
  }

  /** @param {Uint8Array} update */
  sendUpdate(update) {
    this.dirty = true;
    if (this.joined && this.wire.open) {
      this.wire.sendBytes(CHANGE, update);
      this.unconfirmed += 1;
    }
    this.tell();
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), 400);
  }

  /** The line is there: say what this page has. */
  open() {
    this.joined = false;
    this.unconfirmed = 0;
    this.ask();
  }

  ask() {
    if (this.wire.open) this.wire.sendBytes(ASK, this.yjs.encodeStateVector(this.doc));
  }

  lost() {
    this.joined = false;
    this.unconfirmed = 0;
    this.tell();
  }

  /**
   * @param {number} kind
   * @param {Uint8Array} data
   */
  hear(kind, data) {
    if (kind === CHANGE) {
      this.yjs.applyUpdate(this.doc, data, REMOTE);
      // A gap: what this builds on was lost on the way.
      if (this.joined && this.doc.store.pendingStructs) this.askSoon();
    } else if (kind === ASK) this.give(data);
  }

  /** @param {Uint8Array} state what the server has */
  give(state) {
    const theirs = this.yjs.decodeStateVector(state);
    const ours = this.yjs.decodeStateVector(this.yjs.encodeStateVector(this.doc));
    const more = [...ours].some(([client, clock]) => clock > (theirs.get(client) ?? 0));
    if (this.unconfirmed === 0 && (more || this.dirty)) {
      this.wire.sendBytes(LATE, this.yjs.encodeStateAsUpdate(this.doc, state));
      this.unconfirmed = 1;
    }
    this.joined = true;
    this.tell();
  }

  /** @param {import("./live-wire.js").Frame} frame */
  hearFrame(frame) {
    if (frame.event === "stored") {
      if (frame.first > this.stored + 1) this.askSoon();
      this.stored = Math.max(this.stored, frame.last);
      this.unconfirmed = Math.max(0, this.unconfirmed - frame.mine);
      if (frame.mine && this.unconfirmed === 0) this.confirm();
    } else if (frame.event === "synced") this.stored = Math.max(this.stored, frame.stored);
    else if (frame.event === "pong") {
      if (frame.stored > this.stored) this.askSoon();
    } else if (frame.event === "full") {
      // what builds on what was not taken is held back too, and all of it tried again now and then
      this.full = true;
      this.lost();
      clearTimeout(this.asking);
      this.asking = setTimeout(() => this.ask(), FULL_AGAIN_MS);
    } else if (frame.event === "ask") this.askSoon();
    else if (frame.event === "closed") {
      this.closed = true;
      this.tell();
    }
  }

  askSoon() {
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.ask(), 250);
  }

  confirm() {
    this.dirty = false;
    this.full = false;
    clearTimeout(this.keeping);
    forget(this.key);
    for (const done of this.waiting.splice(0)) done();
    this.tell();
  }

  tell() {
    if (this.closed) this.onState("closed");
    else if (this.full && this.dirty) this.onState("full");
    else if (!this.dirty) this.onState("saved");
    else this.onState(this.joined && this.wire.open ? "saving" : "offline");
  }

  /** Resolve once everything typed here is written down, or after a while. */
  settled() {
    if (!this.dirty) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.push(() => resolve(undefined));
      setTimeout(resolve, 3000);
    });
  }

  keep() {
    if (!this.dirty || this.closed) return;
    const bytes = this.yjs.encodeStateAsUpdate(this.doc);
    if (!write(this.key, toText(bytes))) this.onState("unkept");
  }

  restore() {
    const kept = read(this.key);
    if (!kept) return;
    try {
      this.yjs.applyUpdate(this.doc, fromText(kept), "kept");
      this.dirty = true;
    } catch {
      forget(this.key);
    }
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
function toText(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/**
 * @param {string} text
 * @returns {Uint8Array}
 */
export function fromText(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
