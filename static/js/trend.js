/** Scores over time, drawn as SVG from the data in the page; the list below says the same in words. */
import { find } from "./find.js";

const HEIGHT = 224;
const LEFT = 34;
const BOTTOM = 26;
const TOP = 16;
const NS = "http://www.w3.org/2000/svg";

const figure = find("#trend", HTMLElement);
const data = document.getElementById("trend-data");
if (figure && data) {
  const pairs = JSON.parse(data.textContent ?? "[]");
  // Drawn in the figure's own pixels, so that the letters keep their size on a phone.
  new ResizeObserver(() => draw(figure, pairs)).observe(figure);
}

/**
 * @param {HTMLElement} figure
 * @param {[number, number][]} pairs milliseconds and score, oldest first
 */
function draw(figure, pairs) {
  const width = Math.max(240, figure.clientWidth);
  const svg = make("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": figure.dataset.label ?? "" });
  for (const score of [0, 50, 100]) {
    const y = yOf(score);
    svg.append(make("line", { class: "grid", x1: LEFT, x2: width, y1: y, y2: y }));
    svg.append(label(String(score), LEFT - 8, y + 4, "end"));
  }
  const points = pairs.map(([, score], index) => ({ x: xOf(index, pairs.length, width), y: yOf(score), score }));
  svg.append(make("polyline", { class: "line", points: points.map(({ x, y }) => `${x},${y}`).join(" ") }));
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", day: "numeric" });
  points.forEach(({ x, y, score }, index) => {
    const last = index === points.length - 1;
    const dot = make("circle", { class: last ? "dot last" : "dot", cx: x, cy: y, r: 4.5 });
    const title = make("title", {});
    title.textContent = `${format.format(pairs[index]?.[0])}: ${Math.round(score)}`;
    dot.append(title);
    svg.append(dot);
    if (last) svg.append(label(String(Math.round(score)), x, y - 12, "middle", "value"));
    if (index === 0 || last) {
      svg.append(label(format.format(pairs[index]?.[0]), x, HEIGHT - 4, last ? "end" : "start"));
    }
  });
  figure.replaceChildren(svg);
}

/**
 * Interviews stand at equal distances: practice comes in bursts, and a time axis would pile them up.
 *
 * @param {number} index
 * @param {number} count
 * @param {number} width
 */
function xOf(index, count, width) {
  const room = width - LEFT - 24;
  return LEFT + 12 + (room * index) / Math.max(1, count - 1);
}

/** @param {number} score */
function yOf(score) {
  return TOP + (HEIGHT - TOP - BOTTOM) * (1 - score / 100);
}

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} anchor
 * @param {string} [kind]
 */
function label(text, x, y, anchor, kind = "") {
  const element = make("text", { x, y, "text-anchor": anchor, class: kind });
  element.textContent = text;
  return element;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function make(name, attributes) {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
