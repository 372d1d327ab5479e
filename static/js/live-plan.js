/** Opening a room: picked questions as a list in their order, and the reader's own time zone. */
import { find } from "./find.js";

const pick = find("#pick", HTMLInputElement);
const keys = find("#keys", HTMLInputElement);
const list = find("#picked", HTMLOListElement);
const add = find("#pick-add", HTMLButtonElement);
const zone = find("[name=time_zone]", HTMLSelectElement);
/** @type {Map<string, string>} */
const titles = new Map();
for (const option of document.querySelectorAll("#bank option")) {
  if (option instanceof HTMLOptionElement) titles.set(option.value, option.textContent ?? "");
}

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && [...zone.options].some((option) => option.value === here) && !document.querySelector(".errors")) zone.value = here;

/** @type {string[]} */
let chosen = (keys?.value ?? "").split(/[\s,]+/).filter((key) => titles.has(key));

function take() {
  const key = pick?.value.trim() ?? "";
  const found = titles.has(key) ? key : [...titles].find(([, title]) => title === key)?.[0];
  if (!found || !pick) return;
  if (!chosen.includes(found)) chosen.push(found);
  pick.value = "";
  draw();
}

function draw() {
  if (keys) keys.value = chosen.join(" ");
  list?.replaceChildren(
    ...chosen.map((key) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      item.append(`${titles.get(key)} `);
      button.type = "button";
      button.className = "link-button small";
      button.textContent = (list.dataset.textRemove ?? "").replace("{n}", key);
      button.addEventListener("click", () => {
        chosen = chosen.filter((other) => other !== key);
        draw();
        pick?.focus();
      });
      item.append(button);
      return item;
    }),
  );
}

if (add) add.hidden = false;
add?.addEventListener("click", take);
pick?.addEventListener("change", take);
pick?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  take();
});
pick?.form?.addEventListener("submit", take);
draw();
