/** Of the topics only those of the chosen round are shown; without a script all of them are. */

const form = document.querySelector("form.new");

function show() {
  const chosen = form?.querySelector("input[name=round]:checked");
  const label = chosen instanceof HTMLInputElement ? chosen.dataset.label : "";
  for (const group of form?.querySelectorAll("[data-round-label]") ?? []) {
    group.toggleAttribute("hidden", group.getAttribute("data-round-label") !== label);
  }
}

form?.addEventListener("change", show);
show();
