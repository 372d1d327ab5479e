/** The whiteboard of a design round: loaded when it is opened, saved as an answer is. */
import { Autosave } from "./autosave.js";
import { saveBeside } from "./beside.js";
import { merge, parse, spell } from "./board-elements.js";
import { find } from "./find.js";
import { judgeCopy } from "./recovery.js";
import { joinTabs } from "./tabs.js";
import { toast } from "./toasts.js";

const NOTICE_MS = 250;

/**
 * @typedef {object} Board
 * @property {(elements: readonly any[]) => void} show
 * @property {() => readonly any[]} elements
 * @property {(line: string, onMissing?: () => void) => void} add
 * @property {(theme: "light" | "dark") => void} render
 */

/** Autosave of a field that the board stands in for. */
class BoardSave extends Autosave {
  /** @type {Board | null} */
  board = null;
  /** The text that the board was last shown. */
  shown = "";
  /** How the board spelt what it was last shown: until it differs, nothing was drawn. */
  asShown = "";

  /** @param {string} text */
  show(text) {
    this.board?.show(parse(text));
    this.asShown = this.board ? spell(this.board.elements()) : text;
    this.shown = text;
  }

  /** @param {string} text */
  replace(text) {
    super.replace(text);
    this.show(text);
  }

  /**
   * @param {string} text
   * @param {number} revision
   */
  adopt(text, revision) {
    super.adopt(text, revision);
    this.show(text);
  }

  /** Take over what is drawn, if it is not just what was shown. */
  note() {
    if (!this.board || this.stopped) return;
    const drawn = spell(this.board.elements());
    const text = drawn === this.asShown ? this.shown : drawn;
    if (text === this.text) return;
    this.field.value = text;
    this.noteInput();
  }
}

/**
 * @param {HTMLDetailsElement} box
 * @param {HTMLTextAreaElement} field
 * @param {HTMLElement} host
 */
function start(box, field, host) {
  const state = find("#board-state", HTMLElement);
  // a browser may put back what the field held before a reload; what was not saved comes from the copy
  field.value = field.defaultValue;
  /** @type {BoardSave} */
  let autosave;
  let timer = 0;
  const flush = () => {
    clearTimeout(timer);
    timer = 0;
    autosave?.note();
  };
  // before the autosave's own listener, so that it sends what was drawn last
  addEventListener("pagehide", flush);
  autosave = new BoardSave(field, {
    onState: (name, message) => {
      const words = { "": "", refused: message, saving: field.dataset.textSaving, saved: field.dataset.textSaved,
        offline: field.dataset.textOffline, kept: field.dataset.textKept, unkept: field.dataset.textUnkept }[name];
      if (state && name !== "") state.textContent = words ?? "";
    },
    onConflict: (theirs) => ask(autosave, theirs),
    onClosed: (message) => {
      if (state) state.textContent = message;
    },
    onSaved: (reply) => tell({ kind: "saved", text: autosave.saved, revision: reply.revision }),
  });
  saveBeside(() => {
    flush();
    return autosave.save();
  });
  const tell = joinTabs(field.dataset.key ?? "", (news) => {
    if (news.kind === "hello" || news.kind === "here") toast(field.dataset.textOtherTab ?? "");
    if (news.kind !== "saved" || news.revision <= autosave.revision) return;
    flush();
    if (!autosave.isDirty() && !autosave.running) autosave.adopt(news.text, news.revision);
  });

  const kept = autosave.copy.read();
  const server = { text: autosave.text, revision: autosave.revision };
  const verdict = judgeCopy(kept, server);
  if (verdict === "forget") autosave.copy.forget();
  if (kept && (verdict === "restore" || verdict === "conflict")) {
    autosave.unanswered = kept.sent;
    autosave.replace(kept.text);
    if (verdict === "restore") toast(field.dataset.textRestored ?? "");
    else ask(autosave, server);
  }

  let begun = false;
  const open = () => {
    if (begun || !box.open) return;
    begun = true;
    load().catch(() => {
      begun = false;
      host.textContent = field.dataset.textMissing ?? "";
    });
  };
  box.addEventListener("toggle", open);
  if (matchMedia("(width >= 64rem)").matches) box.open = true;
  open();

  async function load() {
    const { openBoard, restore } = await import(field.dataset.bundle ?? "");
    const elements = parse(field.value);
    host.replaceChildren();
    autosave.shown = field.value;
    autosave.asShown = spell(restore(elements));
    const board = openBoard(host, {
      elements,
      language: document.documentElement.lang,
      theme: theme(),
      onChange: () => {
        timer ||= setTimeout(flush, NOTICE_MS);
      },
    });
    autosave.board = board;
    new MutationObserver(() => board.render(theme())).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => board.render(theme()));
    startKeys(board);
  }

  /** @param {Board} board */
  function startKeys(board) {
    // Its own keys are letters too: the page's must not answer to them.
    host.addEventListener("keydown", (event) => event.stopPropagation());
    const form = find("#board-add", HTMLFormElement);
    const line = find("#board-line", HTMLInputElement);
    if (!form || !line) return;
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (line.value.trim()) board.add(line.value, () => toast(field.dataset.textNoSuch ?? ""));
      line.value = "";
      line.focus();
    });
    const size = find("#board-size", HTMLButtonElement);
    const grow = (/** @type {boolean} */ large) => {
      box.classList.toggle("large", large);
      size?.setAttribute("aria-pressed", String(large));
      if (size) size.textContent = (large ? field.dataset.textSmaller : field.dataset.textLarger) ?? "";
      dispatchEvent(new Event("resize"));
    };
    size?.addEventListener("click", () => grow(!box.classList.contains("large")));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") grow(false);
    });
  }
}

/** @returns {"light" | "dark"} */
function theme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/**
 * Two versions of one board: the person chooses, nothing is lost.
 *
 * @param {BoardSave} autosave
 * @param {{text: string, revision: number}} theirs
 */
function ask(autosave, theirs) {
  const dialog = find("#board-conflict", HTMLDialogElement);
  if (!dialog || dialog.open) return;
  /** @param {MouseEvent} event */
  const choose = (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-keep]") : null;
    if (!button) return;
    const choice = button.getAttribute("data-keep");
    const mine = autosave.text;
    dialog.close();
    autosave.revision = theirs.revision;
    autosave.saved = theirs.text;
    if (choice === "theirs") autosave.adopt(theirs.text, theirs.revision);
    else autosave.replace(choice === "both" ? spell(merge(parse(mine), parse(theirs.text))) : mine);
    void autosave.save();
  };
  dialog.addEventListener("click", choose);
  // Closed with Escape, the question comes again with the next save.
  dialog.addEventListener("close", () => dialog.removeEventListener("click", choose), { once: true });
  dialog.showModal();
}

const box = find("#board", HTMLDetailsElement);
const field = find("#board-field", HTMLTextAreaElement);
const host = find("#board-host", HTMLElement);
if (box && field && host) start(box, field, host);
