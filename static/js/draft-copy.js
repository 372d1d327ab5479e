/**
 * The browser's own copy of an answer. It is written at every key and deleted only when the server
 * has confirmed that very text.
 */
import { forget, read, write } from "./memory.js";

/**
 * `revision` is the server's revision the text stands on; `sent` are texts that were sent and never
 * answered: if the server turns out to hold one of them, it is ours and no conflict.
 *
 * @typedef {{text: string, revision: number, sent: string[]}} Copy
 */

export class DraftCopy {
  /** @param {string} key session/position */
  constructor(key) {
    this.key = `draft:${key}`;
  }

  /** @returns {Copy | null} */
  read() {
    try {
      const copy = JSON.parse(read(this.key) ?? "null");
      if (typeof copy?.text !== "string" || !Number.isInteger(copy.revision)) return null;
      return { text: copy.text, revision: copy.revision, sent: Array.isArray(copy.sent) ? copy.sent : [] };
    } catch {
      return null;
    }
  }

  /**
   * @param {Copy} copy
   * @returns {boolean} whether it was kept
   */
  write(copy) {
    // A full storage still takes the text alone.
    return write(this.key, JSON.stringify(copy)) || write(this.key, JSON.stringify({ ...copy, sent: [] }));
  }

  forget() {
    forget(this.key);
  }
}

/**
 * Line ends as the server keeps them.
 *
 * @param {string} text
 */
export function plain(text) {
  return text.replaceAll("\r\n", "\n");
}
