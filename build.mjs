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

/** Where the whiteboard would fetch its fonts from if it found none: beside itself, never elsewhere. */
const nowhereElse = {
  name: "nowhere-else",
  setup(bundler) {
    bundler.onLoad({ filter: /@excalidraw.excalidraw.dist.prod.*\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      // every browser that runs this bundle draws round corners by itself
      const own = source.replace('await import("canvas-roundrect-polyfill")', "");
      return { contents: own.replace(/`https:\/\/esm\.sh\/.*?\/dist\/prod\/`/, "new URL('./',import.meta.url).href"), loader: "js" };
    });
  },
};

/** The whiteboard: one small file that loads the rest, its fonts, its styles below ours, and Hangul for its text. */
async function addWhiteboard() {
  const target = join(draft, "whiteboard");
  await build({
    entryPoints: [join(root, "bundles", "whiteboard.js")],
    outdir: target,
    chunkNames: "parts/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    target: "es2022",
    conditions: ["production"],
    define: { "process.env.NODE_ENV": '"production"', "process.env.IS_PREACT": '"false"' },
    plugins: [nowhereElse],
  });
  const source = join(packages, "@excalidraw", "excalidraw", "dist", "prod");
  for (const family of ["Assistant", "Cascadia", "ComicShanns", "Excalifont", "Liberation", "Lilita", "Nunito", "Virgil"]) {
    await cp(join(source, "fonts", family), join(target, "parts", "fonts", family), { recursive: true });
  }
  const styles = await readFile(join(source, "index.css"), "utf8");
  const own = styles.replaceAll("url(./fonts/", "url(./parts/fonts/").replaceAll('url("./fonts/', 'url("./parts/fonts/');
  await writeFile(join(target, "whiteboard.css"), `@layer vendor {\n${own}\n}\n`);
  const hangul = await readFile(join(packages, "pretendard", "dist", "web", "variable", "pretendardvariable-dynamic-subset.css"), "utf8");
  const named = hangul.replaceAll(/font-family:\s*['"]Pretendard Variable['"]/g, 'font-family: "Nunito"').replaceAll("./woff2-dynamic-subset/", "../pretendard/woff2-dynamic-subset/");
  const faces = named.match(/@font-face\s*\{[^}]*\}/g) ?? [];
  await writeFile(join(target, "korean.css"), faces.filter((face) => /U\+(?:1[1aA]|3[13]|[aA-dD][0-9a-fA-F]{3})/.test(face)).join("\n"));
}

await rm(draft, { recursive: true, force: true });
await mkdir(draft, { recursive: true });
await addFont();
await addEditor("code-editor");
await addEditor("live-room");
await addCharts();
await addWhiteboard();
await rm(vendor, { recursive: true, force: true });
await rename(draft, vendor);
