// What becomes of an answer written without network: sent once, for its author, never silently lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  forgetOthers,
  type Kept,
  LONGEST_WAIT_MS,
  outcomeOf,
  type Shelf,
  sendAll,
} from "./outbox.ts";

class MemoryShelf implements Shelf {
  readonly rows = new Map<string, Kept>();

  constructor(...rows: Kept[]) {
    for (const row of rows) this.rows.set(row.url, row);
  }
  async all(): Promise<Kept[]> {
    return [...this.rows.values()];
  }
  async get(url: string): Promise<Kept | undefined> {
    return this.rows.get(url);
  }
  async put(kept: Kept): Promise<void> {
    this.rows.set(kept.url, kept);
  }
  async remove(url: string): Promise<void> {
    this.rows.delete(url);
  }
}

const NOW = Date.UTC(2026, 10, 23, 17, 2);

function kept(changes: Partial<Kept> = {}): Kept {
  const fields: [string, string][] = [["answer-a", "y"]];
  const own = { url: "/sondages/a/", id: "1", reader: "lea", title: "Conseil", fields, said: [] };
  return { ...own, keptAt: NOW, refusal: "", ...changes };
}

const recorded = async () => ({ status: 200, reply: { message: "Enregistré", version: 2 } });

test("a recorded answer leaves the shelf and is sent no more", async () => {
  const shelf = new MemoryShelf(kept());
  const [sent] = await sendAll(shelf, recorded, { now: NOW });
  assert.equal(sent?.outcome, "recorded");
  assert.equal(sent?.reply.version, 2);
  assert.deepEqual(await sendAll(shelf, recorded, { now: NOW }), []);
});

test("without network it waits, as it was", async () => {
  const shelf = new MemoryShelf(kept());
  const [sent] = await sendAll(shelf, () => Promise.reject(new TypeError("offline")), { now: NOW });
  assert.equal(sent?.outcome, "later");
  assert.deepEqual(await shelf.all(), [kept()]);
});

test("a refusal stays on the device with the words of the server, and is not sent again", async () => {
  const shelf = new MemoryShelf(kept());
  const refuse = async () => ({
    status: 409,
    reply: { error: { code: "conflict", message: "Ce sondage est clos." } },
  });
  assert.equal((await sendAll(shelf, refuse, { now: NOW }))[0]?.outcome, "refused");
  assert.equal((await shelf.get("/sondages/a/"))?.refusal, "Ce sondage est clos.");
  assert.deepEqual(await sendAll(shelf, recorded, { now: NOW }), []);
});

test("what was written again while the old answer left is not taken for it", async () => {
  const shelf = new MemoryShelf(kept());
  const writeMeanwhile = async () => {
    await shelf.put(kept({ id: "2", fields: [["answer-a", "n"]] }));
    return recorded();
  };
  await sendAll(shelf, writeMeanwhile, { now: NOW });
  assert.equal((await shelf.get("/sondages/a/"))?.id, "2");
});

test("a late refusal says nothing about what the page saved meanwhile", async () => {
  const shelf = new MemoryShelf(kept());
  const saveMeanwhile = async () => {
    await shelf.remove("/sondages/a/");
    return { status: 409, reply: {} };
  };
  await sendAll(shelf, saveMeanwhile, { now: NOW });
  assert.deepEqual(await shelf.all(), []);
});

test("only what the reader wrote is sent from their page", async () => {
  const shelf = new MemoryShelf(kept(), kept({ url: "/sondages/b/", reader: "karim" }));
  const sent = await sendAll(shelf, recorded, { reader: "karim", now: NOW });
  assert.deepEqual(
    sent.map((one) => one.kept.url),
    ["/sondages/b/"],
  );
  assert.equal((await shelf.all()).length, 1);
});

test("signing in as somebody else forgets what others wrote", async () => {
  const shelf = new MemoryShelf(kept(), kept({ url: "/sondages/b/", reader: "karim" }));
  await forgetOthers(shelf, "karim");
  assert.deepEqual(
    (await shelf.all()).map((one) => one.reader),
    ["karim"],
  );
});

test("an answer that waited for a month is forgotten", async () => {
  const shelf = new MemoryShelf(kept({ keptAt: NOW - LONGEST_WAIT_MS - 1 }));
  assert.deepEqual(await sendAll(shelf, recorded, { now: NOW }), []);
  assert.deepEqual(await shelf.all(), []);
});

test("a busy server and a session that ended mean later, not never", () => {
  for (const status of [401, 429, 500, 503]) assert.equal(outcomeOf(status, {}), "later");
  const elsewhere = { error: { code: "other_reader", message: "" } };
  assert.equal(outcomeOf(403, elsewhere), "later");
  for (const status of [403, 404, 409, 410, 422]) assert.equal(outcomeOf(status, {}), "refused");
  assert.equal(outcomeOf(200, {}), "recorded");
});
