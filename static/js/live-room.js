/** A live room's page, on either side of the table: document, carets, clocks, news, the call. */
import { openSharedBoard } from "./live-board.js";
import { startCall } from "./live-call.js";
import { learnTime, startClocks } from "./live-clock.js";
import { SharedDocument } from "./live-document.js";
import { Wire } from "./live-wire.js";
import { closest, find } from "./find.js";
import { tell } from "./news.js";
import { joinTabs } from "./tabs.js";
import { toast } from "./toasts.js";

const CARET_MS = 60;
const TYPING_MS = 2500;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
const PARTS = ["stage", "chat", "people", "run", "plan", "card"];
const body = document.body;
const words = find("#live-words", HTMLElement)?.dataset ?? {};

/** @typedef {{socket: string, seat: number, name: string, field: string, anchor: any, head: any, typing: boolean, at: number}} Peer */
/** @type {Map<string, Peer>} */
const peers = new Map();
/** @type {Map<string, any>} */
const editors = new Map();
/** @type {SharedDocument | null} */
let shared = null;
/** @type {ReturnType<typeof startCall> | null} */
let call = null;
/** The key by which the others know this page. */
let own = "";
/** @type {{field: string, section: HTMLElement, opened: Promise<any>} | null} */
let board = null;
let version = Number(body.dataset.version ?? 0);
/** @type {any} */
let yjs = null;

const wire = new Wire(body.dataset.socket ?? "", {
  onOpen: () => {
    shared?.open();
    refresh(...PARTS);
  },
  onFrame: hear,
  onBytes: (kind, data) => shared?.hear(kind, data),
  onLost: () => {
    peers.clear();
    showPeers();
    shared?.lost();
    call?.lost();
    showLine(false);
  },
  onRefused: (code) => {
    if (code === 4403 || code === 4404) location.reload();
  },
  beat: () => ({ stored: shared?.stored ?? 0, version }),
});

/** @param {import("./live-wire.js").Frame} frame */
function hear(frame) {
  shared?.hearFrame(frame);
  switch (frame.event) {
    case "hello":
      showLine(true);
      own = frame.socket;
      call?.joined();
      wire.beat();
      break;
    case "pong":
      learnTime(frame.now_ms);
      if (frame.version !== version) {
        version = frame.version;
        refresh(...PARTS);
      }
      break;
    case "changed":
      if (frame.what === "end") location.reload();
      else refresh(frame.what);
      break;
    case "caret":
      peers.set(frame.socket, /** @type {any} */ ({ ...frame, at: Date.now() }));
      showPeers();
      break;
    case "gone":
      peers.delete(frame.socket);
      call?.gone(frame.socket);
      showPeers();
      break;
    case "signal":
      void call?.hear(/** @type {any} */ (frame));
      break;
    case "closed":
      refresh("stage");
      break;
  }
}

/** @param {string[]} parts */
function refresh(...parts) {
  for (const part of parts) tell(`live:${part}`);
}

/** @param {boolean} up */
function showLine(up) {
  const line = find("#live-line", HTMLElement);
  if (line) line.hidden = up;
  const state = up ? "up" : "down";
  if (body.dataset.line === state) return;
  body.dataset.line = state;
  tell("live:line");
}

function showPeers() {
  for (const [field, editor] of editors) editor.showPeers([...peers.values()].filter((peer) => peer.field === field && peer.anchor));
  const typists = [...new Set([...peers.values()].filter((peer) => peer.typing && Date.now() - peer.at < TYPING_MS).map((peer) => peer.name))];
  const region = find("#live-typing", HTMLElement);
  if (region) region.textContent = typists.length ? (words.textTyping ?? "").replace("{n}", typists.join(", ")) : "";
}
setInterval(showPeers, 1000);

/** @type {number | undefined} */
let caretTimer;
/** @type {any} */
let caret = null;

/**
 * @param {string} field
 * @param {{anchor: any, head: any, typing: boolean} | null} place
 */
function tellCaret(field, place) {
  const typing = Boolean(place?.typing || (caretTimer && caret?.typing));
  caret = { kind: "caret", field: place ? field : "", anchor: place?.anchor ?? null, head: place?.head ?? null, typing };
  caretTimer ??= setTimeout(() => {
    caretTimer = undefined;
    wire.send(caret);
  }, CARET_MS);
}

/**
 * Put editors on the fields that the stage names; those of another question are closed. They stand beside
 * the stage, not in it: it is fetched anew while somebody writes.
 */
