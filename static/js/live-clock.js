/** The room's clocks as the server keeps them: deadlines while they run, a number while they rest. */
import { faceOf, warningBetween } from "./clock-face.js";
import { find } from "./find.js";

let offset = 0;
/** @type {Map<string, number>} */
const seen = new Map();

/** @param {number} now the server's time, as just heard */
export function learnTime(now) {
  offset = now - Date.now();
}

export function startClocks() {
  draw();
  setInterval(draw, 250);
}

function draw() {
  for (const face of document.querySelectorAll("[data-clock]")) {
    if (!(face instanceof HTMLElement)) continue;
    const deadline = Number(face.dataset.deadline);
    const left = deadline ? (deadline - (Date.now() + offset)) / 1000 : Number(face.dataset.left);
    face.textContent = left < 0 ? `+${faceOf(-left)}` : faceOf(left);
    face.classList.toggle("late", left <= 60);
    face.classList.toggle("resting", !deadline);
    const key = face.dataset.clock ?? "";
    const warning = warningBetween(seen.get(key) ?? left, left);
    seen.set(key, left);
    if (warning !== null && deadline) say(face, warning);
  }
}

/**
 * @param {HTMLElement} face
 * @param {number} seconds
 */
function say(face, seconds) {
  const region = find("#live-polite", HTMLElement);
  const { textMinutes = "", textMinute = "", textSeconds = "" } = region?.dataset ?? {};
  const text =
    seconds > 60 ? textMinutes.replace("{n}", String(seconds / 60)) : seconds === 60 ? textMinute : textSeconds.replace("{n}", String(seconds));
  if (region) region.textContent = text;
}
