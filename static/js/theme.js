/** Light, dark, or as the system: one button that goes round the three, remembered. */
import { find } from "./find.js";
import { forget, read, write } from "./memory.js";

const ORDER = ["system", "light", "dark"];

export function startTheme() {
  const button = find("#theme", HTMLButtonElement);
  if (!button) return;
  const stored = read("theme") ?? "";
  let theme = ORDER.includes(stored) ? stored : "system";
  button.hidden = false;
  show(button, theme);
  button.addEventListener("click", () => {
    theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? "system";
    if (theme === "system") {
      forget("theme");
      delete document.documentElement.dataset.theme;
    } else {
      write("theme", theme);
      document.documentElement.dataset.theme = theme;
    }
    show(button, theme);
  });
}

/**
 * @param {HTMLButtonElement} button
 * @param {string} theme
 */
function show(button, theme) {
  const label = button.dataset[theme] ?? theme;
  button.setAttribute("aria-label", label);
  button.title = label;
  for (const icon of button.querySelectorAll("[data-theme-icon]")) {
    icon.toggleAttribute("hidden", icon.getAttribute("data-theme-icon") !== theme);
  }
}
