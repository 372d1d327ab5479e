/** Beside a closed answer: text that this device still holds and that the answer that counts lacks. */
import { DraftCopy, plain } from "./draft-copy.js";
import { find } from "./find.js";
import { toastFixed } from "./toasts.js";

/** @param {ParentNode} [root] */
export function startKeptCopies(root = document) {
  for (const box of root.querySelectorAll(".kept-copy")) {
    if (box instanceof HTMLElement) start(box);
  }
}

/** @param {HTMLElement} box */
function start(box) {
  const copy = new DraftCopy(box.dataset.key ?? "");
  const kept = copy.read();
  if (!kept) return;
  const counted = plain(box.dataset.counted ?? "").trim();
  if (plain(kept.text).trim() === counted || !kept.text.trim()) {
    copy.forget();
    return;
  }
  const words = find(".kept-text", HTMLElement, box);
  if (words) words.textContent = kept.text;
  box.hidden = false;
  find("[data-copy-kept]", HTMLElement, box)?.addEventListener("click", () => {
    void navigator.clipboard?.writeText(kept.text).then(() => toastFixed("copied"));
  });
  find("[data-drop-kept]", HTMLElement, box)?.addEventListener("click", () => {
    copy.forget();
    box.hidden = true;
  });
}
