// The browser's parts that realtime uses, replaced by fakes that the tests drive.

import { afterEach, beforeEach, mock } from "node:test";
import { Live, type LiveEvent } from "./live-client.ts";
import type { Message } from "./live-transports.ts";

export const SUBJECT = "poll:abc";

export class FakeSocket {
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

export class FakeStream {
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
export let asked: Asked[] = [];

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

export let page: EventTarget & { hidden: boolean; documentElement: { dataset: { live?: string } } };
export let windowEvents: EventTarget;
export let memory: Map<string, string>;

export function install(name: string, value: unknown): void {
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

export const pass = (milliseconds: number) => mock.timers.tick(milliseconds);
/** Let promises settle: fetch and json are several turns of the microtask queue. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));
export const transport = () => page.documentElement.dataset.live;
export const event = (seq: number, subject = SUBJECT) => ({
  event: { subject, seq, type: "poll.answered" },
});
export const socket = () => FakeSocket.opened.at(-1) as FakeSocket;
export const stream = () => FakeStream.opened.at(-1) as FakeStream;
export const question = () => asked.at(-1) as Asked;

export function follow(live: Live, after = 0, subject = SUBJECT) {
  const heard: LiveEvent[] = [];
  const stop = live.subscribe(subject, after, (news) => heard.push(news));
  return { heard, stop, numbers: () => heard.map(({ seq }) => seq) };
}

export function throughSocket(after = 0) {
  const live = new Live();
  const follower = follow(live, after);
  socket().accept();
  socket().say({ subscribed: SUBJECT, seq: after });
  return { live, ...follower };
}

export function throughStream(after = 0) {
  const live = new Live();
  const follower = follow(live, after);
  pass(4_000); // the socket does not open
  pass(1_000);
  stream().say({ subscribed: SUBJECT, seq: after });
  return { live, ...follower };
}
