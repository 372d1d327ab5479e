/** Grading by keyboard: a point at a time, saved after each change. */
import { closest, find } from "./find.js";
import { offsetsOf } from "./code-points.js";
import { csrfToken } from "./draft-request.js";

// What the same keys write while Korean is switched on.
const KOREAN = new Map([["ㅓ", "j"], ["ㅏ", "k"], ["ㅂ", "q"]]);

const form = find("form[data-rating]", HTMLFormElement);
const single = find("#single-keys", HTMLInputElement);
const points = [...document.querySelectorAll("[data-rated]")].filter((e) => e instanceof HTMLFieldSetElement);
let current = points.findIndex((point) => !point.querySelector("input:checked"));
if (current < 0) current = 0;

if (form && points.length) {
  show(false);
  document.addEventListener("keydown", onKeydown);
  form.addEventListener("focusin", (event) => {
    const point = closest(event, "[data-rated]", HTMLFieldSetElement);
    if (point) choose(points.indexOf(point), false);
  });
  form.addEventListener("change", () => save());
  form.addEventListener("click", (event) => {
    const button = closest(event, "[data-unquote]", HTMLButtonElement);
    const point = button?.closest("[data-rated]");
    if (point) setQuote(point, "", "");
  });
}

/** @param {KeyboardEvent} event */
function onKeydown(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]") || (single && !single.checked)) return;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.matches("textarea, select, input:not([type='radio']), [contenteditable]")) return;
  const key = KOREAN.get(event.key) ?? event.key;
  if (key === "Enter" && !target?.closest("a, button, summary")) {
    event.preventDefault();
    form?.requestSubmit();
  } else if (key === "j") choose(Math.min(points.length - 1, current + 1), true);
  else if (key === "k") choose(Math.max(0, current - 1), true);
  else if (key === "q") quote();
  else if (/^[1-4]$/.test(key)) setState(Number(key) - 1);
  else return;
  event.preventDefault();
}

/**
 * @param {number} index
 * @param {boolean} focus
 */
function choose(index, focus) {
  current = index;
  show(focus);
}

/** @param {boolean} focus */
function show(focus) {
  points.forEach((point, index) => point.classList.toggle("current", index === current));
  const point = points[current];
  if (!focus || !point) return;
  const radio = find("input:checked", HTMLInputElement, point) ?? find("input[type='radio']", HTMLInputElement, point);
  radio?.focus();
  point.scrollIntoView({ block: "nearest" });
}

/** @param {number} number */
function setState(number) {
  const point = points[current];
  const radio = point?.querySelectorAll("input[type='radio']")[number];
  if (!(radio instanceof HTMLInputElement)) return;
  radio.checked = true;
  save();
  // On to the next one that has no state; Enter finishes where none is left.
  const next = points.findIndex((other, index) => index > current && !other.querySelector("input:checked"));
  choose(next < 0 ? current : next, true);
}

/** Attach the words selected in the answer to the point at hand. */
function quote() {
  const text = find("#answer-text", HTMLElement);
  const point = points[current];
  const selection = getSelection();
  if (!text || !point || !selection?.rangeCount) return;
  const range = selection.getRangeAt(0);
  if (range.collapsed || !text.contains(range.commonAncestorContainer)) return;
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const [start, end] = offsetsOf(before.toString(), range.toString());
  setQuote(point, `${start}-${end}`, range.toString());
}

/**
 * @param {Element} point
 * @param {string} place
 * @param {string} words
 */
function setQuote(point, place, words) {
  const field = find("input[name^='quote-']", HTMLInputElement, point);
  const shown = find(".quoted", HTMLElement, point);
  const q = find("q", HTMLElement, point);
  if (!field || !shown || !q) return;
  field.value = place;
  q.textContent = words;
  shown.hidden = !words;
  save();
}

let sending = false;
let again = false;

/** One request at a time; what changed meanwhile goes with the next. */
async function save() {
  const address = form?.dataset.save;
  const state = find("#rating-saved", HTMLElement);
  if (!form || !address || !state) return;
  if (sending) {
    again = true;
    return;
  }
  sending = true;
  state.textContent = state.dataset.textSaving ?? "";
  try {
    const body = new FormData(form);
    // signing in again in another tab changes the token: the cookie knows it, this form does not
    body.set("csrfmiddlewaretoken", csrfToken());
    const response = await fetch(address, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
    });
    const reply = await response.json();
    state.textContent = response.ok ? (state.dataset.textSaved ?? "") : reply.message;
  } catch {
    state.textContent = state.dataset.textLost ?? "";
  }
  sending = false;
  if (again) {
    again = false;
    save();
  }
}
