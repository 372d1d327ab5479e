/** The code editor, bundled into static/vendor/code-editor/: CodeMirror over a textarea, which stays the truth. */
import { indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";

// Colours are the page's own, so that light and dark follow it.
const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "var(--text-s)", borderRadius: "inherit" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", minHeight: "16rem", maxHeight: "70vh", overflow: "auto" },
  ".cm-content": { caretColor: "var(--accent)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)" },
  ".cm-gutters": { color: "var(--ink-3)", backgroundColor: "var(--sunk)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-soft)",
  },
  ".cm-panels": { color: "var(--ink)", backgroundColor: "var(--sunk)" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--surface)", border: "1px solid var(--line)" },
});
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--accent-strong)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--said)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--partly)" },
  { tag: tags.comment, color: "var(--ink-3)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName)], color: "var(--accent)" },
]);

/**
 * Put an editor in the textarea's place; what is typed goes into the textarea, with an input event.
 *
 * Tab indents; Escape, then Tab, leaves the editor. It lives in a shadow root, where its styles need
 * no exception from the page's rules for styles.
 *
 * @param {HTMLTextAreaElement} field
 * @param {HTMLElement} host
 * @param {{label: string, onRun: () => void}} options
 * @returns {import("../static/js/code-mode.js").Editor}
 */
export function openEditor(field, host, { label, onRun }) {
  const root = host.attachShadow({ mode: "open" });
  const run = {
    key: "Mod-Enter",
    run: () => {
      onRun();
      return true;
    },
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        keymap.of([run, indentWithTab]),
        basicSetup,
        python(),
        indentUnit.of("    "),
        EditorState.tabSize.of(4),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, id: "code-editor" }),
        syntaxHighlighting(colours),
        look,
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          const text = update.state.doc.toString();
          if (field.value === text) return;
          field.value = text;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }),
      ],
    }),
  });
  return {
    show(text) {
      if (view.state.doc.toString() === text) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    focus: () => view.focus(),
    selection() {
      const { from, to, anchor } = view.state.selection.main;
      return { start: from, end: to, backward: anchor > from };
    },
    select({ start, end, backward }) {
      const most = view.state.doc.length;
      const [from, to] = [Math.min(start, most), Math.min(end, most)];
      view.dispatch({ selection: backward ? { anchor: to, head: from } : { anchor: from, head: to }, scrollIntoView: true });
    },
  };
}
