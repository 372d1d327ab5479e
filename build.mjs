// Puts the front-end packages into static/vendor/, which pages load and git ignores.
// Our own scripts and styles are plain ES modules and CSS, served as they are.
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const packages = join(root, "node_modules");
const vendor = join(root, "static", "vendor");
// Aside first, so that a build which breaks off leaves the last good one in place.
const draft = `${vendor}.new`;

/** Text in Korean and Latin: ninety small files, of which a browser fetches what a page's text needs. */
async function addFont() {
  const source = join(packages, "pretendard", "dist", "web", "variable");
  const target = join(draft, "pretendard");
  for (const name of ["woff2-dynamic-subset", "pretendardvariable-dynamic-subset.css"]) {
    await cp(join(source, name), join(target, name), { recursive: true });
  }
}

/** An editor: many small packages, which a page loads as one file. */
async function addEditor(name) {
  await build({
    entryPoints: [join(root, "bundles", `${name}.js`)],
    outfile: join(draft, name, `${name}.js`),
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
  });
}

/** Charts: uPlot with our drawing of agreement. */
async function addCharts() {
  await build({
    entryPoints: [join(root, "bundles", "charts.js")],
    outfile: join(draft, "charts", "charts.js"),
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
  });
  // In a layer, since what is in none would overrule our own styles.
  const styles = await readFile(join(packages, "uplot", "dist", "uPlot.min.css"), "utf8");
  await writeFile(join(draft, "charts", "uplot.css"), `@layer widgets { ${styles} }`);
}

await rm(draft, { recursive: true, force: true });
await mkdir(draft, { recursive: true });
await addFont();
await addEditor("code-editor");
await addEditor("live-room");
await addCharts();
await rm(vendor, { recursive: true, force: true });
await rename(draft, vendor);
