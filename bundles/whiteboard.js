/** The whiteboard, bundled into static/vendor/whiteboard/: Excalidraw, without what leads out of the page. */
import { Excalidraw, MainMenu, convertToExcalidrawElements, getSceneVersion, restoreElements } from "@excalidraw/excalidraw";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

// Drawn plainly and lettered legibly; Nunito is the family that korean.css completes with Hangul.
const LOOK = { currentItemRoughness: 0, currentItemFontFamily: 6, currentItemFontSize: 16, viewBackgroundColor: "transparent" };
const TEXT = { fontFamily: 6, fontSize: 16 };
const CANVAS_ACTIONS = {
  changeViewBackgroundColor: false,
  export: false,
  loadScene: false,
  saveToActiveFile: false,
  saveAsImage: false,
  toggleTheme: false,
};
const BOX = { width: 160, height: 64, across: 240, down: 120, columns: 3 };
const AWAY = /^[-\u2212\u2013]\s+(?<what>.+)$/u;
const ARROW = /^(?<from>.+?)\s*(?:->|→|⇒)\s*(?<to>[^:]+?)\s*(?::\s*(?<label>.+))?$/u;

/** @typedef {Record<string, any>} Element */

/**
 * Put a whiteboard into the host; every change of what is drawn is told, never one of the view.
 *
 * @param {HTMLElement} host
 * @param {{elements: readonly Element[], language: string, theme: "light" | "dark", readOnly?: boolean, onChange: () => void, onReady?: () => void}} options
 */
export function openBoard(host, { elements, language, theme, readOnly = false, onChange, onReady }) {
  /** @type {any} */
  let api = null;
  let drawn = -1;
  // Until it has taken in what it begins with, Excalidraw holds nothing and forgets what it is given:
  // an empty scene must not be saved over a full one, and what is to be drawn waits.
  let ready = false;
  let beginning = elements;
  /** @type {(() => void)[]} */
  const waiting = [];
  const whenReady = (/** @type {() => void} */ act) => {
    if (ready) act();
    else waiting.push(act);
  };
  const root = createRoot(host);
  // The package gives this button a picture only, and makes it anew when the board changes its width.
  new MutationObserver(() => {
    host.querySelector(".main-menu-trigger:not([aria-label])")?.setAttribute("aria-label", language === "ko" ? "메뉴" : "Menu");
  }).observe(host, { childList: true, subtree: true });
  const initialData = { elements: restore(elements), appState: LOOK, scrollToContent: true };
  const render = (/** @type {"light" | "dark"} */ look) =>
    root.render(
      createElement(
        Excalidraw,
        {
          initialData,
          langCode: language === "ko" ? "ko-KR" : "en",
          theme: look,
          UIOptions: { canvasActions: CANVAS_ACTIONS, tools: { image: false }, welcomeScreen: false },
          handleKeyboardGlobally: false,
          autoFocus: false,
          viewModeEnabled: readOnly,
          detectScroll: true,
          excalidrawAPI: (/** @type {any} */ given) => {
            api = given;
            // the package names the page's language anew, in a spelling of its own
            document.documentElement.lang = language;
            if (onReady) setTimeout(onReady);
          },
          onChange: (/** @type {readonly any[]} */ now) => {
            // never called while it is still loading
            if (!ready && api) {
              ready = true;
              queueMicrotask(() => waiting.splice(0).forEach((act) => act()));
            }
            const version = getSceneVersion(now);
            if (version === drawn) return;
            drawn = version;
            onChange();
          },
        },
        createElement(MainMenu, null, createElement(MainMenu.DefaultItems.ClearCanvas, null)),
      ),
    );
  render(theme);
  return {
    render,
    /** @returns {readonly Element[]} */
    elements: () => (ready ? api.getSceneElements() : beginning),
    /** @param {readonly Element[]} others */
    show(others) {
      beginning = others;
      whenReady(() => {
        drawn = -1;
        api.updateScene({ elements: restore(others), captureUpdate: "NEVER" });
      });
    },
    fit: () => api?.scrollToContent(undefined, { fitToContent: true, animate: false }),
    close: () => root.unmount(),
    /**
     * Draw what a line says: a component, or an arrow between two; those that stand there are taken.
     * A line that begins with a dash takes away what it names.
     *
     * @param {string} line
     * @param {() => void} [onMissing] called when there is nothing of that name to take away
     */
    add(line, onMissing) {
      whenReady(() => {
        const scene = api.getSceneElements();
        const away = AWAY.exec(line.trim())?.groups?.what;
        if (away !== undefined) {
          const gone = goneWith(away.trim(), scene);
          if (gone.size) api.updateScene({ elements: scene.map((/** @type {Element} */ one) => (gone.has(one.id) ? erased(one) : one)), captureUpdate: "IMMEDIATELY" });
          else onMissing?.();
          return;
        }
        const added = drawLine(line, scene);
        api.updateScene({ elements: [...scene, ...added], captureUpdate: "IMMEDIATELY" });
        const center = () => api.scrollToContent(undefined, { fitToViewport: false, animate: false });
        center();
        // and once more when it has been drawn: a board that was still being laid out knew no middle yet
        requestAnimationFrame(() => setTimeout(center));
      });
    },
  };
}

