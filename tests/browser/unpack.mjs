// Unpacks the headless browser of @sparticuz/chromium into the folder given as argument.
import { createReadStream, createWriteStream } from "node:fs";
import { chmod, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";
import tar from "tar-fs";

const target = process.argv[2];
const draft = `${target}.${process.pid}`;
const packed = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "..", "bin");

function unpacked(name) {
  return [createReadStream(join(packed, name)), createBrotliDecompress()];
}

await mkdir(draft, { recursive: true });
await Promise.all([
  pipeline(...unpacked("chromium.br"), createWriteStream(join(draft, "chromium"))),
  pipeline(...unpacked("fonts.tar.br"), tar.extract(draft)),
  // Libraries that a bare machine lacks; the system's own come first where there are any.
  pipeline(...unpacked("al2023.tar.br"), tar.extract(join(draft, "lib"))),
]);
await chmod(join(draft, "chromium"), 0o755);
await rm(target, { recursive: true, force: true });
await rename(draft, target);
