/** What a page saves beside the answer's text, such as code: leaving the page waits for all of it. */

/** @typedef {import("./autosave.js").Outcome} Outcome */

/** @type {(() => Promise<Outcome>)[]} */
const saves = [];

/** @param {() => Promise<Outcome>} save */
export function saveBeside(save) {
  saves.push(save);
}

/**
 * Save all of it now; the outcome is the first that keeps the page from being left.
 *
 * @returns {Promise<Outcome>}
 */
export async function saveAllBeside() {
  const outcomes = await Promise.all(saves.map((save) => save()));
  return outcomes.find((outcome) => outcome !== "saved" && outcome !== "closed") ?? "saved";
}
