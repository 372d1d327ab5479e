/** The editor of a draft: items added, moved and removed, everything saved and checked as it is typed. */
import { addItem, collect, elementAt, fill, itemsOf } from "./draft-document.js";
import { DraftSaver } from "./draft-saver.js";
import { closest, find } from "./find.js";

const page = find("#editor", HTMLElement);
if (page) start(page);

/** @param {HTMLElement} editor */
function start(editor) {
  const words = editor.dataset;
  fill(editor, read("draft-document"));
  find(".until-filled", HTMLFieldSetElement, editor)?.removeAttribute("disabled");
  let composing = false;
  const saver = new DraftSaver(words.saveUrl ?? "", Number(words.revision), `rehearsal:${words.key}`, {
    collect: () => collect(editor),
    onState: (state, message) => {
      const told = { saving: words.textSaving, saved: words.textSaved, kept: words.textKept, unsaved: words.textUnsaved };
      const line = find("#save-state", HTMLElement);
      if (!line) return;
      line.dataset.state = state;
      line.textContent = message || (state in told ? told[/** @type {keyof typeof told} */ (state)] ?? "" : "");
    },
    onSaved: (reply) => {
      nameKeys(editor, reply.keys);
      showFlaws(editor, reply.findings);
      document.body.dispatchEvent(new Event("draft-saved"));
    },
    onConflict: (theirs) => askAboutConflict(editor, saver, theirs),
  });
  refresh(editor);
  find(".point > details", HTMLDetailsElement, editor)?.setAttribute("open", "");
  showFlaws(editor, read("draft-findings"));
  restore(editor, saver);

  editor.addEventListener("compositionstart", () => (composing = true));
  editor.addEventListener("compositionend", () => (composing = false));
  editor.addEventListener("input", () => {
    refresh(editor);
    if (!composing) saver.note();
    else setTimeout(() => saver.note(), 0);
  });
  editor.addEventListener("change", () => saver.note());
  document.addEventListener("click", (event) => {
    if (press(editor, event)) {
      refresh(editor);
      saver.note();
    }
  });
  editor.addEventListener("keydown", (event) => {
    if (event.isComposing || !event.altKey || event.ctrlKey || event.metaKey) return;
    const point = closest(event, ".point", HTMLElement);
    const focused = document.activeElement;
    if (event.code === "KeyN") {
      event.preventDefault();
      addPoint(editor, point);
    } else if (point && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      move(point, event.key === "ArrowUp" ? -1 : 1);
      if (focused instanceof HTMLElement) focused.focus();
    } else return;
    refresh(editor);
    saver.note();
  });
  for (const form of document.querySelectorAll("form[data-after-save]")) {
    form.addEventListener("submit", async (event) => {
      if (!saver.isDirty()) return;
      event.preventDefault();
      if ((await saver.save()) && form instanceof HTMLFormElement) form.submit();
    });
  }
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      saver.save();
    }
  });
}

/**
 * @param {HTMLElement} editor
 * @param {Event} event
 * @returns {boolean} whether the draft has changed
 */
function press(editor, event) {
  const button = closest(event, "button", HTMLButtonElement);
  if (!button) return false;
  const { add, move: by, open, take: from, place } = button.dataset;
  if (place !== undefined) {
    const target = elementAt(editor, place);
    target?.closest("details")?.setAttribute("open", "");
    const field = target?.matches("input, textarea, select") ? target : target?.querySelector("input, textarea, select, button");
    if (field instanceof HTMLElement) field.focus();
    return false;
  }
  if (open) find(`#${open}`, HTMLDialogElement)?.showModal();
  if ("close" in button.dataset) button.closest("dialog")?.close();
  if ("fold" in button.dataset) {
    for (const details of editor.querySelectorAll(".point > details")) details.toggleAttribute("open");
  }
  if (from) {
    button.closest("dialog")?.close();
    const list = find('[data-list="points"]', HTMLElement, editor);
    show(list ? addItem(list, read(from)) : null);
    return true;
  }
  if (add) {
    const list = add === "points" ? find('[data-list="points"]', HTMLElement, editor)
      : find(`[data-list="${add}"]`, HTMLElement, button.parentElement ?? undefined);
    show(list ? addItem(list) : null);
    return true;
  }
  const item = button.closest("[data-item]");
  if (by && item instanceof HTMLElement) {
    move(item, Number(by));
    button.focus();
    return true;
  }
  if ("remove" in button.dataset && item instanceof HTMLElement) {
    takeAway(item);
    return true;
  }
  return "restore" in button.dataset && bringBack(button);
}

/** What was taken away, by the line that stands in its place. @type {WeakMap<Element, HTMLElement>} */
const takenAway = new WeakMap();

/**
 * Leave a line where the item was: one press too many must not cost what was written in it.
 *
 * @param {HTMLElement} item
 */
function takeAway(item) {
  const template = find("#removed-template", HTMLTemplateElement);
  const line = template?.content.firstElementChild?.cloneNode(true);
  if (!(line instanceof HTMLElement)) return;
  takenAway.set(line, item);
  item.replaceWith(line);
  find("button", HTMLElement, line)?.focus();
}

/**
 * @param {HTMLElement} button
 * @returns {boolean} whether something came back
 */
function bringBack(button) {
  const line = button.closest(".removed");
  const item = line ? takenAway.get(line) : undefined;
  if (!line || !item) return false;
  line.replaceWith(item);
  find("summary, input, textarea, select", HTMLElement, item)?.focus();
  return true;
}

/**
 * @param {HTMLElement} editor
 * @param {Element | null} after
 */
