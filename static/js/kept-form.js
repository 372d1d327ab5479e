/** A long form that is sent after its page was signed out: what was written is there again after the login. */
import { find } from "./find.js";

const KEY = "rehearsal:kept-form";

/** @typedef {{path: string, fields: [string, string][]}} Kept */

export function startKeptForm() {
  const form = find("form[data-kept]", HTMLFormElement);
  const kept = read();
  if (kept?.path === location.pathname && !find(".toast.success", HTMLElement)) {
    if (form) put(form, kept.fields);
  } else if (kept && !location.pathname.startsWith("/accounts/")) write(null); // it has arrived
  form?.addEventListener("submit", () => {
    /** @type {[string, string][]} */
    const fields = [];
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") fields.push([name, value]);
    }
    write({ path: location.pathname, fields });
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {[string, string][]} fields
 */
function put(form, fields) {
  for (const [name, value] of fields) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) {
      field.value = value;
    } else if (field instanceof HTMLInputElement && !["hidden", "file"].includes(field.type)) field.value = value;
  }
}

/** @returns {Kept | null} */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

/** @param {Kept | null} kept */
function write(kept) {
  try {
    if (kept) sessionStorage.setItem(KEY, JSON.stringify(kept));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage may be forbidden or full: then nothing is kept.
  }
}