function openEditors() {
  const stage = find("#stage", HTMLElement);
  const place = find("#editors", HTMLElement);
  if (!shared || !stage || !place) return;
  const wanted = [stage.dataset.code ?? "", stage.dataset.text ?? ""].filter(Boolean);
  let wrote = false;
  for (const [field, editor] of editors) {
    if (wanted.includes(field)) continue;
    wrote ||= document.activeElement === editor.host;
    editor.destroy();
    editor.host.remove();
    editors.delete(field);
  }
  for (const field of wanted) {
    if (editors.has(field)) continue;
    const code = field.startsWith("code:");
    const host = document.createElement("div");
    host.className = `editor ${code ? "for-code" : "for-text"}`;
    host.dataset.field = field;
    place.append(host);
    const editor = yjs.openShared(shared.doc.getText(field), host, {
      label: (code ? place.dataset.labelCode : place.dataset.labelText) ?? "",
      code,
      readOnly: body.dataset.writes !== "true",
      onCaret: (/** @type {any} */ where) => tellCaret(field, where),
      onRun: () => find("#live-run-button", HTMLButtonElement)?.click(),
    });
    editors.set(field, { ...editor, host });
    // who was writing when the next question came goes on writing, there
    if (wrote && !code) editor.focus();
    shared.ask(); // a new question may come with code to begin with
  }
  openBoard(stage.dataset.board ?? "");
  showPeers();
}

/** @param {string} field */
function openBoard(field) {
  if (board?.field === field || (!board && !field)) return;
  board?.section.remove();
  void board?.opened.then((/** @type {any} */ open) => open.destroy());
  board = null;
  const template = find("#board-template", HTMLTemplateElement);
  const section = template?.content.firstElementChild?.cloneNode(true);
  if (!field || !shared || !(section instanceof HTMLElement)) return;
  find("#editors", HTMLElement)?.before(section);
  const host = find(".board-host", HTMLElement, section);
  if (!host) return;
  const options = { bundle: host.dataset.bundle ?? "", writes: body.dataset.writes === "true", missing: host.dataset.textMissing ?? "" };
  section.classList.toggle("read-only", !options.writes);
  board = { field, section, opened: openSharedBoard(shared.doc, field, host, options) };
  shared.ask();
}

/** @param {import("./live-document.js").SaveState} state */
function showState(state) {
  const region = find("#live-state", HTMLElement);
  const text = { saved: words.textSaved, saving: words.textSaving, offline: words.textOffline, closed: words.textClosed, full: words.textFull, unkept: words.textUnkept }[state];
  if (region && region.textContent !== text) region.textContent = text ?? "";
}

/** The editor's package; where the line is away just then it is asked for until it comes. */
async function loadEditor() {
  const address = body.dataset.bundle ?? "";
  for (let tries = 0; ; tries += 1) {
    try {
      // a browser may remember that an address failed
      return await import(tries ? `${address}?again=${tries}` : address);
    } catch {
      showState("offline");
      await new Promise((resolve) => setTimeout(resolve, Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS)));
    }
  }
}

async function start() {
  startClocks();
  if (body.dataset.state !== "live") return;
  yjs = await loadEditor();
  shared = new SharedDocument(yjs, wire, `live/${body.dataset.room}/${body.dataset.seat}`, showState);
  if (wire.open) shared.open();
  openEditors();
  call = startCall(wire, () => own);
  joinTabs(`live/${body.dataset.room}/${body.dataset.seat}`, (news) => news.kind === "here" && toast(words.textOtherTab ?? ""));
}

document.addEventListener("htmx:afterSwap", () => {
  const stage = find("#stage", HTMLElement);
  const { state, when = body.dataset.when } = stage?.dataset ?? {};
  if (stage && (state !== body.dataset.state || when !== body.dataset.when)) location.reload();
  if (stage?.dataset.now) learnTime(Number(stage.dataset.now));
  announce(stage?.dataset.announce ?? "");
  openEditors();
  scrollChat();
});
document.addEventListener("live:said", (event) => toast(event instanceof CustomEvent ? event.detail.message : "", "error"));

/** What is run or ended is what was written: wait until the server has it. */
document.addEventListener(
  "htmx:confirm",
  (event) => {
    const element = event.target instanceof Element ? event.target : null;
    if (!(event instanceof CustomEvent) || !element?.closest("[data-settle]") || !shared?.dirty) return;
    event.preventDefault();
    void shared.settled().then(() => event.detail.issueRequest(true));
  },
);

/** Enter sends a message, except while a syllable is being composed. */
document.addEventListener("keydown", (event) => {
  const field = closest(event, "#chat-text", HTMLTextAreaElement);
  if (!field || event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  field.form?.requestSubmit();
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target instanceof HTMLFormElement && event.target.id === "chat-form" ? event.target : null;
  if (form && event instanceof CustomEvent && event.detail.successful) form.reset();
});

/** What is on the table is said once to those who do not see it change. */
let announced = find("#stage", HTMLElement)?.dataset.announce ?? "";

/** @param {string} text */
function announce(text) {
  const region = find("#live-polite", HTMLElement);
  if (text !== announced && region) region.textContent = text;
  announced = text;
}

function scrollChat() {
  const list = find("#chat-list", HTMLElement);
  if (list) list.scrollTop = list.scrollHeight;
}

scrollChat();
void start();
