/**
 * The whiteboard that a room shares: each element is one entry of the document, so that two people can
 * draw at once. What somebody draws goes out as it is drawn; what others draw is shown where it changed.
 */
import { parse, spell } from "./board-elements.js";
import { find } from "./find.js";

const NOTICE_MS = 120;
const ORIGIN = "board";

/**
 * @param {any} doc the room's document
 * @param {string} field
 * @param {HTMLElement} host
 * @param {{bundle: string, writes: boolean, missing: string}} options
 */
export async function openSharedBoard(doc, field, host, { bundle, writes, missing }) {
  /** @type {any} */
  let module;
  try {
    module = await import(bundle);
  } catch {
    host.textContent = missing;
    return { destroy: () => {} };
  }
  const shared = doc.getMap(field);
  /** How this page spelt each element when it was last told of it: until that differs, nothing was drawn. */
  /** @type {Map<string, string>} */
  const known = new Map();
  let timer = 0;

  const everything = () => [...shared.values()].flatMap((text) => parse(String(text)));
  const learn = () => {
    known.clear();
    for (const element of board.elements()) known.set(element.id, spell([element]));
  };
  const push = () => {
    timer = 0;
    if (!writes) return;
    const drawn = new Map(board.elements().map((/** @type {any} */ one) => [one.id, spell([one])]));
    doc.transact(() => {
      for (const [id, text] of drawn) {
        if (text === "[]" || known.get(id) === text) continue;
        known.set(id, text);
        shared.set(id, text);
      }
      for (const id of [...known.keys()]) {
        if (drawn.has(id)) continue;
        known.delete(id);
        shared.delete(id);
      }
    }, ORIGIN);
  };
  const theme = () => {
    const chosen = document.documentElement.dataset.theme;
    if (chosen === "light" || chosen === "dark") return chosen;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  };
  const board = module.openBoard(host, {
    elements: everything(),
    language: document.documentElement.lang,
    theme: theme(),
    readOnly: !writes,
    onChange: () => {
      timer ||= setTimeout(push, NOTICE_MS);
    },
  });
  const spelt = module.restore(everything());
  for (const element of spelt) known.set(element.id, spell([element]));

  let showing = 0;
  /**
   * @param {unknown} _event
   * @param {any} transaction
   */
  const hear = (_event, transaction) => {
    if (transaction.origin === ORIGIN) return;
    showing ||= setTimeout(() => {
      showing = 0;
      if (timer) {
        clearTimeout(timer);
        push();
      }
      board.show(everything());
      learn();
    }, NOTICE_MS);
  };
  shared.observe(hear);
  const line = find("form", HTMLFormElement, host.parentElement ?? document);
  line?.addEventListener("submit", (event) => {
    event.preventDefault();
    const input = find("input", HTMLInputElement, line);
    if (input?.value.trim()) board.add(input.value);
    line.reset();
  });
  return {
    destroy: () => {
      if (timer) push();
      clearTimeout(timer);
      clearTimeout(showing);
      shared.unobserve(hear);
    },
  };
}
