/** How a time is written, and when it is said. */

const WARNINGS_S = [600, 300, 60, 30];

/**
 * @param {number} seconds
 * @returns {string} 1:02:03 or 4:05
 */
export function faceOf(seconds) {
  const s = Math.max(0, Math.ceil(seconds));
  const pad = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const minutes = Math.floor(s / 60);
  return minutes < 60
    ? `${minutes}:${pad(s % 60)}`
    : `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(s % 60)}`;
}

/**
 * Return the warnings that lie between two moments: those crossed, not those long past.
 *
 * @param {number} before seconds left at the last look
 * @param {number} now seconds left now
 * @returns {number | null} the latest threshold crossed
 */
export function warningBetween(before, now) {
  const crossed = WARNINGS_S.filter((threshold) => before > threshold && now <= threshold && now > 0);
  return crossed.at(-1) ?? null;
}
