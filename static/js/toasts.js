/** Messages at the foot of the page that never block, and what is said when a request fails. */
import { closest, find } from "./find.js";

const STAYS_MS = 7000;
let unreachable = false;

/**
 * @param {string} text
 * @param {"" | "error"} [kind]
 */
export function toast(text, kind = "") {
  const list = find("#toasts", HTMLElement);
  const template = find("#toast-template", HTMLTemplateElement);
  const element = template?.content.firstElementChild?.cloneNode(true);
  if (!list || !text || !(element instanceof HTMLElement)) return;
  const words = element.querySelector("span");
  if (words) words.textContent = text;
  if (kind) element.classList.add(kind);
  if (kind === "error") element.setAttribute("role", "alert");
  list.append(element);
  leaveLater(element);
}

/** @param {string} name the `data-…` of the list that holds the translated text */
export function toastFixed(name, kind = /** @type {"" | "error"} */ ("")) {
  toast(find("#toasts", HTMLElement)?.dataset[name] ?? "", kind);
}

/** @param {HTMLElement} element */
function leaveLater(element) {
  if (element.classList.contains("error")) return;
  const leave = () => {
    // Somebody who is reading or about to press it keeps it.
    if (element.matches(":hover, :focus-within")) setTimeout(leave, 2000);
    else element.remove();
  };
  setTimeout(leave, STAYS_MS);
}

export function startToasts() {
  for (const element of document.querySelectorAll(".toast")) {
    if (element instanceof HTMLElement) leaveLater(element);
  }
  document.addEventListener("click", (event) => {
    if (closest(event, "[data-dismiss]", HTMLButtonElement)) closest(event, ".toast", HTMLElement)?.remove();
  });
  document.addEventListener("htmx:sendError", tellUnreachable);
  document.addEventListener("htmx:timeout", tellUnreachable);
  document.addEventListener("htmx:responseError", (event) => {
    const status = event instanceof CustomEvent ? Number(event.detail?.xhr?.status) : 0;
    toastFixed(status === 403 ? "forbidden" : "failed", "error");
  });
  document.addEventListener("htmx:afterOnLoad", () => {
    unreachable = false;
  });
}

/** Once for each outage: a page that polls would say it every few seconds. */
function tellUnreachable() {
  if (!unreachable) toastFixed("unreachable", "error");
  unreachable = true;
}