/** @param {readonly Element[]} elements */
export function restore(elements) {
  return restoreElements(elements, null, { repairBindings: true });
}

/**
 * @param {string} line
 * @param {readonly Element[]} scene
 * @returns {readonly Element[]}
 */
function drawLine(line, scene) {
  const parts = ARROW.exec(line.trim())?.groups;
  /** @type {Element[]} */
  const made = [];
  const place = (/** @type {string} */ name) => {
    const known = scene.find((one) => one.type === "text" && one.containerId && one.originalText.trim() === name);
    const box = known && scene.find((one) => one.id === known.containerId && one.type !== "arrow");
    if (box) return box;
    const before = made.find((one) => one.label?.text === name);
    if (before) return before;
    const count = scene.filter((one) => one.type === "rectangle").length + made.length;
    const lowest = Math.max(0, ...scene.map((one) => one.y + one.height - BOX.height));
    const x = (count % BOX.columns) * BOX.across;
    const y = Math.max(Math.floor(count / BOX.columns) * BOX.down, count % BOX.columns === 0 && count ? lowest + BOX.down : 0);
    const element = { type: "rectangle", id: crypto.randomUUID(), x, y, width: BOX.width, height: BOX.height, roundness: { type: 3 }, roughness: 0, label: { text: name, ...TEXT } };
    made.push(element);
    return element;
  };
  if (!parts) {
    place(line.trim());
    return convert(made);
  }
  const from = place((parts.from ?? "").trim());
  const to = place((parts.to ?? "").trim());
  const fresh = convert(made);
  return [...fresh, ...convert([arrowBetween(from, to, parts.label)]).map((one) => tie(one, from.id, to.id))];
}

/**
 * What goes when a component or an arrow is taken away: its letters too, and the arrows that are tied to it.
 *
 * @param {string} what
 * @param {readonly Element[]} scene
 * @returns {Set<string>}
 */
function goneWith(what, scene) {
  const parts = ARROW.exec(what)?.groups;
  const whole = named(what, scene);
  const from = named((parts?.from ?? "").trim(), scene);
  const to = named((parts?.to ?? "").trim(), scene);
  const tied = (/** @type {Element} */ one) => [one.startBinding?.elementId, one.endBinding?.elementId];
  const gone = new Set(whole);
  for (const one of scene) {
    const [start, end] = one.type === "arrow" ? tied(one) : [];
    if (whole.has(start) || whole.has(end) || (from.has(start) && to.has(end))) gone.add(one.id);
  }
  for (const one of scene) if (gone.has(one.containerId)) gone.add(one.id);
  return gone;
}

/**
 * @param {string} name
 * @param {readonly Element[]} scene
 * @returns {Set<any>} the components of this name, and loose letters that say it
 */
function named(name, scene) {
  const arrows = new Set(scene.filter((one) => one.type === "arrow").map((one) => one.id));
  const said = scene.filter((one) => name && one.type === "text" && !arrows.has(one.containerId) && one.originalText.trim() === name);
  return new Set(said.map((one) => one.containerId ?? one.id));
}

/** @param {Element} element */
function erased(element) {
  return { ...element, isDeleted: true, version: element.version + 1, versionNonce: Math.floor(Math.random() * 2 ** 31) };
}

/**
 * @param {Element} from
 * @param {Element} to
 * @param {string | undefined} label
 * @returns {Element}
 */
function arrowBetween(from, to, label) {
  const across = to.x > from.x ? 1 : to.x < from.x ? -1 : 0;
  const [startX, endX] = across ? [from.x + (across > 0 ? from.width : 0), to.x + (across > 0 ? 0 : to.width)] : [from.x + from.width / 2, to.x + to.width / 2];
  const startY = across ? from.y + from.height / 2 : from.y + from.height;
  const endY = across ? to.y + to.height / 2 : to.y;
  const arrow = { type: "arrow", x: startX, y: startY, width: endX - startX, height: endY - startY, points: [[0, 0], [endX - startX, endY - startY]], roughness: 0 };
  return label ? { ...arrow, label: { text: label.trim(), ...TEXT } } : arrow;
}

/**
 * @param {Element} element
 * @param {string} from
 * @param {string} to
 */
function tie(element, from, to) {
  if (element.type !== "arrow") return element;
  return { ...element, startBinding: { elementId: from, focus: 0, gap: 1 }, endBinding: { elementId: to, focus: 0, gap: 1 } };
}

/** @param {Element[]} skeletons */
function convert(skeletons) {
  return convertToExcalidrawElements(skeletons, { regenerateIds: false });
}
