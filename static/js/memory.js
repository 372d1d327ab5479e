/**
 * Small choices kept in the browser. Every call survives a browser that forbids or has filled its
 * storage; `write` says whether it was kept.
 */

/**
 * @param {string} key
 * @returns {string | null}
 */
export function read(key) {
  try {
    return localStorage.getItem(`rehearsal:${key}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string} value
 * @returns {boolean}
 */
export function write(key, value) {
  try {
    localStorage.setItem(`rehearsal:${key}`, value);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} key */
export function forget(key) {
  try {
    localStorage.removeItem(`rehearsal:${key}`);
  } catch {
    // Nothing was kept, so nothing needs forgetting.
  }
}
