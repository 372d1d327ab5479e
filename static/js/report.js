/** A report that fills in: news, what is announced, words and notes that light up together. */
import { closest, find } from "./find.js";
import { startKeptCopies } from "./kept-copy.js";
import { onKey } from "./shortcuts.js";
import { listen } from "./socket.js";

const session = document.body.dataset.session;
if (session) listen(session);
if (document.body.classList.contains("report")) startKeptCopies();

/** @type {string[]} */
let open = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  const swaps = event instanceof CustomEvent && event.detail.shouldSwap;
  if (!swaps || !(event.target instanceof Element)) return;
  open = [...event.target.querySelectorAll("details[open][id]")].map((details) => details.id);
});
document.addEventListener("htmx:load", (event) => {
  const element = event instanceof CustomEvent ? event.detail?.elt : null;
  if (!(element instanceof HTMLElement)) return;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  open = [];
  if (element.matches(".turn.scored")) announce(element.dataset.announce ?? "");
});

/** @param {string} text */
function announce(text) {
  let region = find("#report-news", HTMLElement);
  if (!region) {
    region = document.createElement("p");
    region.id = "report-news";
    region.className = "visually-hidden";
    region.setAttribute("aria-live", "polite");
    document.body.append(region);
  }
  region.textContent = text;
}

/**
 * @param {Event} event
 * @param {boolean} lit
 */
function light(event, lit) {
  const mark = closest(event, "mark[data-points]", HTMLElement);
  const note = closest(event, ".note[data-point]", HTMLElement);
  const turn = closest(event, ".turn", HTMLElement);
  if (!turn || !(mark || note)) return;
  const points = mark ? (mark.dataset.points ?? "").split(" ") : [note?.dataset.point ?? ""];
  for (const other of turn.querySelectorAll("mark[data-points], .note[data-point]")) {
    if (!(other instanceof HTMLElement) || other === (mark ?? note)) continue;
    const own = (other.dataset.points ?? other.dataset.point ?? "").split(" ");
    if (own.some((point) => point && points.includes(point))) other.classList.toggle("lit", lit);
  }
}
for (const name of ["pointerover", "focusin"]) document.addEventListener(name, (event) => light(event, true));
for (const name of ["pointerout", "focusout"]) document.addEventListener(name, (event) => light(event, false));

/** @param {1 | -1} step */
function go(step) {
  const marks = [...document.querySelectorAll("mark[data-points]")];
  const active = document.activeElement;
  const here = active ? marks.indexOf(active) : -1;
  const next = marks[here < 0 ? (step > 0 ? 0 : marks.length - 1) : here + step];
  if (next instanceof HTMLElement) next.focus();
}
onKey("j", () => go(1));
onKey("k", () => go(-1));

/** Paper has nothing to open: everything folded is unfolded for it, and folded again after. */
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".turn details:not([open])")) details.setAttribute("open", "print");
});
addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll(".turn details[open=print]")) details.removeAttribute("open");
});
