/** The interviewer's side: a scorecard that saves itself, and keys for what is done while listening. */
import { csrfToken } from "./draft-request.js";
import { find } from "./find.js";
import { forget, read, write } from "./memory.js";
import { tell } from "./news.js";
import { onKey } from "./shortcuts.js";
import { toast } from "./toasts.js";

const IDLE_MS = 800;
const AGAIN_MS = 4000;
// Browsers refuse larger bodies for a request that outlives its page.
const KEEPALIVE_LIMIT = 60_000;

/** @param {HTMLFormElement} form */
function startCard(form) {
  let revision = Number(form.dataset.revision);
  let busy = false;
  let waiting = false;
  /** @type {number | undefined} */
  let timer;
  /** What the server has of this card, as far as this page knows. */
  let stored = "";
  /** What was sent there last, and not answered. */
  /** @type {string[]} */
  let sent = [];
  const key = `card${form.dataset.url}`;
  const state = find("#card-state", HTMLElement);
  const say = (/** @type {string | undefined} */ text) => state && (state.textContent = text ?? "");

  const collect = () => {
    const data = new FormData(form);
    /** @type {Record<string, string>} */
    const levels = {};
    for (const [name, value] of data) if (name.startsWith("level-")) levels[name.slice(6)] = String(value);
    return {
      notes: String(data.get("notes") ?? ""),
      evidence: String(data.get("evidence") ?? ""),
      recommendation: String(data.get("recommendation") ?? ""),
      levels,
    };
  };

  const isDirty = () => JSON.stringify(collect()) !== stored;
  const keep = () => write(key, JSON.stringify({ revision, fields: collect(), sent }));

  /**
   * @param {{leaving?: boolean}} [options]
   * @returns {Promise<void>}
   */
  const save = async ({ leaving = false } = {}) => {
    clearTimeout(timer);
    timer = undefined;
    if (busy) {
      waiting = true;
      return;
    }
    if (!isDirty()) return;
    busy = true;
    const fields = collect();
    const body = JSON.stringify({ ...fields, revision });
    sent = [...sent, JSON.stringify(fields)].slice(-3);
    keep();
    say(form.dataset.textSaving);
    try {
      const response = await fetch(form.dataset.url ?? "", {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
        body,
        keepalive: leaving && new Blob([body]).size < KEEPALIVE_LIMIT,
      });
      const reply = await response.json().catch(() => ({}));
      if (response.ok) {
        revision = reply.revision;
        stored = JSON.stringify(fields);
        sent = [];
        if (isDirty()) keep();
        else forget(key);
        say(form.dataset.textSaved);
      } else if (response.status < 500) {
        say(reply.message);
        toast(reply.message ?? "", "error");
        // Told once that another page has written: the next saving keeps what stands here.
        if (reply.error === "stale") revision = reply.revision;
      } else throw new Error("later");
    } catch {
      say(form.dataset.textKept);
      timer = setTimeout(() => void save(), AGAIN_MS);
    }
    busy = false;
    if (waiting) {
      waiting = false;
      void save();
    }
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    keep();
    clearTimeout(timer);
    timer = setTimeout(() => void save(), IDLE_MS);
  });
  // Not what is saved already: that would make the next page's copy look old.
  addEventListener("pagehide", () => timer !== undefined && void save({ leaving: true }));
  stored = JSON.stringify(collect());
  restore();

  // What was typed when the page was lost goes on from here, unless something newer
  // was saved since: what this browser sent itself before its page was gone is no such thing.
  function restore() {
    const kept = read(key);
    if (!kept || form.dataset.closed !== undefined) return;
    const { revision: then, fields, sent: unanswered } = JSON.parse(kept);
    if (then !== revision && !unanswered.includes(stored)) return forget(key);
    for (const name of ["notes", "evidence", "recommendation"]) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = fields[name];
    }
    for (const [name, level] of Object.entries(fields.levels)) {
      const radio = find(`[name="level-${name}"][value="${level}"]`, HTMLInputElement, form);
      if (radio) radio.checked = true;
    }
    void save();
  }

  // What is handed in is what stands on the card: after a saving that is under way, one more.
  const settle = async () => {
    while (busy) await new Promise((resolve) => setTimeout(resolve, 50));
    await save();
    while (busy) await new Promise((resolve) => setTimeout(resolve, 50));
    return !isDirty();
  };
  const submit = find("#submit-form", HTMLFormElement);
  let settled = false;
  submit?.addEventListener("submit", (event) => {
    if (settled) return;
    event.preventDefault();
    // What could not be saved is not handed in: the words stay on the page, and why is said there.
    void settle().then((all) => {
      if (!all && timer !== undefined) toast(submit.dataset.textUnsent ?? "", "error");
      if (!all) return;
      settled = true;
      submit.requestSubmit();
    });
  });
  // Before this script runs the button would hand in a card without what stands on it.
  submit?.querySelector("button")?.removeAttribute("disabled");
}

