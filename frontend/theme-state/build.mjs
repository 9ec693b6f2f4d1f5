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
import {
  darkWithoutScript,
  dropAbsent,
  dropOldContrast,
  dropUselessTints,
  flattenColours,
  inlineIcons,
  keepFonts,
} from "./rewriting.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..", "..");
const DSFR = join(HERE, "node_modules", "@gouvfr", "dsfr", "dist");
const OUTPUT = resolve(process.argv[2] ?? join(ROOT, "build", "static"));
const FONTS = ["Marianne-Regular.woff2", "Marianne-Bold.woff2"];

const version = (major, minor = 0) => (major << 16) | (minor << 8);
const TARGETS = { chrome: version(105), firefox: version(115), safari: version(15, 4) };

// Where the names of the classes in use are found: templates, widgets and scripts. The page of
// components shows more than real pages use: it has a sheet of its own, which no visitor loads.
const TEMPLATES = "src/trousse/**/templates/**/*.html";
const COMPONENTS = "src/trousse/ui/templates/ui/{components,components/*}.html";
const SCRIPTS = ["src/trousse/**/*.py", "frontend/{shared,islands}/**/*.ts"];

// Names that templates compose from a variable.
const COMPOSED = [/^fr-alert--(info|success|warning|error)$/];

const withoutTypes = (markup) => markup.match(/[\w-]+/g) ?? [];

async function ownStyles() {
  const { code } = await bundleAsync({ filename: join(HERE, "index.css"), targets: TARGETS });
  return code.toString();
}

async function prepared() {
  const sheet = postcss.parse(await readFile(join(DSFR, "dsfr.main.css"), "utf8"));
  keepFonts(sheet, FONTS);
  dropOldContrast(sheet);
  dropAbsent(sheet);
  dropUselessTints(sheet);
  darkWithoutScript(sheet);
  flattenColours(sheet);
  return sheet.toString();
}

async function purged(css, ownCss, { without }) {
  const inRoot = (patterns) => patterns.map((pattern) => join(ROOT, pattern));
  const [result] = await new PurgeCSS().purge({
    content: inRoot([TEMPLATES, ...SCRIPTS]),
    skippedContentGlobs: inRoot(without),
    css: [{ raw: css }],
    defaultExtractor: withoutTypes,
    variables: true,
    keyframes: true,
    safelist: { standard: COMPOSED, variables: [...new Set(ownCss.match(/--[a-z][\w-]*/g))] },
    dynamicAttributes: ["data-theme", "open", "aria-pressed", "aria-current", "aria-invalid"],
  });
  const kept = postcss.parse(result.css);
  await inlineIcons(kept, DSFR);
  return kept.toString();
}

/** Return `css` without the rules about `word`, and these: people at work see no State's mark. */
function apart(css, word) {
  const rest = postcss.parse(css);
  const marks = postcss.root();
  rest.walkRules((rule) => {
    if (!rule.selectors.every((selector) => selector.includes(word))) return;
    let moved = rule.clone();
    for (let around = rule.parent; around?.type === "atrule"; around = around.parent) {
      moved = around.clone({ nodes: [moved] });
    }
    marks.append(moved);
    rule.remove();
  });
  return [rest.toString(), marks.toString()];
}

async function write(name, css) {
  const { code } = transform({
    filename: name,
    code: Buffer.from(css),
    minify: true,
    targets: TARGETS,
  });
  await writeFile(join(OUTPUT, name), code);
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(9);
  const brotli = kilobytes(brotliCompressSync(code).length);
  console.log(`${name.padEnd(32)}${kilobytes(code.length)}${brotli} brotli`);
}

const started = performance.now();
await mkdir(join(OUTPUT, "fonts"), { recursive: true });
const own = await ownStyles();
const dsfr = await prepared();
const [rest, marks] = apart(await purged(dsfr, own, { without: [COMPONENTS] }), ".fr-logo");
await write("theme-state.css", rest + own);
await write("theme-state-marks.css", marks);
await write("theme-state-components.css", (await purged(dsfr, own, { without: [] })) + own);
await Promise.all(
  FONTS.map((name) => copyFile(join(DSFR, "fonts", name), join(OUTPUT, "fonts", name))),
);
console.log(`built in ${((performance.now() - started) / 1000).toFixed(2)} s`);
