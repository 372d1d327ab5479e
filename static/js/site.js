/** What every page does. */
import { csrfToken } from "./draft-request.js";
import { closest, find } from "./find.js";
import { startKeptForm } from "./kept-form.js";
import { startShortcuts } from "./shortcuts.js";
import { startTheme } from "./theme.js";
import { startToasts, toastFixed } from "./toasts.js";

startTheme();
startToasts();
startShortcuts();
startMenus();
startCopying();
startKeptForm();

/** Signing in in another tab changes the token; the cookie knows it, the fields of this page do not. */
document.addEventListener("htmx:configRequest", (event) => {
  if (!(event instanceof CustomEvent) || event.detail.verb === "get") return;
  event.detail.headers["X-CSRFToken"] = csrfToken();
  if (event.detail.parameters.csrfmiddlewaretoken) event.detail.parameters.csrfmiddlewaretoken = csrfToken();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const field = form instanceof HTMLFormElement ? find("input[name=csrfmiddlewaretoken]", HTMLInputElement, form) : null;
  if (field) field.value = csrfToken();
}, true);

/** Menus are <details>: they open without a script; here they also close as people expect. */
function startMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (event.target instanceof Node && !menu.contains(event.target)) menu.removeAttribute("open");
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.removeAttribute("open");
      find("summary", HTMLElement, menu)?.focus();
    }
  });
}

function startCopying() {
  for (const button of document.querySelectorAll("[data-print]")) {
    if (!(button instanceof HTMLElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  document.addEventListener("click", async (event) => {
    const id = closest(event, "[data-copy]", HTMLElement)?.dataset.copy;
    const source = id ? document.getElementById(id) : null;
    if (!(source instanceof HTMLInputElement)) return;
    if (await copy(source.value)) toastFixed("copied");
    else source.select();
  });
}

/**
 * @param {string} text
 * @returns {Promise<boolean>}
 */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
