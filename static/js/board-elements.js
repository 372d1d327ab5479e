/**
 * What is kept of a whiteboard, spelt exactly as the server spells it (interview/design/elements.py):
 * the same fields in the same order, numbers to two places. So a saved board comes back unchanged.
 */

const COMMON = ["x", "y", "width", "height", "angle", "strokeColor", "backgroundColor", "fillStyle", "strokeWidth", "strokeStyle", "roughness", "opacity", "groupIds", "roundness", "boundElements"];
const TEXT = ["text", "originalText", "fontSize", "fontFamily", "textAlign", "verticalAlign", "containerId", "lineHeight"];
const LINE = ["points", "startBinding", "endBinding", "startArrowhead", "endArrowhead"];
/** @type {Record<string, string[]>} */
const OWN = { rectangle: [], diamond: [], ellipse: [], arrow: LINE, line: LINE, freedraw: LINE, text: TEXT };

/** @typedef {Record<string, any>} Element */

/**
 * @param {readonly Element[]} elements
 * @returns {string}
 */
export function spell(elements) {
  return JSON.stringify(elements.filter((one) => !one.isDeleted && one.type in OWN).map(keep));
}

/**
 * @param {string} text
 * @returns {Element[]}
 */
export function parse(text) {
  try {
    const elements = JSON.parse(text || "[]");
    return Array.isArray(elements) ? elements : [];
  } catch {
    return [];
  }
}

/**
 * Both boards on one: what both hold is taken as it is on this page.
 *
 * @param {readonly Element[]} mine
 * @param {readonly Element[]} theirs
 * @returns {Element[]}
 */
export function merge(mine, theirs) {
  const own = new Set(mine.map((one) => one.id));
  return [...theirs.filter((one) => !own.has(one.id)), ...mine];
}

/**
 * @param {Element} element
 * @returns {Element}
 */
function keep(element) {
  /** @type {Element} */
  const kept = { id: element.id, type: element.type };
  for (const name of [...COMMON, ...(OWN[element.type] ?? [])]) {
    const value = tidy(name, element[name]);
    if (value !== null && value !== undefined) kept[name] = value;
  }
  return kept;
}

/**
 * @param {string} name
 * @param {any} value
 */
function tidy(name, value) {
  if (typeof value === "number") return round(value);
  if (name === "points") return value.map((/** @type {number[]} */ [x = 0, y = 0]) => [round(x), round(y)]);
  if (name === "groupIds" || name === "boundElements") {
    if (!value?.length) return null;
    return name === "groupIds" ? value : value.map((/** @type {Element} */ { id, type }) => ({ id, type }));
  }
  if (name === "roundness") return value ? { type: value.type } : null;
  if (name.endsWith("Binding")) return value ? { elementId: value.elementId, focus: round(value.focus ?? 0), gap: round(value.gap ?? 0) } : null;
  return value;
}

/** @param {number} value */
function round(value) {
  return Math.floor(value * 100 + 0.5) / 100 + 0;
}
