/** The room: ties the field, the clock, the other tabs and the ways out together. */
import { Autosave } from "./autosave.js";
import { Clock } from "./clock.js";
import { askWhichVersion } from "./conflict.js";
import { plain } from "./draft-copy.js";
import { csrfToken } from "./draft-request.js";
import { closest, find } from "./find.js";
import { startKeptCopy } from "./kept-copy.js";
import { judgeCopy } from "./recovery.js";
import { onKey } from "./shortcuts.js";
import { joinTabs } from "./tabs.js";
import { toast, toastFixed } from "./toasts.js";

const field = find("#answer", HTMLTextAreaElement);
const form = find("#answer-form", HTMLFormElement);
const clockElement = find("#clock", HTMLElement);
const roomUrl = document.body.dataset.roomUrl ?? location.pathname;

startKeptCopy();
startMap();
if (field && form) startAnswer(field, form);
else if (clockElement?.dataset.questionDeadline) new Clock(clockElement, reload);
else if (clockElement) new Clock(clockElement, () => {});

// A page that comes back out of the browser's memory shows a past that may be over.
addEventListener("pageshow", (event) => event.persisted && reload());

/**
 * @param {HTMLTextAreaElement} field
 * @param {HTMLFormElement} form
 */
function startAnswer(field, form) {
  let leaving = false;
  const clock = clockElement ? new Clock(clockElement, () => void handIn()) : null;
  const autosave = new Autosave(field, {
    onState: (state, message) => showState(field, state, message),
    onConflict: (theirs) => askWhichVersion(autosave, theirs),
    onClosed: (message) => (clock?.over ? undefined : showClosed(field, message)),
    onSaved: (reply) => {
      clock?.learn(reply.times, reply.sentAt, reply.heardAt);
      tellTabs({ kind: "saved", text: autosave.saved, revision: reply.revision });
    },
  });

  const tellTabs = joinTabs(field.dataset.key ?? "", (news) => {
    if (news.kind === "hello" || news.kind === "here") toast(field.dataset.textOtherTab ?? "");
    if (news.kind === "submitted" && !autosave.isDirty()) setTimeout(reload, 1500);
    if (news.kind !== "saved" || autosave.composing || news.revision <= autosave.revision) return;
    // Only a field without words of its own follows; otherwise the next save asks which one goes on.
    if (!autosave.isDirty() && !autosave.running) autosave.adopt(news.text, news.revision);
  });

  startRecovery(field, autosave);
  startCount(field);
  startKeys(field, form, autosave);
  // On a phone the keyboard would cover the question before it is read.
  if (matchMedia("(hover: hover)").matches && !document.querySelector("dialog[open]")) field.focus({ preventScroll: true });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void leaveBy(form, () => tellTabs({ kind: "submitted" }));
  });
  for (const other of document.querySelectorAll("form[data-keeps-draft]")) {
    if (!(other instanceof HTMLFormElement) || other.hasAttribute("hx-post")) continue;
    other.addEventListener("submit", (event) => {
      event.preventDefault();
      void leaveBy(other);
    });
  }
  // The hint and the flag come back as fragments; htmx itself posts them.
  document.addEventListener("submit", (event) => {
    if (closest(event, "form[hx-post]", HTMLFormElement)) void autosave.save();
  });

  /**
   * Save the last words, then let the form go its ordinary way. When the words cannot be saved the
   * page stays, with them in it.
   *
   * @param {HTMLFormElement} target
   * @param {() => void} [before]
   */
  async function leaveBy(target, before) {
    if (leaving) return;
    leaving = true;
    field.readOnly = true;
    const outcome = await autosave.save();
    if (outcome === "saved" || outcome === "closed") {
      const revision = find("#revision", HTMLInputElement);
      if (revision) revision.value = String(autosave.revision);
      const token = find("input[name=csrfmiddlewaretoken]", HTMLInputElement, target);
      if (token) token.value = csrfToken();
      before?.();
      if (outcome === "saved" || target !== form) target.submit();
      return;
    }
    leaving = false;
    field.readOnly = false;
    if (outcome === "kept") toastFixed("unreachable", "error");
    if (outcome !== "conflict") field.focus();
  }

  /** The time is up: the last words are saved within the grace, then the server says what follows. */
  async function handIn() {
    field.readOnly = true;
    toast(clockElement?.dataset.textOver ?? "");
    await autosave.save();
    const wait = clock ? clock.deadline() + clock.grace + 800 - clock.now() : 0;
    // Already late when the page opened: do not ask again at once, and again, and again.
    setTimeout(reload, wait > 0 ? wait : 5000);
  }
}

/**
 * @param {HTMLTextAreaElement} field
 * @param {Autosave} autosave
 */
