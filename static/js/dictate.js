/** Dictation: record, have it written down, put it where the caret stands; it is edited like any text. */
import { csrfToken } from "./draft-request.js";
import { find } from "./find.js";
import { toast } from "./toasts.js";

const LONGEST_MS = 120_000;
const TIMEOUT_MS = 60_000;
const KINDS = ["audio/webm;codecs=opus", "audio/webm", "audio/mp4", "audio/ogg"];

const button = find("#dictate", HTMLButtonElement);
const field = find("#answer", HTMLTextAreaElement);
const state = find("#dictate-state", HTMLElement);
/** @type {MediaRecorder | null} */
let recorder = null;
let busy = false;

// The button is of use only where the browser can record, which needs a secure address.
if (button && field && "MediaRecorder" in window && navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", () => void toggle(button, field));
  addEventListener("pagehide", () => recorder?.stop());
}

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLTextAreaElement} field
 */
async function toggle(button, field) {
  if (recorder) return recorder.stop();
  if (busy || field.readOnly) return;
  busy = true;
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const pieces = await record(stream, button);
    say(button.dataset.textWriting);
    insert(field, await transcribe(pieces, button), button);
    say("");
  } catch (error) {
    say("");
    const words = error instanceof Refusal ? error.message : "";
    toast(words || (button.dataset.textFailed ?? ""), "error");
  } finally {
    busy = false;
    show(button, false);
  }
}

/**
 * @param {MediaStream} stream
 * @param {HTMLButtonElement} button
 * @returns {Promise<Blob>}
 */
function record(stream, button) {
  const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) ?? "";
  const own = new MediaRecorder(stream, mimeType ? { mimeType } : {});
  /** @type {Blob[]} */
  const pieces = [];
  recorder = own;
  const tooLong = setTimeout(() => own.state === "recording" && own.stop(), LONGEST_MS);
  return new Promise((resolve) => {
    own.addEventListener("dataavailable", (event) => pieces.push(event.data));
    own.addEventListener("stop", () => {
      clearTimeout(tooLong);
      recorder = null;
      show(button, false);
      for (const track of stream.getTracks()) track.stop();
      resolve(new Blob(pieces, { type: own.mimeType }));
    });
    own.start();
    show(button, true);
    say(button.dataset.textListening);
  });
}

class Refusal extends Error {}

/**
 * @param {Blob} recording
 * @param {HTMLButtonElement} button
 */
async function transcribe(recording, button) {
  const body = new FormData();
  body.append("recording", recording, "speech");
  body.append("language", button.dataset.language ?? "");
  const response = await fetch(button.dataset.url ?? "", {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
    body,
    credentials: "same-origin",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null);
  if (!response) throw new Refusal(button.dataset.textLost);
  const reply = await response.json().catch(() => ({}));
  if (response.status === 429) throw new Refusal(button.dataset.textOften);
  if (!response.ok) throw new Refusal(typeof reply.message === "string" ? reply.message : button.dataset.textLost);
  return String(reply.text ?? "");
}

/**
 * @param {HTMLTextAreaElement} field
 * @param {string} text
 * @param {HTMLButtonElement} button
 */
function insert(field, text, button) {
  if (!text) return toast(button.dataset.textNothing ?? "");
  // Handed in meanwhile: the words are shown, so that they are not lost.
  if (field.readOnly) return toast(text, "error");
  const before = field.value.slice(0, field.selectionStart);
  const gap = before && !/\s$/.test(before) ? " " : "";
  field.setRangeText(gap + text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

/**
 * @param {HTMLButtonElement} button
 * @param {boolean} listening
 */
function show(button, listening) {
  button.setAttribute("aria-pressed", String(listening));
  const label = find("span", HTMLElement, button);
  if (label) label.textContent = (listening ? button.dataset.textStop : button.dataset.textStart) ?? "";
}

/** @param {string | undefined} text */
function say(text) {
  if (state) state.textContent = text ?? "";
}
