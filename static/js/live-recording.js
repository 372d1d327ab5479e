/** A room's recording as it is read for the playback: what each change put where, and what happened when. */
import { fromText } from "./live-document.js";
import { isLong, isPaste } from "./live-timeline.js";

/**
 * @typedef {{at: number, seat: number, late: boolean, bytes: Uint8Array, inserted: number, field: string, from: number, to: number}} Change
 * @typedef {{at: number, label: string, kind: string}} Moment
 */

/**
 * Return the shared texts of a question: that of its answer or one for each stage, and its code.
 *
 * @param {any} question
 * @returns {string[]}
 */
export function fieldsOf(question) {
  const stages = Object.keys(question.stages);
  return [...(stages.length ? stages.map((stage) => fieldOf(question, stage)) : [fieldOf(question, "")]), `code:${question.id}`];
}

/**
 * @param {any} question
 * @param {string} stage
 * @returns {string}
 */
export function fieldOf(question, stage) {
  return stage ? `text:${question.id}:${stage}` : `text:${question.id}`;
}

/**
 * Apply everything once, and note how much each change put in and where.
 *
 * @param {any} yjs
 * @param {any} recording
 * @returns {{changes: Change[], whole: any}} and the document at the end
 */
export function measure(yjs, recording) {
  const doc = new yjs.Doc();
  /** @type {Change | null} */
  let current = null;
  /** What was taken out: put back by an undo or elsewhere it is nothing from outside. */
  /** @type {string[]} */
  const removed = [];
  for (const field of recording.questions.flatMap(fieldsOf)) {
    let text = "";
    doc.getText(field).observe((/** @type {any} */ event) => {
      if (!current) return;
      let at = 0;
      let before = 0;
      const old = text;
      text = event.target.toString();
      current.field = field;
      for (const part of event.delta) {
        if (part.retain) {
          at += part.retain;
          before += part.retain;
        } else if (part.delete) {
          removed.push(old.slice(before, before + part.delete));
          before += part.delete;
        } else if (part.insert) {
          const known = isLong(part.insert.length) && removed.some((piece) => piece.includes(part.insert));
          if (!known) current.inserted += part.insert.length;
          current.from = at;
          at += part.insert.length;
          current.to = at;
        }
      }
    });
  }
  const changes = recording.updates.map((/** @type {any} */ update) => {
    current = { at: update.at, seat: update.seat, late: update.late, bytes: fromText(update.data), inserted: 0, field: "", from: 0, to: 0 };
    yjs.applyUpdate(doc, current.bytes);
    return current;
  });
  return { changes, whole: doc };
}

/**
 * @param {any} recording
 * @param {Change[]} changes
 * @param {DOMStringMap} texts
 * @returns {Moment[]}
 */
export function momentsOf(recording, changes, texts) {
  const names = new Map(recording.people.map((/** @type {any} */ one) => [one.number, one.name]));
  const questions = new Map(recording.questions.map((/** @type {any} */ one) => [one.id, one]));
  const told = {
    hint: (/** @type {any} */ event) => event.amount,
    pushed: (/** @type {any} */ event) => questions.get(event.question)?.title,
    stage: (/** @type {any} */ event) => Object.values(questions.get(event.question)?.stages ?? {})[event.amount - 1],
  };
  const found = [
    ...recording.events.map((/** @type {any} */ event) => ({
      at: event.at,
      kind: event.kind,
      label: [event.label, told[/** @type {keyof typeof told} */ (event.kind)]?.(event), event.seat >= 0 ? names.get(event.seat) : ""].filter(Boolean).join(" · "),
    })),
    ...recording.ticks.map((/** @type {any} */ tick) => ({ at: tick.at, kind: "tick", label: [texts.textTick, tick.state, tick.point, tick.words].filter(Boolean).join(" · ") })),
    ...recording.markers.map((/** @type {any} */ marker) => ({ at: marker.at, kind: "marker", label: [texts.textMarker, marker.text].filter(Boolean).join(" · ") })),
    ...recording.messages.map((/** @type {any} */ message) => ({ at: message.at, kind: "message", label: `${texts.textMessage} · ${names.get(message.seat) ?? ""}: ${message.text}` })),
    ...changes
      .filter((change) => isPaste(change.inserted, change.late))
      .map((change) => ({ at: change.at, kind: "paste", label: `${(texts.textPaste ?? "").replace("{n}", String(change.inserted))} · ${names.get(change.seat) ?? ""}` })),
  ];
  return found.sort((a, b) => a.at - b.at);
}
