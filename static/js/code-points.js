/** Places in a text as the server counts them: in code points, where the browser counts in halves. */

/**
 * @param {string} before
 * @param {string} words
 * @returns {[number, number]}
 */
export function offsetsOf(before, words) {
  const start = [...before].length;
  return [start, start + [...words].length];
}