/** @param {1 | -1} step */
function move(step) {
  const points = [...document.querySelectorAll("[data-point]")].filter((point) => point.checkVisibility());
  const here = points.findIndex((point) => point.contains(document.activeElement));
  const next = points[here < 0 ? (step > 0 ? 0 : points.length - 1) : here + step];
  if (next instanceof HTMLElement) next.focus();
}

/** @param {number} number */
function tick(number) {
  const point = document.activeElement?.closest("[data-point]");
  if (point) find(`[data-tick="${number}"]`, HTMLButtonElement, point)?.click();
}

const form = find("#card-form", HTMLFormElement);
if (form) startCard(form);
onKey("j", () => move(1));
onKey("k", () => move(-1));
for (const number of [1, 2, 3, 4]) onKey(String(number), () => tick(number));
onKey("m", () => find("#marker-text", HTMLInputElement)?.focus());
onKey("n", () => find("#card-notes", HTMLTextAreaElement)?.focus());
onKey("p", () => find("#clock-button", HTMLButtonElement)?.click());

/** A swapped guide keeps the point that had the focus, the words that are being written, and what was unfolded. */
/** @type {{id: string, words: Map<string, string>, open: string[]} | null} */
let before = null;
/** The guide does not change under a syllable that is being composed; it is fetched again afterwards. */
let composing = false;
let putOff = false;
document.addEventListener("compositionstart", () => (composing = true));
document.addEventListener("compositionend", () => {
  composing = false;
  if (putOff) setTimeout(() => tell("live:card"));
  putOff = false;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const guide = event instanceof CustomEvent && event.detail.target instanceof Element ? event.detail.target : null;
  if (!(event instanceof CustomEvent) || guide?.id !== "guide" || !event.detail.shouldSwap) return;
  if (composing && guide.contains(document.activeElement)) {
    event.detail.shouldSwap = false;
    putOff = true;
    return;
  }
  const fields = [...guide.querySelectorAll("input.words")].filter((field) => field instanceof HTMLInputElement);
  const own = event instanceof CustomEvent ? event.detail.requestConfig?.elt : null;
  before = {
    id: document.activeElement?.closest("[data-point]")?.id ?? "",
    open: [...guide.querySelectorAll("details[open]")].map((one) => one.id),
    words: new Map(fields.filter((field) => field.value !== field.defaultValue && !own?.contains(field)).map((field) => [field.id, field.value])),
  };
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (!before || !(event.target instanceof Element) || event.target.id !== "guide") return;
  for (const [id, value] of before.words) {
    const field = document.getElementById(id);
    if (field instanceof HTMLInputElement) field.value = value;
  }
  for (const id of before.open) document.getElementById(id)?.setAttribute("open", "");
  const active = document.activeElement;
  if (before.id && (!active || active === document.body)) document.getElementById(before.id)?.focus();
  before = null;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const sent = event.target instanceof HTMLFormElement && ["marker-form", "add-form"].includes(event.target.id) ? event.target : null;
  if (sent && event instanceof CustomEvent && event.detail.successful) sent.reset();
});
