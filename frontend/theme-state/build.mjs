// Builds build/static/theme-state.css: the State design system cut down to what our pages use,
// dark scheme without script, two weights of Marianne. Only for an instance of the State.
// Usage: node build.mjs [OUTPUT_DIRECTORY]

import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { bundleAsync, transform } from "lightningcss";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";
import { darkWithoutScript, inlineIcons, keepFonts } from "./rewriting.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..", "..");
const DSFR = join(HERE, "node_modules", "@gouvfr", "dsfr", "dist");
const OUTPUT = resolve(process.argv[2] ?? join(ROOT, "build", "static"));
const FONTS = ["Marianne-Regular.woff2", "Marianne-Bold.woff2"];

const version = (major, minor = 0) => (major << 16) | (minor << 8);
const TARGETS = { chrome: version(105), firefox: version(115), safari: version(15, 4) };

// Where the names of the classes in use are found: templates, widgets and scripts.
const SOURCES = [
  "src/trousse/**/templates/**/*.html",
  "src/trousse/**/*.py",
  "frontend/{shared,islands}/**/*.ts",
].map((pattern) => join(ROOT, pattern));

// Names that templates compose from a variable.
const COMPOSED = [/^fr-alert--(info|success|warning|error)$/];

const withoutTypes = (markup) => markup.match(/[\w-]+/g) ?? [];

async function ownStyles() {
  const { code } = await bundleAsync({ filename: join(HERE, "index.css"), targets: TARGETS });
  return code.toString();
}

async function purgedDsfr(ownCss) {
  const used = [...new Set(ownCss.match(/--[a-z][\w-]*/g))];
  const source = postcss.parse(await readFile(join(DSFR, "dsfr.main.css"), "utf8"));
  keepFonts(source, FONTS);
  darkWithoutScript(source);
  const [purged] = await new PurgeCSS().purge({
    content: SOURCES,
    css: [{ raw: source.toString() }],
    defaultExtractor: withoutTypes,
    variables: true,
    keyframes: true,
    safelist: { standard: COMPOSED, variables: used },
    dynamicAttributes: ["data-theme", "open", "aria-pressed", "aria-current", "aria-invalid"],
  });
  const kept = postcss.parse(purged.css);
  await inlineIcons(kept, DSFR);
  return kept.toString();
}

const started = performance.now();
await mkdir(join(OUTPUT, "fonts"), { recursive: true });
const own = await ownStyles();
const { code } = transform({
  filename: "theme-state.css",
  code: Buffer.from((await purgedDsfr(own)) + own),
  minify: true,
  targets: TARGETS,
});
await writeFile(join(OUTPUT, "theme-state.css"), code);
await Promise.all(
  FONTS.map((name) => copyFile(join(DSFR, "fonts", name), join(OUTPUT, "fonts", name))),
);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(9);
console.log(
  `${"theme-state.css".padEnd(24)}${kilobytes(code.length)}${kilobytes(brotliCompressSync(code).length)} brotli`,
);
console.log(`built in ${((performance.now() - started) / 1000).toFixed(2)} s`);
