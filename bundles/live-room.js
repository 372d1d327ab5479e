/** The shared editor, bundled into static/vendor/live-room/: CodeMirror over a text of a Yjs document. */
import { defaultKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import * as Y from "yjs";

export { Doc, applyUpdate, decodeStateVector, encodeStateAsUpdate, encodeStateVector } from "yjs";

const PEERS = [0, 1, 2, 3, 4, 5];
const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", borderRadius: "inherit" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { minHeight: "12rem", maxHeight: "60vh", overflow: "auto", lineHeight: "1.7" },
  "&.cm-code": { fontSize: "var(--text-s)" },
  "&.cm-code .cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  "&.cm-words .cm-scroller": { fontFamily: "var(--font)" },
  ".cm-content": { caretColor: "var(--accent)", padding: ".75rem .25rem" },
  ".cm-cursor": { borderLeftColor: "var(--accent)" },
  ".cm-gutters": { color: "var(--ink-3)", backgroundColor: "var(--sunk)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 5%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-soft)" },
  ".cm-peer": { position: "relative", borderLeft: "2px solid currentColor", marginLeft: "-1px", marginRight: "-1px" },
  ".cm-peer-name": {
    position: "absolute", bottom: "100%", left: "-2px", padding: "0 .35em", fontSize: ".7rem", lineHeight: "1.4", fontFamily: "var(--font)",
    whiteSpace: "nowrap", borderRadius: ".25rem .25rem .25rem 0", backgroundColor: "currentColor", zIndex: "5", pointerEvents: "none",
  },
  ".cm-line:first-child .cm-peer-name": { bottom: "auto", top: "100%", borderRadius: "0 .25rem .25rem .25rem" },
  ".cm-peer-name span": { color: "var(--paper)" },
  ...Object.fromEntries(PEERS.flatMap((n) => [
    [`.cm-peer-${n}`, { color: `var(--peer-${n})` }],
    [`.cm-peer-range-${n}`, { backgroundColor: `color-mix(in srgb, var(--peer-${n}) 22%, transparent)` }],
  ])),
});
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--accent-strong)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--said)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--partly)" },
  { tag: tags.comment, color: "var(--ink-3)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName)], color: "var(--accent)" },
]);

/** @typedef {{socket: string, seat: number, name: string, anchor: any, head: any}} Peer */

/** A caret with its owner's name. Styles by class only: the page's policy refuses them in attributes. */
class Caret extends WidgetType {
  /** @param {Peer} peer */
  constructor(peer) {
    super();
    this.peer = peer;
  }
  /** @param {Caret} other */
  eq(other) {
    return other.peer.socket === this.peer.socket && other.peer.name === this.peer.name;
  }
  toDOM() {
    const caret = document.createElement("span");
    caret.className = `cm-peer cm-peer-${this.peer.seat % PEERS.length}`;
    caret.setAttribute("aria-hidden", "true");
    const name = caret.appendChild(document.createElement("span"));
    name.className = "cm-peer-name";
    name.appendChild(document.createElement("span")).textContent = this.peer.name;
    return caret;
  }
  ignoreEvent() {
    return true;
  }
}

/** @type {import("@codemirror/state").StateEffectType<Peer[]>} */
const peersChanged = StateEffect.define();

/** @param {Y.Text} text */
const carets = (text) =>
  ViewPlugin.fromClass(
    class {
      /** @type {Peer[]} */
      peers = [];
      decorations = Decoration.none;
      /** @param {import("@codemirror/view").ViewUpdate} update */
      update(update) {
        for (const transaction of update.transactions)
          for (const effect of transaction.effects) if (effect.is(peersChanged)) this.peers = effect.value;
        this.decorations = this.draw(update.state.doc.length);
      }
      /** @param {number} length */
      draw(length) {
        const ranges = [];
        for (const peer of this.peers) {
          const anchor = placeOf(peer.anchor, text, length);
          const head = placeOf(peer.head, text, length);
          if (anchor === null || head === null) continue;
          if (anchor !== head) {
            const range = Decoration.mark({ class: `cm-peer-range-${peer.seat % PEERS.length}` });
            ranges.push(range.range(Math.min(anchor, head), Math.max(anchor, head)));
          }
          ranges.push(Decoration.widget({ widget: new Caret(peer), side: head < anchor ? -1 : 1 }).range(head));
        }
        return Decoration.set(ranges, true);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );

/**
 * @param {any} relative
 * @param {Y.Text} text
 * @param {number} length
 * @returns {number | null}
 */
function placeOf(relative, text, length) {
  if (!relative || !text.doc) return null;
  try {
    const place = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(relative), text.doc);
    return place && place.type === text ? Math.min(place.index, length) : null;
  } catch {
    return null;
  }
}

/**
 * Open an editor on a shared text. Undo takes back this page's own changes only; it lives in a shadow
 * root, where its styles need no exception from the page's rules for styles.
 *
 * @param {Y.Text} text
 * @param {HTMLElement} host
 * @param {{label: string, code: boolean, readOnly: boolean, onCaret: (place: {anchor: any, head: any, typing: boolean} | null) => void, onRun: () => void}} options
 */
export function openShared(text, host, { label, code, readOnly, onCaret, onRun }) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const undoManager = new Y.UndoManager(text);
  const run = () => {
    onRun();
    return true;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text.toString(),
      extensions: [
        keymap.of([{ key: "Mod-Enter", run }, ...yUndoManagerKeymap, ...(code ? [indentWithTab] : []), ...defaultKeymap]),
        code ? [lineNumbers(), bracketMatching(), indentOnInput(), python(), indentUnit.of("    "), EditorState.tabSize.of(4)] : [],
        highlightActiveLine(),
        drawSelection(),
        EditorView.lineWrapping,
        EditorView.editorAttributes.of({ class: code ? "cm-code" : "cm-words" }),
        EditorView.contentAttributes.of({ "aria-label": label, "aria-multiline": "true", role: "textbox" }),
        syntaxHighlighting(colours),
        look,
        yCollab(text, null, { undoManager }),
        carets(text),
        readOnly ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : [],
        EditorView.updateListener.of((update) => {
          if (!update.selectionSet && !update.docChanged && !update.focusChanged) return;
          if (!view.hasFocus) return update.focusChanged ? onCaret(null) : undefined;
          const { anchor, head } = update.state.selection.main;
          const at = (/** @type {number} */ place) => Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, place));
          const typing = update.transactions.some((one) => one.isUserEvent("input") || one.isUserEvent("delete"));
          onCaret({ anchor: at(anchor), head: at(head), typing });
        }),
      ],
    }),
  });
  return {
    /** @param {Peer[]} peers */
    showPeers: (peers) => view.dispatch({ effects: peersChanged.of(peers) }),
    focus: () => view.focus(),
    destroy: () => {
      view.destroy();
      undoManager.destroy();
    },
  };
}
