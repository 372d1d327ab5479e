/** A stage of a design case: its time box counts on, and the ledger follows the tab that is looked at. */
import { faceOf } from "./clock-face.js";
import { csrfToken } from "./draft-request.js";
import { find } from "./find.js";
import { listen } from "./socket.js";
import { toast } from "./toasts.js";

// what the interviewer replies or asks is news; a closed stage of study mode listens for its feedback already
const session = document.body.dataset.session;
if (session && document.querySelector("#question, #probes")) listen(session);
const asking = find(".asking form", HTMLFormElement);
asking?.addEventListener("htmx:afterRequest", () => {
  const field = find("#question", HTMLInputElement);
  if (field && !document.querySelector("#asked .notice")) field.value = "";
  field?.focus();
});

const box = find("#stage-box", HTMLElement);
const face = find("#stage-spent", HTMLElement);
if (box && face) start(box, face);

/**
 * @param {HTMLElement} box
 * @param {HTMLElement} face
 */
function start(box, face) {
  const limit = Number(box.dataset.box);
  const before = Number(box.dataset.spent);
  const lookUrl = box.dataset.lookUrl;
  const since = performance.now();
  let warned = before >= limit;
  /** @param {number} seconds */
  const draw = (seconds) => {
    face.textContent = faceOf(seconds);
    box.classList.toggle("over", seconds >= limit);
    if (seconds < limit || warned) return;
    warned = true;
    toast(box.dataset.textOverBox ?? "");
  };
  draw(before);
  if (!lookUrl) return;
  setInterval(() => draw(before + Math.floor((performance.now() - since) / 1000)), 1000);

  /** Two tabs may show two stages: the time goes to the one in front. */
  const look = () => {
    if (document.visibilityState !== "visible") return;
    void fetch(lookUrl, { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": csrfToken() } }).catch(() => {
      // Offline: the time stays with the stage that the server last knew of.
    });
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("focus", look);
}
