/** Charts of agreement, bundled into static/vendor/charts/: drawn from the data in the page, which also has it as tables. */
import uPlot from "uplot";

/**
 * @typedef {{ kind: "line" | "bars", labels: string[], series: { label: string, values: (number | null)[] }[] }} Chart
 */

const HEIGHT = 220;

for (const figure of document.querySelectorAll("[data-chart]")) {
  const data = document.getElementById(figure.getAttribute("data-chart") ?? "");
  if (!(figure instanceof HTMLElement) || !data) continue;
  /** @type {Chart} */
  const chart = JSON.parse(data.textContent ?? "{}");
  const redraw = () => draw(figure, chart);
  new ResizeObserver(redraw).observe(figure);
  // Colours are read when it is drawn, so a change of light draws it again.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}

/**
 * @param {HTMLElement} figure
 * @param {Chart} chart
 */
function draw(figure, chart) {
  const ink = colour(figure, "--ink-3");
  const grid = { stroke: colour(figure, "--line"), width: 1 };
  const font = `12px ${getComputedStyle(figure).fontFamily}`;
  const strokes = [colour(figure, "--accent"), colour(figure, "--partly")];
  const bars = chart.kind === "bars";
  const places = chart.labels.map((_, index) => index);
  const series = chart.series.map((one, index) => ({
    label: one.label,
    stroke: strokes[index],
    width: bars ? 0 : 2,
    fill: bars ? strokes[index] : undefined,
    dash: index && !bars ? [6, 4] : undefined,
    points: bars ? { show: false } : { show: true, size: 7, fill: colour(figure, "--paper") },
    paths: bars ? uPlot.paths.bars?.({ size: [0.3, 26], align: index ? 1 : -1, gap: 2 }) : undefined,
    spanGaps: true,
  }));
  figure.replaceChildren();
  new uPlot(
    {
      width: Math.max(240, figure.clientWidth),
      height: HEIGHT,
      scales: { x: { time: false, range: [-0.6, chart.labels.length - 0.4] }, y: { range: lowest(chart) } },
      series: [{}, ...series],
      axes: [
        {
          stroke: ink, font, grid: { show: false }, ticks: { show: false },
          splits: () => thinned(places, figure.clientWidth),
          values: (_, splits) => splits.map((place) => chart.labels[place] ?? ""),
        },
        { stroke: ink, font, grid, ticks: { show: false }, size: 40, splits: steps(lowest(chart)[0]), values: (_, splits) => splits.map((v) => v.toFixed(1)) },
      ],
      legend: { show: true, live: false },
      cursor: { show: false },
    },
    [places, ...chart.series.map((one) => one.values)],
    figure,
  );
}

/**
 * Agreement worse than chance is rare; the scale goes below nought only for it.
 *
 * @param {Chart} chart
 * @returns {[number, number]}
 */
function lowest(chart) {
  const least = Math.min(0, ...chart.series.flatMap((one) => one.values.map((value) => value ?? 0)));
  return [Math.floor(least * 5) / 5, 1];
}

/**
 * @param {number} from
 * @returns {number[]}
 */
function steps(from) {
  return Array.from({ length: Math.round((1 - from) * 5) + 1 }, (_, index) => from + index / 5);
}

/**
 * As many names under the axis as there is room for.
 *
 * @param {number[]} places
 * @param {number} width
 */
function thinned(places, width) {
  const step = Math.max(1, Math.ceil((places.length * 90) / Math.max(240, width)));
  return places.filter((place) => place % step === 0);
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 */
function colour(element, name) {
  // The value itself may be a light-dark() that only a property resolves.
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  element.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
