// Runs before the first paint, so that a stored choice of colours never flashes the other one.
(() => {
  try {
    const stored = localStorage.getItem("rehearsal:theme");
    if (stored === "light" || stored === "dark") document.documentElement.dataset.theme = stored;
  } catch {
    // Storage may be forbidden: the system's colours are used.
  }
})();
