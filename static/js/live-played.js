/** What a playback shows at one moment: the question on the table, its texts, and its whiteboard. */
import { parse, spell } from "./board-elements.js";
import { find } from "./find.js";
import { fieldOf } from "./live-recording.js";

/** @typedef {import("./live-recording.js").Change} Change */

/**
 * Return the question on the table at a moment, and the stage it stood at.
 *
 * @param {any} recording
 * @param {number} real
 */
export function onTable(recording, real) {
  const past = recording.events.filter((/** @type {any} */ event) => event.at <= real);
  const pushed = past.findLast((/** @type {any} */ event) => event.kind === "pushed");
  const question = recording.questions.find((/** @type {any} */ one) => one.id === pushed?.question);
  const moved = past.findLast((/** @type {any} */ event) => event.kind === "stage" && event.question === question?.id);
  const stage = Object.keys(question?.stages ?? {})[moved ? moved.amount - 1 : 0] ?? "";
  return { question, stage };
}

/**
 * @param {any} doc the document as it was
 * @param {ReturnType<typeof onTable>} here
 * @param {Change | null} last
 */
export function showTexts(doc, { question, stage }, last) {
  const title = find("#played-title", HTMLElement);
  const prompt = find("#played-prompt", HTMLElement);
  if (title) title.textContent = [question?.title, question?.stages[stage]].filter(Boolean).join(" · ");
  if (prompt) prompt.textContent = question?.prompt ?? "";
  for (const kind of ["code", "text"]) {
    const place = find(`#played-${kind}`, HTMLPreElement);
    if (!place) continue;
    place.hidden = !question || (kind === "code" && !question.coding);
    const field = kind === "code" ? `code:${question?.id}` : fieldOf(question ?? { id: 0 }, stage);
    if (!place.hidden) write(place, doc.getText(field).toString(), last?.field === field ? last : null);
  }
}

/**
 * @param {HTMLElement} place
 * @param {string} text
 * @param {Change | null} last the change whose words are lit
 */
function write(place, text, last) {
  if (!last || last.to <= last.from) {
    place.textContent = text;
    return;
  }
  const lit = document.createElement("span");
  lit.className = `fresh peer-${last.seat % 6}`;
  lit.textContent = text.slice(last.from, last.to);
  place.replaceChildren(text.slice(0, last.from), lit, text.slice(last.to));
}

/** The whiteboard as it was: drawn by the package that it was drawn with, and its words as a list. */
export class PlayedBoard {
  /** @param {string} [bundle] */
  constructor(bundle) {
    this.bundle = bundle ?? "";
    this.section = find("#played-board", HTMLElement);
    this.host = find("#played-board .board-host", HTMLElement);
    this.words = find("#played-board-words", HTMLElement);
    /** @type {Map<string, string>} as last shown, by the board's name */
    this.shown = new Map();
    this.field = "";
    /** @type {any} */
    this.board = null;
    /** @type {any[]} */
    this.elements = [];
  }

  /**
   * @param {any} doc
   * @param {string} field
   * @param {any} whole the document at the end: the view is laid out for all that will be drawn
   */
  show(doc, field, whole) {
    if (!this.section || !this.host) return;
    this.section.hidden = !field;
    if (!field) return;
    const spelt = spell(elementsOf(doc, field));
    if (field === this.field && spelt === this.shown.get(field)) return;
    this.elements = parse(spelt);
    this.shown.set(field, spelt);
    if (this.words) this.words.textContent = labelsOf(this.elements).join(", ");
    if (field !== this.field) {
      this.field = field;
      void this.open(elementsOf(whole, field));
    } else this.board?.show(this.elements);
  }

  /** @param {any[]} all */
  async open(all) {
    const { field, host } = this;
    this.board?.close();
    this.board = null;
    try {
      const module = await import(this.bundle);
      if (field !== this.field || !host) return;
      this.board = module.openBoard(host, {
        elements: all,
        language: document.documentElement.lang,
        theme: isDark() ? "dark" : "light",
        readOnly: true,
        onChange: () => {},
        onReady: () => {
          this.board?.fit();
          this.board?.show(this.elements);
        },
      });
    } catch {
      if (!host) return;
      host.inert = false;
      host.textContent = host.dataset.textMissing ?? "";
    }
  }
}

/**
 * @param {any} doc
 * @param {string} field
 * @returns {any[]}
 */
function elementsOf(doc, field) {
  return [...doc.getMap(field).values()].flatMap((text) => parse(String(text)));
}

/**
 * @param {any[]} elements
 * @returns {string[]}
 */
function labelsOf(elements) {
  return elements.filter((one) => one.type === "text").map((one) => String(one.text).trim());
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
