// The page's side of realtime, with the browser's parts replaced by fakes that the test drives.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Live, type LiveEvent } from "./live-client.ts";
import type { Message } from "./live-transports.ts";

const SUBJECT = "poll:abc";

class FakeSocket {
  static opened: FakeSocket[] = [];
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.opened.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
    this.onclose?.();
  }
  accept() {
    this.readyState = 1;
    this.onopen?.();
  }
  say(message: Message | object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

class FakeStream {
  static opened: FakeStream[] = [];
  isClosed = false;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    FakeStream.opened.push(this);
  }
  close() {
    this.isClosed = true;
  }
  say(message: Message | object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

interface Asked {
  url: string;
  signal: AbortSignal;
  answer: (messages: object[], pause?: number) => void;
  fail: () => void;
}
let asked: Asked[] = [];

function fakeFetch(url: string, { signal }: { signal: AbortSignal }): Promise<Response> {
  return new Promise((resolve, reject) => {
    asked.push({
      url,
      signal,
      answer: (messages, pause = 0) => resolve(Response.json({ messages, pause })),
      fail: () => reject(new TypeError("network")),
    });
  });
}

let page: EventTarget & { hidden: boolean; documentElement: { dataset: { live?: string } } };
let windowEvents: EventTarget;
let memory: Map<string, string>;

function install(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  mock.method(Math, "random", () => 0.5); // delays are then exactly the back-off
  FakeSocket.opened = [];
  FakeStream.opened = [];
  asked = [];
  memory = new Map();
  windowEvents = new EventTarget();
  page = Object.assign(new EventTarget(), { hidden: false, documentElement: { dataset: {} } });
  install("WebSocket", FakeSocket);
  install("EventSource", FakeStream);
  install("fetch", fakeFetch);
  install("document", page);
  install("location", { origin: "https://trousse.example" });
  install("addEventListener", windowEvents.addEventListener.bind(windowEvents));
  install("sessionStorage", {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => memory.set(key, value),
    removeItem: (key: string) => memory.delete(key),
  });
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

const pass = (milliseconds: number) => mock.timers.tick(milliseconds);
/** Let promises settle: fetch and json are several turns of the microtask queue. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
const transport = () => page.documentElement.dataset.live;
const event = (seq: number, subject = SUBJECT) => ({
  event: { subject, seq, type: "poll.answered" },
});
const socket = () => FakeSocket.opened.at(-1) as FakeSocket;
const stream = () => FakeStream.opened.at(-1) as FakeStream;
const question = () => asked.at(-1) as Asked;

function follow(live: Live, after = 0, subject = SUBJECT) {
  const heard: LiveEvent[] = [];
  const stop = live.subscribe(subject, after, (news) => heard.push(news));
  return { heard, stop, numbers: () => heard.map(({ seq }) => seq) };
}

function throughSocket(after = 0) {
  const live = new Live();
  const follower = follow(live, after);
  socket().accept();
  socket().say({ subscribed: SUBJECT, seq: after });
  return { live, ...follower };
}

function throughStream(after = 0) {
  const live = new Live();
  const follower = follow(live, after);
  pass(4_000); // the socket does not open
  pass(1_000);
  stream().say({ subscribed: SUBJECT, seq: after });
  return { live, ...follower };
}

test("it opens one socket for all subjects and asks for what is after the known numbers", () => {
  const live = new Live();
  follow(live, 3);
  follow(live, 0, "note:x");
  socket().accept();
  assert.equal(FakeSocket.opened.length, 1);
  assert.equal(socket().url, "wss://trousse.example/live/ws");
  assert.deepEqual(socket().sent, [
    { subscribe: SUBJECT, after: 3 },
    { subscribe: "note:x", after: 0 },
  ]);
});

test("it opens nothing before somebody follows, and closes when nobody does", () => {
  const live = new Live();
  assert.equal(FakeSocket.opened.length, 0);
  const { stop } = follow(live);
  stop();
  assert.equal(socket().readyState, 3);
  assert.equal(transport(), "off");
  pass(60_000);
  assert.equal(FakeSocket.opened.length, 1);
});

test("it tells each number once and in order", () => {
  const { numbers } = throughSocket(2);
  for (const seq of [1, 2, 3, 3, 4, 2, 5]) {
    socket().say(event(seq));
  }
  assert.deepEqual(numbers(), [3, 4, 5]);
  assert.equal(transport(), "websocket");
});

test("it tells only those who follow the subject", () => {
  const { live, numbers } = throughSocket();
  const other = follow(live, 0, "note:x");
  socket().say(event(1, "note:x"));
  assert.deepEqual([numbers(), other.numbers()], [[], [1]]);
});

test("a late follower of the same subject gets what it misses, the others nothing twice", () => {
  const { live, numbers } = throughSocket();
  socket().say(event(1));
  socket().say(event(2));
  const late = follow(live, 1);
  assert.deepEqual(socket().sent.at(-1), { subscribe: SUBJECT, after: 1 });
  socket().say(event(2));
  assert.deepEqual([numbers(), late.numbers()], [[1, 2], [2]]);
});

test("leaving one of several subjects tells the server", () => {
  const { live } = throughSocket();
  const other = follow(live, 0, "note:x");
  other.stop();
  other.stop();
  assert.deepEqual(socket().sent.slice(1), [
    { subscribe: "note:x", after: 0 },
    { unsubscribe: "note:x" },
  ]);
});

test("after a cut it reconnects and asks for what came after the last number", () => {
  const { numbers } = throughSocket();
  socket().say(event(1));
  socket().close();
  assert.equal(transport(), "connecting");
  pass(1_000);
  socket().accept();
  assert.deepEqual(socket().sent, [{ subscribe: SUBJECT, after: 1 }]);
  socket().say(event(2));
  assert.deepEqual(numbers(), [1, 2]);
});

test("it waits longer and longer between two attempts", () => {
  throughSocket();
  const delays: number[] = [];
  for (let cut = 0; cut < 7; cut += 1) {
    socket().close();
    const before = FakeSocket.opened.length;
    let waited = 0;
    while (FakeSocket.opened.length === before) {
      pass(500);
      waited += 500;
    }
    delays.push(waited);
  }
  assert.deepEqual(delays, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test("when the network comes back it does not wait", () => {
  throughSocket();
  socket().close();
  windowEvents.dispatchEvent(new Event("online"));
  assert.equal(FakeSocket.opened.length, 2);
});

test("it pings, and a silent socket is replaced", () => {
  throughSocket();
  pass(20_000);
  assert.deepEqual(socket().sent.at(-1), { ping: 1 });
  socket().say({ pong: 1 });
  pass(44_000);
  assert.equal(FakeSocket.opened.length, 1);
  pass(1_000);
  assert.equal(transport(), "connecting");
  pass(1_000);
  assert.equal(FakeSocket.opened.length, 2);
});

test("a lost log gives a reload, then goes on from the new number", () => {
  const live = new Live();
  const reloads: number[] = [];
  const heard: number[] = [];
  live.subscribe(
    SUBJECT,
    50,
    ({ seq }) => heard.push(seq),
    (seq) => reloads.push(seq),
  );
  socket().accept();
  socket().say({ reload: SUBJECT, seq: 7 });
  socket().say(event(8));
  assert.deepEqual([reloads, heard], [[7], [8]]);
});

test("without a reload function the follower hears of it as an event", () => {
  const { heard } = throughSocket(9);
  socket().say({ reload: SUBJECT, seq: 2 });
  assert.deepEqual(heard, [{ seq: 2, type: "reload" }]);
});

test("a refused subject is given up for good", () => {
  throughSocket();
  socket().say({ refused: SUBJECT });
  assert.equal(transport(), "off");
  pass(60_000);
  assert.equal(FakeSocket.opened.length, 1);
});

test("a socket that does not open within four seconds gives way to a stream", () => {
  const { numbers } = throughStream(4);
  assert.equal(FakeSocket.opened.length, 1);
  assert.equal(stream().url, "/live/sse?subject=poll%3Aabc&after=4");
  assert.equal(transport(), "sse");
  stream().say(event(5));
  assert.deepEqual(numbers(), [5]);
});

test("a socket closed twice without a word gives way to a stream", () => {
  follow(new Live());
  socket().accept();
  socket().close();
  pass(1_000);
  assert.equal(FakeSocket.opened.length, 2);
  socket().close();
  pass(2_000);
  assert.equal(FakeStream.opened.length, 1);
});

test("sockets that worked are not given up when the server restarts", () => {
  throughSocket();
  for (let attempt = 0; attempt < 4; attempt += 1) {
    socket().close();
    pass(30_000);
  }
  assert.equal(FakeStream.opened.length, 0);
});

test("a stream held back for six seconds gives way to a poll", async () => {
  const { numbers } = follow(new Live());
  pass(4_000);
  pass(1_000);
  pass(6_000);
  assert.equal(stream().isClosed, true);
  pass(2_000);
  assert.equal(question().url, "/live/poll?subject=poll%3Aabc&after=0&wait=0");
  question().answer([event(1)]);
  await settle();
  assert.deepEqual(numbers(), [1]);
  assert.equal(transport(), "poll");
  pass(250);
  await settle();
  assert.equal(question().url, "/live/poll?subject=poll%3Aabc&after=1");
});

test("a poll rests as long as the server says", async () => {
  memory.set("trousse-live", `poll ${Date.now() + 60_000}`);
  follow(new Live());
  question().answer([], 5);
  await settle();
  pass(4_900);
  await settle();
  assert.equal(asked.length, 1);
  pass(100);
  await settle();
  assert.equal(asked.length, 2);
});

test("a poll that fails is tried again, by a socket first", async () => {
  memory.set("trousse-live", `poll ${Date.now() + 60_000}`);
  follow(new Live());
  question().fail();
  await settle();
  pass(1_000);
  assert.equal(FakeSocket.opened.length, 1);
});

test("leaving aborts the question under way, and its answer is not told", async () => {
  memory.set("trousse-live", `poll ${Date.now() + 60_000}`);
  const { stop, numbers } = follow(new Live());
  const last = question();
  stop();
  assert.equal(last.signal.aborted, true);
  last.answer([event(1)]);
  await settle();
  assert.deepEqual(numbers(), []);
});

test("a stream is reopened once when subjects change", () => {
  const { live } = throughStream();
  follow(live, 1, "note:x");
  follow(live, 2, "note:y");
  pass(1);
  assert.equal(FakeStream.opened.length, 2);
  assert.equal(
    stream().url,
    "/live/sse?subject=poll%3Aabc&after=0&subject=note%3Ax&after=1&subject=note%3Ay&after=2",
  );
});

test("the proven choice is kept for the tab, and sockets are tried again after ten minutes", () => {
  throughStream();
  FakeStream.opened = [];
  follow(new Live());
  assert.equal(FakeStream.opened.length, 1);
  assert.equal(FakeSocket.opened.length, 1);
  stream().say({ subscribed: SUBJECT, seq: 0 });
  for (let beat = 0; beat < 40; beat += 1) {
    stream().say({ beat: 15 });
    pass(15_000);
  }
  assert.equal(FakeSocket.opened.length > 1, true);
});

test("an unproven fallback is not kept", () => {
  follow(new Live());
  pass(4_000);
  pass(1_000);
  assert.equal(FakeStream.opened.length, 1);
  assert.equal(memory.size, 0);
});

test("a hidden page lets go after five minutes and catches up when it is seen again", () => {
  const { numbers } = throughSocket();
  socket().say(event(1));
  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  for (let minute = 0; minute < 10; minute += 1) {
    pass(30_000);
    socket().say({ pong: 1 });
  }
  assert.equal(transport(), "off");
  assert.equal(socket().readyState, 3);
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  socket().accept();
  assert.deepEqual(socket().sent, [{ subscribe: SUBJECT, after: 1 }]);
  socket().say(event(2));
  assert.deepEqual(numbers(), [1, 2]);
});

test("a page hidden for a moment keeps its socket", () => {
  throughSocket();
  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  pass(10_000);
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  pass(30_000);
  assert.equal(FakeSocket.opened.length, 1);
});

test("a hidden page on a fallback soon frees the browser's connection", () => {
  throughStream();
  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  pass(15_000);
  assert.equal(stream().isClosed, true);
});

test("a page put away by the browser comes back to life", () => {
  throughSocket();
  windowEvents.dispatchEvent(new Event("pagehide"));
  assert.equal(socket().readyState, 3);
  windowEvents.dispatchEvent(new Event("pageshow"));
  assert.equal(FakeSocket.opened.length, 2);
});

test("without storage it works all the same", () => {
  Object.defineProperty(globalThis, "sessionStorage", {
    configurable: true,
    get: () => {
      throw new Error("cookies are refused");
    },
  });
  const { numbers } = throughStream();
  stream().say(event(1));
  assert.deepEqual(numbers(), [1]);
});