function addPoint(editor, after) {
  const list = find('[data-list="points"]', HTMLElement, editor);
  show(list ? addItem(list, {}, after?.nextElementSibling ?? null) : null);
}

/** @param {HTMLElement | null} item */
function show(item) {
  if (!item) return;
  find("details", HTMLDetailsElement, item)?.setAttribute("open", "");
  find("textarea", HTMLElement, item)?.focus();
}

/**
 * @param {HTMLElement} item
 * @param {number} by
 */
function move(item, by) {
  const next = (/** @type {Element} */ from) => (by < 0 ? from.previousElementSibling : from.nextElementSibling);
  let other = next(item);
  while (other && !other.matches("[data-item]")) other = next(other);
  if (!other) return;
  if (by < 0) other.before(item);
  else other.after(item);
  item.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} editor */
function refresh(editor) {
  const list = find('[data-list="points"]', HTMLElement, editor);
  const korean = document.documentElement.lang === "ko";
  itemsOf(list ?? editor).forEach((item, place) => {
    const number = find("[data-number]", HTMLElement, item);
    const title = find("[data-title]", HTMLElement, item);
    const weight = find("[data-weight]", HTMLElement, item);
    const data = collect(item);
    if (number) number.textContent = `${place + 1}`;
    if (title) title.textContent = (korean ? data.text.ko : data.text.en) || data.text.en || data.text.ko || (title.dataset.untitled ?? "");
    if (weight) weight.textContent = (editor.dataset.textWeight ?? "").replace("{n}", data.weight);
  });
}

/**
 * Fill in the keys that the server gave to points that had none.
 *
 * @param {HTMLElement} editor
 * @param {string[]} keys
 */
function nameKeys(editor, keys) {
  const list = find('[data-list="points"]', HTMLElement, editor);
  itemsOf(list ?? editor).forEach((item, place) => {
    const field = find('[data-field="id"]', HTMLInputElement, item);
    if (field && !field.value && document.activeElement !== field) field.placeholder = keys[place] ?? "";
  });
}

/**
 * @param {HTMLElement} editor
 * @param {import("./draft-saver.js").Flaw[]} flaws
 */
function showFlaws(editor, flaws) {
  const list = find("#findings", HTMLElement);
  if (!list) return;
  for (const field of editor.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  list.replaceChildren();
  /** @type {Map<HTMLElement, number>} */
  const counts = new Map();
  for (const flaw of flaws) {
    const target = elementAt(editor, flaw.place);
    if (target?.matches("input, textarea, select")) target.setAttribute("aria-invalid", "true");
    const point = target?.closest(".point");
    if (point instanceof HTMLElement) counts.set(point, (counts.get(point) ?? 0) + 1);
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button";
    button.dataset.place = flaw.place;
    const number = /^points\.(\d+)/.exec(flaw.place)?.[1];
    button.textContent = number === undefined ? flaw.words : `${Number(number) + 1}. ${flaw.words}`;
    item.className = flaw.severity;
    item.append(button);
    list.append(item);
  }
  for (const mark of editor.querySelectorAll("[data-flaws]")) {
    const point = mark.closest(".point");
    const count = point instanceof HTMLElement ? counts.get(point) ?? 0 : 0;
    if (!(mark instanceof HTMLElement)) continue;
    mark.hidden = count === 0;
    mark.textContent = (editor.dataset.textFlaws ?? "").replace("{n}", `${count}`);
  }
  const none = find("#no-findings", HTMLElement);
  if (none) none.hidden = flaws.length > 0;
}

/**
 * @param {HTMLElement} editor
 * @param {DraftSaver} saver
 */
function restore(editor, saver) {
  const kept = saver.kept();
  if (!kept || JSON.stringify(kept.document) === saver.saved) return saver.forget();
  if (kept.revision === saver.revision) {
    fill(editor, kept.document);
    refresh(editor);
    saver.save();
    return;
  }
  const theirs = { revision: saver.revision, document: collect(editor), message: "" };
  fill(editor, kept.document);
  refresh(editor);
  saver.stopped = true;
  askAboutConflict(editor, saver, theirs);
}

/**
 * @param {HTMLElement} editor
 * @param {DraftSaver} saver
 * @param {{revision: number, document: import("./draft-document.js").Data, message: string}} theirs
 */
function askAboutConflict(editor, saver, theirs) {
  const box = find("#conflict", HTMLElement);
  const line = find("#conflict-words", HTMLElement);
  if (!box || !line) return;
  line.textContent = theirs.message || (editor.dataset.textConflict ?? "");
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
  box.onclick = (event) => {
    const choice = closest(event, "[data-conflict]", HTMLElement)?.dataset.conflict;
    if (!choice) return;
    box.hidden = true;
    if (choice === "theirs") {
      offer(editor, saver, collect(editor));
      fill(editor, theirs.document);
      refresh(editor);
    }
    saver.resume(theirs.revision, choice === "theirs");
  };
}

/**
 * Set a text aside that gave way to another's, for as long as the page is open.
 *
 * @param {HTMLElement} editor
 * @param {DraftSaver} saver
 * @param {import("./draft-document.js").Data} mine
 */
function offer(editor, saver, mine) {
  const note = find("#set-aside", HTMLElement);
  if (!note) return;
  note.hidden = false;
  note.onclick = (event) => {
    if (!closest(event, "[data-set-aside]", HTMLElement)) return;
    note.hidden = true;
    fill(editor, mine);
    refresh(editor);
    saver.note();
  };
}

/**
 * @param {string} id
 * @returns {any}
 */
function read(id) {
  return JSON.parse(document.getElementById(id)?.textContent || "null");
}
