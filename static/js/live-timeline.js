/** The arithmetic of a playback: which stretches are idle, and where one is in what remains. */

const IDLE_MS = 4000;
const KEPT_MS = 800;

/**
 * @typedef {{from: number, to: number, at: number}} Stretch a stretch of real time, and where it begins in played time
 */

/**
 * Cut out where nothing happens; with `skip` false everything is one stretch.
 *
 * @param {number[]} moments when something happened, in order
 * @param {number} start
 * @param {number} end
 * @param {boolean} skip
 * @returns {Stretch[]}
 */
export function stretchesOf(moments, start, end, skip) {
  if (!skip) return [{ from: start, to: end, at: 0 }];
  /** @type {Stretch[]} */
  const found = [];
  let from = start;
  let last = start;
  let at = 0;
  for (const moment of [...moments, end]) {
    if (moment - last > IDLE_MS) {
      found.push({ from, to: last + KEPT_MS, at });
      at += last + KEPT_MS - from;
      from = moment - KEPT_MS;
    }
    last = Math.max(last, moment);
  }
  found.push({ from, to: Math.max(from, end), at });
  return found;
}

/**
 * @param {Stretch[]} stretches
 * @returns {number}
 */
export function lengthOf(stretches) {
  const last = stretches[stretches.length - 1];
  return last.at + last.to - last.from;
}

/**
 * @param {Stretch[]} stretches
 * @param {number} played
 * @returns {number} the real moment
 */
export function realOf(stretches, played) {
  const here = stretches.findLast((stretch) => stretch.at <= played) ?? stretches[0];
  return Math.min(here.to, here.from + played - here.at);
}

/**
 * @param {Stretch[]} stretches
 * @param {number} real
 * @returns {number} where that is in played time
 */
export function playedOf(stretches, real) {
  const here = stretches.findLast((stretch) => stretch.from <= real) ?? stretches[0];
  return here.at + Math.max(0, Math.min(real, here.to) - here.from);
}

/**
 * Whether this is more text than anybody types between two savings.
 *
 * @param {number} characters
 * @returns {boolean}
 */
export function isLong(characters) {
  return characters >= 30;
}

/**
 * Whether so much text at once was pasted.
 *
 * @param {number} inserted characters
 * @param {boolean} late written while the connection was away
 * @returns {boolean}
 */
export function isPaste(inserted, late) {
  return isLong(inserted) && !late;
}
