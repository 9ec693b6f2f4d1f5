/**
 * The service worker: pages from the network first, their copies without it.
 *
 * Nothing but navigations and our own files passes through it: forms, live news and fragments go
 * to the network as without it.
 */

import type { WorkerConfig } from "./config.ts";
import { Copies, type Copy, NOBODY } from "./copies.ts";
import { alone, forgetOthers, post, type Send, sendAll } from "./outbox.ts";
import { copyPage, filesOf, offlinePage } from "./pages.ts";
import { StoredShelf } from "./shelf.ts";
import type { Fetched, Synced, Told, WorkerScope } from "./worker-scope.ts";

const scope = self as unknown as WorkerScope;
const config: WorkerConfig = scope.trousse;
const SHELL = `trousse-shell-${config.version}`;
const FILES = "trousse-files";
const MOST_FILES = 150;
const PATIENCE_MS = 3_000;
const RECENT_MS = 3_600_000;
const GATEWAY_ERRORS = new Set([502, 503, 504]);
const NAMED_BY_CONTENT = /^\/static\/.+\.[0-9a-f]{12}\.\w+$/;
const OUTBOX = "trousse-outbox";

const copies = new Copies(caches);
const shelf = new StoredShelf();
let language = "fr";

scope.addEventListener("install", (event) => {
  event.waitUntil(install().then(() => scope.skipWaiting()));
});
scope.addEventListener("activate", (event) => {
  event.waitUntil(removeOldShells().then(() => scope.clients.claim()));
});
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.location.origin) return;
  if (request.mode === "navigate") event.respondWith(navigate(event, url.pathname));
  else if (isOurFile(url.pathname)) event.respondWith(file(request));
});
scope.addEventListener("message", (event: Told) => {
  const { data } = event;
  if (data.type === "forget") event.waitUntil(copies.forgetOthers(NOBODY));
  else event.waitUntil(keep(data.paths, data.evenIfRecent ?? false));
});
scope.addEventListener("sync", (event: Synced) => {
  if (event.tag === OUTBOX) event.waitUntil(sendWhatWaits());
});

async function install(): Promise<void> {
  const cache = await caches.open(SHELL);
  // As a visitor: the offline page belongs to nobody.
  const pages = [...Object.values(config.pages), ...Object.values(config.wordsAt)];
  const requests = pages.map((page) => new Request(page, { credentials: "omit" }));
  await cache.addAll([...config.shell, ...requests]);
}

async function removeOldShells(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("trousse-shell-") && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
}

function isOurFile(path: string): boolean {
  return NAMED_BY_CONTENT.test(path) || Object.values(config.wordsAt).includes(path);
}

/** Answer a navigation: the network's page, or after three seconds without it the copy. */
async function navigate(event: Fetched, path: string): Promise<Response> {
  const copy = await copies.find(path);
  const fresh = fetch(event.request);
  event.waitUntil(fresh.then((answer) => receive(path, answer.clone())).catch(() => undefined));
  try {
    const answer = await (copy ? Promise.race([fresh, tooLate()]) : fresh);
    if (copy && GATEWAY_ERRORS.has(answer.status)) return shown(copy);
    return answer;
  } catch {
    return copy ? shown(copy) : explain();
  }
}

function shown(copy: Copy): Response {
  language = copy.language;
  return copyPage(copy, config);
}

function tooLate(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error("the network is slow")), PATIENCE_MS);
  });
}

/** Say that there is no network, and what can be read without it. */
async function explain(): Promise<Response> {
  const kept = await copies.all();
  const spoken = kept[0]?.language ?? language;
  const page = await caches.match(config.pages[spoken] ?? "");
  if (!page) return Response.error();
  return offlinePage(page, spoken, kept, config);
}

/** Keep what may be kept of an answer, with the files that its page needs. */
async function receive(path: string, answer: Response): Promise<void> {
  const reader = answer.headers.get("Trousse-Reader");
  if (reader && reader !== NOBODY) await forgetOthers(shelf, reader);
  const html = await copies.receive(path, answer);
  if (html) await Promise.allSettled(filesOf(html).map((name) => file(new Request(name))));
}

/** Return one of our files, whose name changes with its content: the copy is as good. */
async function file(request: Request): Promise<Response> {
  const known = await caches.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.status === 200 && isOurFile(new URL(request.url).pathname)) {
    const cache = await caches.open(FILES);
    await cache.put(request, answer.clone());
    const all = await cache.keys();
    await Promise.all(all.slice(0, -MOST_FILES).map((oldest) => cache.delete(oldest)));
  }
  return answer;
}

/** Fetch these pages to keep them, unless a copy is recent. */
async function keep(paths: string[], evenIfRecent: boolean): Promise<void> {
  for (const path of paths) {
    const copy = evenIfRecent ? undefined : await copies.find(path);
    if (copy && Date.now() - copy.at.getTime() < RECENT_MS) continue;
    const answer = await fetch(path, { headers: { Accept: "text/html" } }).catch(() => undefined);
    if (answer && !answer.redirected) await receive(path, answer);
  }
}

/** Send the answers that wait. Raises while something still waits: the browser tries later. */
async function sendWhatWaits(): Promise<void> {
  const send: Send = async (kept) => {
    const token = await scope.cookieStore?.get(config.csrfCookie);
    if (!token) throw new Error("only a page can send it");
    return post(kept, token.value);
  };
  const results = await alone(() => sendAll(shelf, send));
  const channel = new BroadcastChannel(OUTBOX);
  for (const sent of results) channel.postMessage(sent);
  channel.close();
  if (results.some((sent) => sent.outcome === "later")) throw new Error("not all were sent");
}
