/**
 * The countdown. The server's deadlines are the truth; the browser's clock is only used for how much
 * time has passed, corrected by its distance from the server's.
 */
import { faceOf, warningBetween } from "./clock-face.js";
import { find } from "./find.js";
import { read, write } from "./memory.js";
import { onKey } from "./shortcuts.js";
import { toast } from "./toasts.js";

const TICK_MS = 250;

export class Clock {
  /**
   * @param {HTMLElement} element
   * @param {() => void} onOver called once when the time is up
   */
  constructor(element, onOver) {
    this.element = element;
    this.onOver = onOver;
    this.over = false;
    this.grace = Number(element.dataset.grace);
    this.total = Number(element.dataset.total);
    this.question = moment(element.dataset.questionDeadline);
    this.session = moment(element.dataset.sessionDeadline);
    this.offset = Number(element.dataset.now) - receivedAt();
    this.seen = Number.POSITIVE_INFINITY;
    this.lastTick = { wall: Date.now(), steady: performance.now() };
    if (this.question === null) {
      this.draw(Number(element.dataset.remaining), null);
    } else {
      // A warning is for a moment that passes while the page is open, not for what passed before.
      this.seen = this.left();
      this.tick();
      this.timer = setInterval(() => this.tick(), TICK_MS);
      document.addEventListener("visibilitychange", () => this.wake());
    }
    this.startHiding();
    if (fromCache()) void this.ask();
  }

  /** Milliseconds since 1970 by the server's clock. */
  now() {
    return Date.now() + this.offset;
  }

  /** The deadline that comes first. */
  deadline() {
    return Math.min(this.question ?? Infinity, this.session ?? Infinity);
  }

  left() {
    return (this.deadline() - this.now()) / 1000;
  }

  /**
   * Learn from a reply of the server. Its time was taken somewhere between sending and hearing.
   *
   * @param {import("./draft-request.js").ServerTimes} times
   * @param {number} sentAt
   * @param {number} heardAt
   */
  learn(times, sentAt, heardAt) {
    if (Number.isFinite(times.now_ms)) this.offset = times.now_ms - (sentAt + heardAt) / 2;
    if (times.question_deadline_ms) this.question = times.question_deadline_ms;
    if (times.session_deadline_ms) this.session = times.session_deadline_ms;
    if (this.question !== null) this.tick();
  }

  tick() {
    this.notice();
    const left = this.left();
    this.draw((/** @type {number} */ (this.question) - this.now()) / 1000, this.session);
    const warning = warningBetween(this.seen, left);
    if (warning !== null) this.warn(warning);
    this.seen = left;
    if (left > 0 || this.over) return;
    this.over = true;
    clearInterval(this.timer);
    this.say("#clock-assertive", this.element.dataset.textOver ?? "");
    this.onOver();
  }

  /** The wall clock was set, or the machine slept: ask the server what time it is. */
  notice() {
    const here = { wall: Date.now(), steady: performance.now() };
    const drift = here.wall - this.lastTick.wall - (here.steady - this.lastTick.steady);
    this.lastTick = here;
    if (Math.abs(drift) > 2000) void this.ask();
  }

  wake() {
    if (document.visibilityState !== "visible" || this.over) return;
    this.tick();
    void this.ask();
  }

  /** The Date header has whole seconds, so it only corrects what is wrong by more. */
  async ask() {
    const sentAt = Date.now();
    try {
      const response = await fetch("/healthz", { cache: "no-store" });
      const server = Date.parse(response.headers.get("Date") ?? "") + 500;
      const offset = server - (sentAt + Date.now()) / 2;
      if (Number.isFinite(offset) && Math.abs(offset - this.offset) > 1500) this.offset = offset;
    } catch {
      // Offline: the next save that gets through corrects the clock.
    }
  }

  /**
   * @param {number} seconds
   * @param {number | null} session
   */
  draw(seconds, session) {
    const question = find(".question-time", HTMLElement, this.element);
    const whole = find(".session-time", HTMLElement, this.element);
    const burn = find("#clock-burn", HTMLProgressElement, this.element);
    if (question) question.textContent = faceOf(seconds);
    if (whole) whole.textContent = session === null ? "" : faceOf((session - this.now()) / 1000);
    if (burn) burn.value = Math.max(0, Math.min(this.total, seconds));
    this.element.classList.toggle("late", seconds <= 60);
  }

  /** @param {number} seconds */
  warn(seconds) {
    const { textMinutes = "", textMinute = "", textSeconds = "" } = this.element.dataset;
    const text =
      seconds > 60 ? textMinutes.replace("{n}", String(seconds / 60)) : seconds === 60 ? textMinute : textSeconds.replace("{n}", String(seconds));
    // Whoever hid the clock still sees the warning; it is announced once either way.
    if (this.element.classList.contains("hidden-face")) toast(text);
    else this.say("#clock-polite", text);
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  say(selector, text) {
    const region = find(selector, HTMLElement);
    if (region) region.textContent = text;
  }

  startHiding() {
    const button = find("#clock-toggle", HTMLButtonElement, this.element);
    if (!button) return;
    const show = (/** @type {boolean} */ hidden) => {
      const label = (hidden ? this.element.dataset.textShow : this.element.dataset.textHide) ?? "";
      this.element.classList.toggle("hidden-face", hidden);
      button.setAttribute("aria-pressed", String(hidden));
      button.setAttribute("aria-label", label);
      button.title = label;
    };
    const toggle = () => {
      const hidden = button.getAttribute("aria-pressed") !== "true";
      write("clock", hidden ? "hidden" : "shown");
      show(hidden);
    };
    button.hidden = false;
    show(read("clock") === "hidden");
    button.addEventListener("click", toggle);
    onKey("t", toggle);
  }
}

/** @param {string | undefined} value */
function moment(value) {
  return value ? Number(value) : null;
}

/** When the page began to arrive, by this browser's clock: nearer to the server's «now» than this line. */
function receivedAt() {
  const [entry] = performance.getEntriesByType("navigation");
  if (!(entry instanceof PerformanceNavigationTiming) || !entry.responseStart) return Date.now();
  return Date.now() - (performance.now() - entry.responseStart);
}

/** A page out of the cache carries an old «now». */
function fromCache() {
  const [entry] = performance.getEntriesByType("navigation");
  return entry instanceof PerformanceNavigationTiming && (entry.type === "back_forward" || entry.transferSize === 0);
}
