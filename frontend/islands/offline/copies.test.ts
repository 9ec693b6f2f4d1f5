// Which pages the worker keeps, for whom, and when they go.

import assert from "node:assert/strict";
import { test } from "node:test";
import { momentWords, type Words, type WorkerConfig } from "./config.ts";
import { Copies } from "./copies.ts";
import { copyPage, filesOf, offlinePage } from "./pages.ts";

const SITE = "https://trousse.example";
const DAY_MS = 24 * 3600 * 1000;

/** As much of a browser's cache as the worker uses, with its order of insertion. */
class FakeCache {
  readonly rows = new Map<string, Response>();

  async put(path: string, response: Response): Promise<void> {
    this.rows.delete(path);
    this.rows.set(path, response);
  }
  async match(asked: string | Request): Promise<Response | undefined> {
    return this.rows.get(pathOf(asked))?.clone();
  }
  async keys(): Promise<Request[]> {
    return [...this.rows.keys()].map((path) => new Request(SITE + path));
  }
  async delete(asked: string | Request): Promise<boolean> {
    return this.rows.delete(pathOf(asked));
  }
}

function pathOf(asked: string | Request): string {
  return typeof asked === "string" ? asked : new URL(asked.url).pathname;
}

class FakeStorage {
  readonly caches = new Map<string, FakeCache>();

  async open(name: string): Promise<FakeCache> {
    const cache = this.caches.get(name) ?? new FakeCache();
    this.caches.set(name, cache);
    return cache;
  }
  async keys(): Promise<string[]> {
    return [...this.caches.keys()];
  }
  async delete(name: string): Promise<boolean> {
    return this.caches.delete(name);
  }
}

let now = Date.UTC(2026, 10, 23, 16, 2);

function setUp(): { copies: Copies; storage: FakeStorage } {
  now = Date.UTC(2026, 10, 23, 16, 2);
  const storage = new FakeStorage();
  return { storage, copies: new Copies(storage as unknown as CacheStorage, () => now) };
}

function page(
  reader: string,
  { keep = true, status = 200, title = "Mes réponses" } = {},
): Response {
  const html = `<html lang="fr"><title>${title} – Trousse</title><main id="main">x</main></html>`;
  const headers: Record<string, string> = { "Content-Security-Policy": "default-src 'none'" };
  if (reader) headers["Trousse-Reader"] = reader;
  if (keep) headers["Trousse-Keep"] = "1";
  return new Response(html, { status, headers });
}

test("a page that may be kept is found again, with its policy, its title and its date", async () => {
  const { copies } = setUp();
  await copies.receive("/sondages/", page("lea"));
  const copy = await copies.find("/sondages/");
  assert.equal(copy?.title, "Mes réponses");
  assert.equal(copy?.at.getTime(), now);
  assert.equal(copy?.response.headers.get("Content-Security-Policy"), "default-src 'none'");
});

test("a page that the server did not mark, or an error, is not kept", async () => {
  const { copies } = setUp();
  await copies.receive("/comptes/", page("lea", { keep: false }));
  await copies.receive("/sondages/x/", page("lea", { status: 404 }));
  assert.equal(await copies.find("/comptes/"), undefined);
  assert.equal(await copies.find("/sondages/x/"), undefined);
});

test("signing out, or in as somebody else, removes what the person read", async () => {
  for (const next of ["nobody", "karim"]) {
    const { copies, storage } = setUp();
    await copies.receive("/sondages/", page("lea"));
    await copies.receive("/contact/", page(next, { keep: false }));
    assert.equal(await copies.find("/sondages/"), undefined);
    assert.deepEqual([...storage.caches.keys()], []);
  }
});

test("what visitors read stays when somebody signs out", async () => {
  const { copies } = setUp();
  await copies.receive("/bibliotheque/", page("nobody"));
  await copies.receive("/sondages/", page("lea"));
  await copies.receive("/", page("nobody", { keep: false }));
  assert.deepEqual(
    (await copies.all()).map((copy) => copy.path),
    ["/bibliotheque/"],
  );
});

test("the error of a proxy says nothing about who reads", async () => {
  const { copies } = setUp();
  await copies.receive("/sondages/", page("lea"));
  await copies.receive("/", page("", { keep: false, status: 502 }));
  assert.ok(await copies.find("/sondages/"));
});

test("the reader's own copy of a page is shown rather than the visitors'", async () => {
  const { copies } = setUp();
  await copies.receive("/", page("nobody", { title: "Accueil" }));
  await copies.receive("/", page("lea", { title: "Mon bureau" }));
  assert.equal((await copies.find("/"))?.title, "Mon bureau");
  assert.equal((await copies.all()).length, 1);
});

test("a copy is too old after two weeks", async () => {
  const { copies } = setUp();
  await copies.receive("/sondages/", page("lea"));
  now += 15 * DAY_MS;
  assert.equal(await copies.find("/sondages/"), undefined);
  await copies.receive("/", page("lea"));
  assert.deepEqual(
    (await copies.all()).map((copy) => copy.path),
    ["/"],
  );
});

test("forty pages are kept, the oldest go first", async () => {
  const { copies } = setUp();
  for (let number = 0; number < 42; number += 1) {
    now += 1000;
    await copies.receive(`/sondages/${number}/`, page("lea"));
  }
  assert.equal((await copies.all()).length, 40);
  assert.equal(await copies.find("/sondages/1/"), undefined);
  assert.ok(await copies.find("/sondages/2/"));
});

// --- What is shown --------------------------------------------------------------------------

const FRENCH = {
  copy: "Hors connexion : version du {when}.",
  moment: "{day} à {hour} h {minute}",
  retry: "Réessayer",
} as Words;
const ENGLISH = {
  ...FRENCH,
  copy: "Offline: version of {when}.",
  moment: "{day} at {hour}:{minute}",
};
const CONFIG = { words: { fr: FRENCH, en: ENGLISH } } as unknown as WorkerConfig;

test("a copy says of when it is, before its content", async () => {
  const { copies } = setUp();
  await copies.receive("/sondages/", page("lea"));
  const copy = await copies.find("/sondages/");
  assert.ok(copy);
  const html = await copyPage(copy, CONFIG).text();
  assert.match(html, /Hors connexion : version du 23 novembre à \d+ h 02\..*<main id="main">/);
});

test("a moment is said as people say it", () => {
  const at = new Date(2026, 10, 3, 9, 5);
  assert.equal(momentWords(at, FRENCH, "fr"), "3 novembre à 9 h 05");
  assert.match(momentWords(at, ENGLISH, "en"), /November.* at 09:05/);
});

test("the offline page lists what can be read, each with its date", async () => {
  const { copies } = setUp();
  await copies.receive("/sondages/", page("lea"));
  const blank = new Response("<ul><!-- kept pages --></ul>");
  const shown = await offlinePage(blank, "fr", await copies.all(), CONFIG);
  assert.equal(shown.status, 503);
  assert.match(await shown.text(), /<li><a [^>]*href="\/sondages\/">Mes réponses<\/a>.*novembre/);
});

test("the files that a page needs are those that it names", () => {
  const html = `<html data-offline="/static/offline.aaaaaaaaaaaa.js"><link href="/static/a.css">
    <script src="/static/a.js"></script><a href="/sondages/">x</a><img src="/static/a.js">`;
  const found = ["/static/offline.aaaaaaaaaaaa.js", "/static/a.css", "/static/a.js"];
  assert.deepEqual(filesOf(html), found);
});
