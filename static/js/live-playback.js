/** Playback: the document is built again, change by change, up to the moment one looks at. */
import { faceOf } from "./clock-face.js";
import { find } from "./find.js";
import { PlayedBoard, onTable, showTexts } from "./live-played.js";
import { measure, momentsOf } from "./live-recording.js";
import { isPaste, lengthOf, playedOf, realOf, stretchesOf } from "./live-timeline.js";

const SVG = "http://www.w3.org/2000/svg";
const TRACK = 10;
const page = find("#playback", HTMLElement);
const texts = page?.dataset ?? {};

/** @param {HTMLElement} page */
async function start(page) {
  const [yjs, recording] = await Promise.all([
    import(page.dataset.bundle ?? ""),
    fetch(page.dataset.url ?? "", { headers: { Accept: "application/json" } }).then((response) => response.json()),
  ]);
  const { changes, whole } = measure(yjs, recording);
  new Player(yjs, recording, changes, whole).open();
  const state = find("#playback-state", HTMLElement);
  if (state) state.hidden = true;
}

class Player {
  /**
   * @param {any} yjs
   * @param {any} recording
   * @param {import("./live-recording.js").Change[]} changes
   * @param {any} whole the document at the end
   */
  constructor(yjs, recording, changes, whole) {
    this.yjs = yjs;
    this.recording = recording;
    this.changes = changes;
    this.start = recording.started;
    // who leaves when all is over is nothing to look at
    this.moments = momentsOf(recording, changes, texts).filter((moment) => moment.kind !== "left" || moment.at < recording.ended);
    this.end = Math.max(recording.ended, this.start, ...changes.map((change) => change.at));
    this.played = 0;
    this.playing = false;
    this.applied = 0;
    this.doc = new yjs.Doc();
    this.whole = whole;
    this.board = new PlayedBoard(texts.whiteboard);
    this.last = 0;
    /** @type {import("./live-timeline.js").Stretch[]} */
    this.stretches = [];
    this.length = 1;
    this.cut();
  }

  cut() {
    const skip = find("#skip", HTMLInputElement)?.checked ?? true;
    const times = [...this.changes.map((change) => change.at), ...this.moments.map((moment) => moment.at)].sort((a, b) => a - b);
    this.stretches = stretchesOf(times, this.start, this.end, skip);
    this.length = Math.max(1, lengthOf(this.stretches));
  }

  open() {
    const player = find("#player", HTMLElement);
    if (player) player.hidden = false;
    this.drawTracks();
    this.listMoments();
    find("#play-button", HTMLButtonElement)?.addEventListener("click", () => this.toggle());
    const scrub = find("#scrub", HTMLInputElement);
    scrub?.addEventListener("input", () => {
      this.played = (Number(scrub.value) / 1000) * this.length;
      this.show();
    });
    find("#skip", HTMLInputElement)?.addEventListener("change", () => {
      const real = realOf(this.stretches, this.played);
      this.cut();
      this.played = playedOf(this.stretches, real);
      this.drawTracks();
      this.show();
    });
    this.show();
  }

  toggle() {
    this.playing = !this.playing;
    if (this.playing && this.played >= this.length) this.played = 0;
    this.last = performance.now();
    this.label();
    if (this.playing) requestAnimationFrame(() => this.step());
  }

  label() {
    const button = find("#play-button", HTMLButtonElement);
    if (button) button.textContent = (this.playing ? texts.textPause : texts.textPlay) ?? "";
    button?.setAttribute("aria-pressed", String(this.playing));
  }

  step() {
    if (!this.playing) return;
    const now = performance.now();
    const speed = Number(find("#speed", HTMLSelectElement)?.value ?? 1);
    this.played = Math.min(this.length, this.played + (now - this.last) * speed);
    this.last = now;
    this.show();
    if (this.played >= this.length) {
      this.playing = false;
      this.label();
    } else requestAnimationFrame(() => this.step());
  }

  /** @param {number} real */
  jump(real) {
    this.played = playedOf(this.stretches, real);
    this.show();
  }

