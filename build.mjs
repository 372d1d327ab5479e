// Puts the front-end packages into static/vendor/, which pages load and git ignores.
// Ours is plain ES modules and CSS and is not built; only what comes out of node_modules is.
import { build } from "esbuild";
import { cp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const packages = join(root, "node_modules");
const vendor = join(root, "static", "vendor");
// Aside first, so that a build which breaks off leaves the last good one in place.
const draft = `${vendor}.new`;

/** Text in Korean and Latin: ninety small files, of which a browser fetches what a page's text needs. */
async function addFont() {
  const source = join(packages, "pretendard", "dist", "web", "variable");
  const target = join(draft, "pretendard");
  const files = "woff2-dynamic-subset";
  await cp(join(source, files), join(target, files), { recursive: true });
  await cp(join(source, "pretendardvariable-dynamic-subset.css"), join(target, "pretendard.css"));
}

/** Charts: one ES module with its style sheet. */
async function addCharts() {
  const source = join(packages, "uplot", "dist");
  await build({
    entryPoints: [join(source, "uPlot.esm.js"), join(source, "uPlot.min.css")],
    outdir: join(draft, "uplot"),
    entryNames: "uplot",
    format: "esm",
    minify: true,
    legalComments: "inline",
    logLevel: "warning",
  });
  await cp(join(packages, "uplot", "LICENSE"), join(draft, "uplot", "LICENSE"));
}

await rm(draft, { recursive: true, force: true });
await mkdir(draft, { recursive: true });
await Promise.all([addFont(), addCharts()]);
await rm(vendor, { recursive: true, force: true });
await rename(draft, vendor);
