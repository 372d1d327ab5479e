// Runs before everything else: what a person does while the other scripts are still on their way is
// kept, and done again once they listen. A key, a letter or a press must not be lost to a slow network.
(() => {
  /** @type {(() => void)[]} */
  const kept = [];
  const typed = new Set();
  const fields = "input, textarea, select, [contenteditable]";

  /** @param {Event} event */
  const keep = (event) => {
    const target = event.target;
    if (!event.isTrusted || !(target instanceof Element)) return;
    if (event instanceof KeyboardEvent) {
      // Fields, links and buttons take keys by themselves; only the page's own shortcuts need a script:
      // in a field that is the one which submits.
      const { key, code, altKey, ctrlKey, metaKey, shiftKey } = event;
      const submits = key === "Enter" && (ctrlKey || metaKey) && target.closest("textarea");
      if (event.isComposing || (!submits && target.closest(`a, button, summary, ${fields}`))) return;
      const again = { key, code, altKey, ctrlKey, metaKey, shiftKey, bubbles: true, cancelable: true };
      kept.push(() => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", again)));
    } else if (event.type === "click") {
      const button = target.closest("button[type='button']");
      if (button instanceof HTMLElement) kept.push(() => button.click());
    } else if (!typed.has(target)) {
      typed.add(target);
      kept.push(() => {
        for (const name of ["input", "change"]) target.dispatchEvent(new Event(name, { bubbles: true }));
      });
    }
  };

  const heard = ["keydown", "input", "change", "click"];
  for (const name of heard) document.addEventListener(name, keep, true);
  document.addEventListener("DOMContentLoaded", () => {
    // Deferred scripts have run by now; htmx binds in this same event, hence the next turn.
    setTimeout(() => {
      for (const name of heard) document.removeEventListener(name, keep, true);
      for (const act of kept.splice(0)) act();
    });
  });
})();
