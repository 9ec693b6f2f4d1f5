// What a page does when its thing is no longer shared with the person who looks at it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Live } from "./live-client.ts";
import {
  event,
  follow,
  memory,
  pass,
  question,
  SUBJECT,
  settle,
  socket,
  transport,
} from "./live-fakes.ts";

function followed(gone: string[], after = 0) {
  const live = new Live((subject) => gone.push(subject));
  return { live, ...follow(live, after) };
}

test("a refusal from the start is not the end of a right", () => {
  const gone: string[] = [];
  followed(gone);
  socket().accept();
  socket().say({ refused: SUBJECT });
  assert.deepEqual(gone, []);
});

test("a right that ends is told once, and the subject is given up", () => {
  const gone: string[] = [];
  const { live } = followed(gone);
  follow(live);
  socket().accept();
  socket().say({ subscribed: SUBJECT, seq: 0 });
  socket().say({ gone: SUBJECT });
  socket().say({ gone: SUBJECT });
  assert.deepEqual(gone, [SUBJECT]);
  assert.equal(transport(), "off");
});

test("the end of one subject leaves the others alone", () => {
  const gone: string[] = [];
  const { live, numbers } = followed(gone);
  follow(live, 0, "note:x");
  socket().accept();
  socket().say({ subscribed: SUBJECT, seq: 0 });
  socket().say({ subscribed: "note:x", seq: 0 });
  socket().say({ gone: "note:x" });
  socket().say(event(1));
  assert.deepEqual([gone, numbers()], [["note:x"], [1]]);
});

test("a subject refused again after a cut was taken away meanwhile", () => {
  const gone: string[] = [];
  followed(gone);
  socket().accept();
  socket().say({ subscribed: SUBJECT, seq: 0 });
  socket().close();
  pass(1_000);
  socket().accept();
  socket().say({ refused: SUBJECT });
  assert.deepEqual(gone, [SUBJECT]);
});

test("a poll that was answered and is then refused was taken away meanwhile", async () => {
  memory.set("trousse-live", `poll ${Date.now() + 60_000}`);
  const gone: string[] = [];
  followed(gone);
  question().answer([]);
  await settle();
  pass(250);
  await settle();
  question().answer([{ refused: SUBJECT }]);
  await settle();
  assert.deepEqual(gone, [SUBJECT]);
});

test("a poll that is refused at once is given up without a word", async () => {
  memory.set("trousse-live", `poll ${Date.now() + 60_000}`);
  const gone: string[] = [];
  followed(gone);
  question().answer([{ refused: SUBJECT }]);
  await settle();
  assert.deepEqual(gone, []);
  assert.equal(transport(), "off");
});