function startRecovery(field, autosave) {
  const newer = find("#server-text", HTMLElement);
  if (newer) {
    const typed = plain(field.value);
    autosave.saved = plain(newer.textContent ?? "");
    autosave.keepCopy();
    if (typed !== autosave.saved) askWhichVersion(autosave, { text: autosave.saved, revision: autosave.revision });
    return;
  }
  if (field.hasAttribute("data-typed")) {
    // The server refused this text; it stays in the field until it is changed.
    autosave.refused = plain(field.value);
    autosave.saved = "\u0000";
    autosave.keepCopy();
    return;
  }
  const copy = autosave.copy.read();
  if (autosave.isDirty()) {
    // Words typed before this script was there are noted like any others; they replace no older copy.
    autosave.noteInput();
    if (copy && ![autosave.text, autosave.saved].includes(plain(copy.text))) {
      askWhichVersion(autosave, { text: plain(copy.text), revision: autosave.revision });
    }
    return;
  }
  const server = { text: field.defaultValue, revision: autosave.revision };
  const verdict = judgeCopy(copy, server);
  if (verdict === "forget") autosave.copy.forget();
  if (!copy || verdict === "nothing" || verdict === "forget") return;
  autosave.unanswered = copy.sent;
  if (verdict === "restore") {
    autosave.replace(copy.text);
    toast(field.dataset.textRestored ?? "");
  } else {
    field.value = copy.text;
    askWhichVersion(autosave, { text: plain(server.text), revision: server.revision });
  }
}

/**
 * @param {HTMLTextAreaElement} field
 * @param {HTMLFormElement} form
 * @param {Autosave} autosave
 */
function startKeys(field, form, autosave) {
  let submitAfterComposition = false;
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !autosave.composing) field.blur();
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key.toLowerCase() === "s") {
      event.preventDefault();
      void autosave.save();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    // The last syllable is still being put together: it belongs to the answer.
    if (autosave.composing || event.isComposing) submitAfterComposition = true;
    else form.requestSubmit();
  });
  field.addEventListener("compositionend", () => {
    if (!submitAfterComposition) return;
    submitAfterComposition = false;
    setTimeout(() => form.requestSubmit());
  });
  onKey("e", () => field.focus());
}

/** @param {HTMLTextAreaElement} field */
function startCount(field) {
  const count = find("#answer-count", HTMLElement);
  const limit = field.maxLength;
  if (!count || limit <= 0) return;
  field.addEventListener("input", () => {
    const left = limit - field.value.length;
    count.textContent = left < 2000 ? (field.dataset.textLong ?? "").replace("{n}", String(left)) : "";
  });
}

/**
 * @param {HTMLTextAreaElement} field
 * @param {import("./autosave.js").State} state
 * @param {string} message
 */
function showState(field, state, message) {
  const line = find("#save-state", HTMLElement);
  if (!line) return;
  const fixed = {
    "": "",
    saving: field.dataset.textSaving,
    saved: field.dataset.textSaved,
    offline: field.dataset.textOffline,
    kept: field.dataset.textKept,
    unkept: field.dataset.textUnkept,
    refused: "",
  }[state];
  const text = message && state !== "refused" ? `${message} ${fixed ?? ""}` : message || (fixed ?? "");
  line.classList.toggle("kept", !["", "saving", "saved"].includes(state));
  // «Saved» stays while the next words are typed: only news is announced.
  if (state !== "" && line.textContent !== text) line.textContent = text;
}

/**
 * @param {HTMLTextAreaElement} field
 * @param {string} message
 */
function showClosed(field, message) {
  const dialog = find("#closed", HTMLDialogElement);
  field.readOnly = true;
  if (!dialog || dialog.open) return;
  const words = find("#closed-message", HTMLElement, dialog);
  if (words) words.textContent = message;
  dialog.addEventListener("click", async (event) => {
    if (closest(event, "[data-reload]", HTMLElement)) reload();
    if (!closest(event, "[data-copy-answer]", HTMLElement)) return;
    await navigator.clipboard?.writeText(field.value).then(() => toastFixed("copied"), () => field.select());
  });
  dialog.showModal();
}

/** `j` and `k` go to the neighbouring questions. */
function startMap() {
  const links = [...document.querySelectorAll(".map a")];
  const here = links.findIndex((link) => link.getAttribute("aria-current"));
  const go = (/** @type {number} */ index) => {
    const link = links[index];
    if (link instanceof HTMLAnchorElement) link.click();
  };
  if (document.querySelector("mark[data-points], .feedback")) return;
  onKey("j", () => go(here + 1));
  onKey("k", () => here > 0 && go(here - 1));
}

/** Ask for the page anew; never by repeating a POST. */
function reload() {
  location.replace(roomUrl);
}
