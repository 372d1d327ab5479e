/**
 * News for the parts of a page that fetch themselves again when they hear of it.
 *
 * A part that is replaced while news arrives would miss it: the part that heard it is gone, and what
 * replaces it was read before. Such a part is fetched once more. One that has not changed stays.
 */

/** How much news there has been, and how much by the time each name was last told. */
let count = 0;
/** @type {Map<string, number>} */
const told = new Map();
/** @type {WeakMap<object, number>} */
const begun = new WeakMap();

/**
 * @param {string} name
 * @param {object} [detail]
 */
export function tell(name, detail) {
  count += 1;
  told.set(name, count);
  document.body.dispatchEvent(new CustomEvent(name, { detail }));
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event instanceof CustomEvent) begun.set(event.detail.xhr, count);
});
document.addEventListener("htmx:afterSettle", (event) => {
  const before = event instanceof CustomEvent ? begun.get(event.detail.xhr) : undefined;
  if (before === undefined || before === count || !(event.target instanceof Element)) return;
  for (const part of [event.target, ...event.target.querySelectorAll("[hx-trigger]")]) {
    if (missed(part, before)) fetchAgain(part);
  }
});

/** What comes back as it stands is left alone: a press that has begun there must not lose its button. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!(event instanceof CustomEvent)) return;
  const { target, requestConfig, serverResponse } = event.detail;
  if (target !== requestConfig.elt || requestConfig.verb !== "get" || !(target instanceof Element)) return;
  if (isSame(target, serverResponse)) event.detail.shouldSwap = false;
});

/**
 * @param {Element} part
 * @param {string} html
 */
function isSame(part, html) {
  const [fresh, ...more] = new DOMParser().parseFromString(html, "text/html").body.children;
  return fresh !== undefined && !more.length && bare(part).isEqualNode(bare(fresh));
}

/**
 * Without what differs each time and means nothing.
 *
 * @param {Element} part
 */
function bare(part) {
  const copy = /** @type {Element} */ (part.cloneNode(true));
  copy.classList.remove("htmx-request");
  if (!copy.classList.length) copy.removeAttribute("class");
  for (const field of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) field.removeAttribute("value");
  return copy;
}

/**
 * @param {Element} part
 * @param {number} before
 */
function missed(part, before) {
  const heard = part.getAttribute("hx-trigger")?.matchAll(/(\S+) from:body/g) ?? [];
  return [...heard].some(([, name]) => (told.get(name ?? "") ?? 0) > before);
}

/** @param {Element} part */
function fetchAgain(part) {
  /** @type {any} */ (globalThis).htmx.ajax("GET", part.getAttribute("hx-get"), { source: part });
}
