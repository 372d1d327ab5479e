/** The room: ties the field, the clock, the other tabs and the ways out together. */
import { startKeys, startMap } from "./answer-keys.js";
import { showClosed, showState, startCount } from "./answer-state.js";
import { Autosave } from "./autosave.js";
import { saveAllBeside } from "./beside.js";
import { Clock } from "./clock.js";
import { askWhichVersion } from "./conflict.js";
import { csrfToken } from "./draft-request.js";
import { closest, find } from "./find.js";
import { startKeptCopies } from "./kept-copy.js";
import { startRecovery } from "./recovery.js";
import { joinTabs } from "./tabs.js";
import { toast, toastFixed } from "./toasts.js";

const field = find("#answer", HTMLTextAreaElement);
const form = find("#answer-form", HTMLFormElement);
const clockElement = find("#clock", HTMLElement);
const AGAIN_MS = 3000;
const roomUrl = document.body.dataset.roomUrl ?? location.pathname;

startKeptCopies();
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
  /** @type {Clock | null} */
  let clock = null;
  const autosave = new Autosave(field, {
    onState: (state, message) => showState(field, state, message),
    onConflict: (theirs) => askWhichVersion(autosave, theirs),
    onClosed: (message) => (clock?.over ? undefined : showClosed(field, message, reload)),
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
  // Last: on a page that opens after its deadline the clock is over at once, and hands in.
  if (clockElement) clock = new Clock(clockElement, () => void handIn());
  // On a phone the keyboard would cover the question before it is read; and whoever was quicker than this
  // script and writes somewhere else already stays there.
  const nobodyElsewhere = document.activeElement === document.body && !document.querySelector("dialog[open]");
  if (nobodyElsewhere && matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true });

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
    const beside = await saveAllBeside();
    const outcome = beside === "saved" ? await autosave.save() : beside;
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
    if (outcome === "kept" && autosave.reason) toast(autosave.reason, "error");
    else if (outcome === "kept") toastFixed("unreachable", "error");
    if (outcome !== "conflict") field.focus();
  }

  /** The time is up: the last words are saved within the grace, then the server says what follows. */
  async function handIn() {
    field.readOnly = true;
    toast(clockElement?.dataset.textOver ?? "");
    await Promise.all([autosave.save(), saveAllBeside()]);
    const wait = clock ? clock.deadline() + clock.grace + 800 - clock.now() : 0;
    // Already late when the page opened: do not ask again at once, and again, and again.
    setTimeout(reload, wait > 0 ? wait : 5000);
  }
}

/**
 * Ask for the page anew; never by repeating a POST, and not before somebody answers: the browser's own
 * error page would take the words out of sight.
 */
async function reload() {
  try {
    await fetch("/healthz", { cache: "no-store" });
    location.replace(roomUrl);
  } catch {
    setTimeout(reload, AGAIN_MS);
  }
}
