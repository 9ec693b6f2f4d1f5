// What we change in the State design system's style sheet before cutting it.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import postcss from "postcss";

const LIGHT_ROOT = ":root";
const DARK_ROOT = ":root[data-fr-theme=dark]";
const DARK_PREFIX = /(:root)?\[data-fr-theme=dark\]/g;

/** Keep only the @font-face rules of these files: the browser then loads no other weight. */
export function keepFonts(sheet, names) {
  sheet.walkAtRules("font-face", (rule) => {
    const name = names.find((candidate) => rule.toString().includes(`fonts/${candidate}`));
    if (name === undefined) {
      rule.remove();
      return;
    }
    rule.walkDecls("src", (declaration) => {
      declaration.value = `url("fonts/${name}") format("woff2")`;
    });
    rule.walkDecls("font-display", (declaration) => declaration.remove());
    rule.append({ prop: "font-display", value: "swap" });
  });
}

/**
 * Let the page's data-theme (light, dark or system) choose the colours, where the original needs a
 * script to tell it. Colours become light-dark(); other rules of the dark scheme are written twice.
 */
export function darkWithoutScript(sheet) {
  const light = new Map();
  const dark = new Map();
  sheet.walkRules((rule) => {
    const target = { [LIGHT_ROOT]: light, [DARK_ROOT]: dark }[rule.selector];
    if (target && rule.parent === sheet) {
      rule.walkDecls(/^--/, (declaration) => target.set(declaration.prop, declaration));
    }
  });
  for (const [name, declaration] of dark) {
    const counterpart = light.get(name);
    if (counterpart) {
      counterpart.value = `light-dark(${counterpart.value}, ${declaration.value})`;
      declaration.remove();
    }
  }
  sheet.walkRules(/\[data-fr-theme=dark\]/, writeTwice);
}

/** Give each colour of use its value, not the name of a colour of the palette: half the names. */
export function flattenColours(sheet) {
  const palette = new Map();
  const root = sheet.nodes.find((node) => node.selector === LIGHT_ROOT);
  root.walkDecls(/^--/, (declaration) => palette.set(declaration.prop, declaration.value));
  root.walkDecls(/^--/, (declaration) => {
    const [, name] = declaration.value.match(/^var\((--[\w-]+)\)$/) ?? [];
    if (palette.has(name)) declaration.value = palette.get(name);
  });
}

/** Forget the high contrast of Internet Explorer: what follows the norm is kept. */
export function dropOldContrast(sheet) {
  sheet.walkAtRules("media", (rule) => {
    rule.params = rule.params
      .split(/,(?![^(]*\))/)
      .filter((query) => !query.includes("-ms-high-contrast"))
      .join(",");
    if (rule.params.trim() === "") rule.remove();
  });
}

/** Kinds of fields that no page of ours has, and states that only the original's script sets. */
const ABSENT = [
  /\[type=(range|image|button|reset|submit)\]|\bvideo\b|::-webkit-slider|::-moz-range|::-ms-/,
  /::-webkit-(contacts|credentials)-auto-fill-button/,
  /\[aria-expanded|--expanded|^\.fr-collapse/,
];

/** Forget rules for what our pages cannot show; a test holds the templates to that. */
export function dropAbsent(sheet) {
  sheet.walkRules((rule) => {
    const kept = rule.selectors.filter((selector) => {
      const positive = selector.replace(/:not\([^)]*\)/g, "");
      return !ABSENT.some((pattern) => pattern.test(positive));
    });
    if (kept.length === 0) rule.remove();
    else if (kept.length < rule.selectors.length) rule.selectors = kept;
  });
}

/** Forget the tints that a background hands down to buttons, where there is nothing inside. */
export function dropUselessTints(sheet) {
  const childless = /(::?(before|after|placeholder|-webkit-[\w-]+)|\.fr-(input|select))(:[\w-]+)*$/;
  sheet.walkRules((rule) => {
    if (rule.selectors.every((selector) => childless.test(selector))) {
      rule.walkDecls(/^--(idle|hover|active)$/, (declaration) => declaration.remove());
    }
  });
}

function writeTwice(rule) {
  if (rule.nodes.length === 0 || rule.selector === DARK_ROOT) {
    rule.remove();
    return;
  }
  const followsSystem = rule.clone({
    selector: rule.selector.replace(DARK_PREFIX, ":root[data-theme=system]"),
  });
  const media = postcss.atRule({ name: "media", params: "(prefers-color-scheme: dark)" });
  media.append(followsSystem);
  rule.after(media);
  rule.selector = rule.selector.replace(DARK_PREFIX, ":root[data-theme=dark]");
}

/** Put the icons that are left into the sheet: no request more, nothing to collect. */
export async function inlineIcons(sheet, directory) {
  const uses = [];
  sheet.walkDecls((declaration) => {
    if (declaration.value.includes('url("icons/')) uses.push(declaration);
  });
  for (const declaration of uses) {
    const [, path] = declaration.value.match(/url\("(icons\/[^"]+)"\)/);
    const svg = await readFile(join(directory, path), "utf8");
    const compact = svg.replace(/\s+/g, " ").replaceAll('"', "'").replaceAll("#", "%23");
    declaration.value = declaration.value.replace(
      /url\("icons\/[^"]+"\)/,
      `url("data:image/svg+xml,${compact.replaceAll("<", "%3C").replaceAll(">", "%3E")}")`,
    );
  }
}
