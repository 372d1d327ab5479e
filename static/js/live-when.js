/** An appointment in the reader's own time, beside the time it was made in. */
for (const element of document.querySelectorAll("[data-local-time]")) {
  if (!(element instanceof HTMLElement)) continue;
  const when = new Date(Number(element.dataset.localTime) * 1000);
  const text = when.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  element.textContent = `(${(element.dataset.textLocal ?? "").replace("{n}", text)})`;
  element.hidden = false;
}