  show() {
    const real = realOf(this.stretches, this.played);
    let until = this.changes.findIndex((change) => change.at > real);
    if (until < 0) until = this.changes.length;
    if (until < this.applied) {
      this.doc = new this.yjs.Doc();
      this.applied = 0;
    }
    for (; this.applied < until; this.applied += 1) this.yjs.applyUpdate(this.doc, this.changes[this.applied].bytes);
    const here = onTable(this.recording, real);
    showTexts(this.doc, here, this.changes[until - 1] ?? null);
    this.board.show(this.doc, here.question?.board ?? "", this.whole);
    const time = find("#play-time", HTMLTimeElement);
    if (time) time.textContent = `${faceOf((real - this.start) / 1000)} / ${faceOf((this.end - this.start) / 1000)}`;
    const scrub = find("#scrub", HTMLInputElement);
    if (scrub && document.activeElement !== scrub) scrub.value = String((1000 * this.played) / this.length);
    if (scrub) scrub.setAttribute("aria-valuetext", faceOf((real - this.start) / 1000));
    const buttons = [...document.querySelectorAll("#moments button")];
    buttons.forEach((button, n) => button.classList.toggle("past", this.moments[n].at <= real));
    find("#tracks-here", SVGLineElement)?.setAttribute("x1", String((1000 * this.played) / this.length));
    find("#tracks-here", SVGLineElement)?.setAttribute("x2", String((1000 * this.played) / this.length));
  }

  drawTracks() {
    const svg = find("#tracks", SVGSVGElement);
    if (!svg) return;
    const people = this.recording.people.filter((/** @type {any} */ one) => this.changes.some((change) => change.seat === one.number));
    svg.setAttribute("viewBox", `0 0 1000 ${(people.length + 1) * TRACK}`);
    svg.replaceChildren();
    const x = (/** @type {number} */ at) => (1000 * playedOf(this.stretches, at)) / this.length;
    const line = (/** @type {string} */ name, /** @type {number} */ at, /** @type {number} */ row) => {
      const mark = document.createElementNS(SVG, "line");
      mark.setAttribute("class", name);
      for (const end of ["x1", "x2"]) mark.setAttribute(end, String(x(at)));
      mark.setAttribute("y1", String(row * TRACK + 1));
      mark.setAttribute("y2", String(row * TRACK + TRACK - 1));
      svg.append(mark);
    };
    people.forEach((/** @type {any} */ one, /** @type {number} */ row) => {
      for (const change of this.changes) if (change.seat === one.number) line(`peer-${one.number % 6}${isPaste(change.inserted, change.late) ? " paste" : ""}`, change.at, row);
    });
    for (const moment of this.moments) line(`moment ${moment.kind}`, moment.at, people.length);
    const here = document.createElementNS(SVG, "line");
    here.id = "tracks-here";
    here.setAttribute("class", "here");
    here.setAttribute("y1", "0");
    here.setAttribute("y2", String((people.length + 1) * TRACK));
    svg.append(here);
    const names = find("#track-names", HTMLUListElement);
    names?.replaceChildren(
      ...people.map((/** @type {any} */ one) => {
        const item = document.createElement("li");
        item.className = `person peer-${one.number % 6}`;
        item.append(Object.assign(document.createElement("span"), { className: "dot" }), one.name);
        return item;
      }),
    );
  }

  listMoments() {
    find("#moments", HTMLOListElement)?.replaceChildren(
      ...this.moments.map((moment) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "moment-button";
        button.dataset.kind = moment.kind;
        const time = Object.assign(document.createElement("time"), { className: "number", textContent: faceOf((moment.at - this.start) / 1000) });
        button.append(time, ` ${moment.label}`);
        button.addEventListener("click", () => this.jump(moment.at));
        item.append(button);
        return item;
      }),
    );
  }
}

if (page) {
  start(page).catch(() => {
    const state = find("#playback-state", HTMLElement);
    if (state) state.textContent = texts.textFailed ?? "";
  });
}
