/**
 * The page's side of reading and writing without network; loaded only where it is wanted.
 *
 * Registers the worker, keeps answers that the network refuses, sends them when it is back, says
 * so in words, and forgets everything when somebody signs out.
 */

import type { Words } from "./config.ts";
import { Keeper } from "./keeper.ts";
import { warnBeforeSigningOut } from "./signing-out.ts";

const root = document.documentElement;
const reader = root.dataset.reader ?? "";
const isInstalled = window.matchMedia("(display-mode: standalone)").matches;

async function start(): Promise<void> {
  if (!reader && !isInstalled) {
    const registration = await navigator.serviceWorker.getRegistration("/");
    registration?.active?.postMessage({ type: "forget" });
    await registration?.unregister();
    return;
  }
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  const settings = await read();
  const isCopy = document.getElementById("trousse-copy") !== null;
  if (!isCopy)
    active?.postMessage({ type: "keep", paths: [location.pathname, ...settings.always] });
  if (!reader) return;
  const keeper = new Keeper(reader, settings.words, root.lang, settings.csrfCookie, (path) =>
    active?.postMessage({ type: "keep", paths: [path, ...settings.always], evenIfRecent: true }),
  );
  warnBeforeSigningOut(keeper, settings.words, () => active?.postMessage({ type: "forget" }));
  await keeper.start();
}

interface Settings {
  words: Words;
  always: string[];
  csrfCookie: string;
}

async function read(): Promise<Settings> {
  const answer = await fetch(`/hors-ligne/${root.lang}/mots`);
  return (await answer.json()) as Settings;
}

void start();
