// Builds every page's styles and scripts from sources into build/static, and prints their sizes.
// Usage: node build.mjs [OUTPUT_DIRECTORY]

import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { bundleAsync } from "lightningcss";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUTPUT = resolve(process.argv[2] ?? join(HERE, "..", "build", "static"));

// The oldest browsers met on school machines that still get security fixes, and phones of 2019.
const SCRIPT_TARGETS = ["chrome105", "firefox115", "safari15.4"];
const version = (major, minor = 0) => (major << 16) | (minor << 8);
const STYLE_TARGETS = { chrome: version(105), firefox: version(115), safari: version(15, 4) };

const SCRIPT_OPTIONS = {
  outdir: OUTPUT,
  bundle: true,
  minify: true,
  target: SCRIPT_TARGETS,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  write: false,
};

async function entries(name) {
  const islands = await readdir(join(HERE, "islands"), { withFileTypes: true });
  const found = [];
  for (const island of islands.filter((entry) => entry.isDirectory())) {
    const files = await readdir(join(HERE, "islands", island.name));
    if (files.includes(name)) {
      found.push({ source: join(HERE, "islands", island.name, name), output: island.name });
    }
  }
  return found;
}

async function buildScripts() {
  const sources = [
    { source: join(HERE, "shared", "main.ts"), output: "main" },
    ...(await entries("index.ts")),
  ];
  const result = await build({
    entryPoints: sources.map(({ source, output }) => ({ in: source, out: output })),
    ...SCRIPT_OPTIONS,
    format: "esm",
  });
  return result.outputFiles.map((file) => ({ name: basename(file.path), content: file.contents }));
}

/** The service worker: a plain script, which every browser that knows workers can run. */
async function buildWorker() {
  const result = await build({
    entryPoints: [{ in: join(HERE, "islands", "offline", "worker.ts"), out: "sw" }],
    ...SCRIPT_OPTIONS,
    format: "iife",
  });
  return result.outputFiles.map((file) => ({ name: basename(file.path), content: file.contents }));
}

async function buildStyles() {
  const sources = [
    { source: join(HERE, "styles", "theme-neutral.css"), output: "theme-neutral" },
    ...(await entries("index.css")),
  ];
  return Promise.all(
    sources.map(async ({ source, output }) => {
      const { code, warnings } = await bundleAsync({
        filename: source,
        minify: true,
        targets: STYLE_TARGETS,
      });
      for (const warning of warnings) {
        throw new Error(`${source}: ${warning.message}`);
      }
      return { name: `${output}.css`, content: code };
    }),
  );
}

async function copyAssets() {
  for (const name of await readdir(join(HERE, "assets"))) {
    await copyFile(join(HERE, "assets", name), join(OUTPUT, name));
  }
}

/** Forget what an earlier build made and this one does not; the State theme has its own build. */
async function removeStale(kept) {
  for (const name of await readdir(OUTPUT)) {
    if (/\.(js|css)$/.test(name) && !kept.has(name) && !name.startsWith("theme-state")) {
      await rm(join(OUTPUT, name));
    }
  }
}

const started = performance.now();
await mkdir(OUTPUT, { recursive: true });
const outputs = (await Promise.all([buildScripts(), buildWorker(), buildStyles()])).flat();
await Promise.all([
  ...outputs.map(({ name, content }) => writeFile(join(OUTPUT, name), content)),
  copyAssets(),
]);
await removeStale(new Set(outputs.map(({ name }) => name)));
for (const { name, content } of outputs) {
  const brotli = brotliCompressSync(content).length;
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(9);
  console.log(`${name.padEnd(24)}${kilobytes(content.length)}${kilobytes(brotli)} brotli`);
}
console.log(`built in ${((performance.now() - started) / 1000).toFixed(2)} s`);
