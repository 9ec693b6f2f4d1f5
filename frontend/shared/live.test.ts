// The page's side of realtime: one connection, in order, whatever the network does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Live } from "./live-client.ts";
import {
  asked,
  event,
  FakeSocket,
  FakeStream,
  follow,
  memory,
  page,
  pass,
  question,
  SUBJECT,
  settle,
  socket,
  stream,
  throughSocket,
  throughStream,
  transport,
  windowEvents,
} from "./live-fakes.ts";

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
