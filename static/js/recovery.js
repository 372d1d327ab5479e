/** What to do at the start of a page with a copy that an earlier visit left behind. */
import { plain } from "./draft-copy.js";

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
