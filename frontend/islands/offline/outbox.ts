/**
 * Answers written without network: kept on the device, sent once when it is back.
 *
 * One answer a form: what is written later replaces what waits. An answer belongs to whoever wrote
 * it: it is never sent for somebody else, and the server checks that too.
 */

/** What was written in one form. `fields`: what is sent; `said`: the same in words. */
export interface Kept {
  /** Where the form is sent; also the page where it is. */
  url: string;
  /** Names this very version of the answer. */
  id: string;
  reader: string;
  title: string;
  fields: [string, string][];
  said: [string, string][];
  keptAt: number;
  /** Why the server refused it, in its own words; empty while it waits. */
  refusal: string;
}

/** What the server says about an answer that was sent. */
export interface Reply {
  message?: string;
  version?: number;
  error?: { message: string; code: string };
}

export interface Sent {
  kept: Kept;
  outcome: "recorded" | "refused" | "later";
  reply: Reply;
}

/** Where answers wait. */
export interface Shelf {
  all(): Promise<Kept[]>;
  get(url: string): Promise<Kept | undefined>;
  put(kept: Kept): Promise<void>;
  remove(url: string): Promise<void>;
}

/** Send one answer; raise when the network fails. */
export type Send = (kept: Kept) => Promise<{ status: number; reply: Reply }>;

const DAY_MS = 24 * 3600 * 1000;
export const LONGEST_WAIT_MS = 30 * DAY_MS;
const OTHER_READER = "other_reader";
const LATER = new Set([401, 408, 425, 429]);

/** Return what a status and a reply mean for an answer that waits. */
export function outcomeOf(status: number, reply: Reply): Sent["outcome"] {
  if (status >= 200 && status < 300) return "recorded";
  if (status >= 500 || LATER.has(status) || reply.error?.code === OTHER_READER) return "later";
  return "refused";
}

/** Send everything that waits for `reader`, or for anybody; return what became of each. */
export async function sendAll(
  shelf: Shelf,
  send: Send,
  { reader, now = Date.now() }: { reader?: string; now?: number } = {},
): Promise<Sent[]> {
  const results: Sent[] = [];
  for (const kept of await shelf.all()) {
    if (now - kept.keptAt > LONGEST_WAIT_MS) await shelf.remove(kept.url);
    else if (!kept.refusal && (!reader || kept.reader === reader)) {
      results.push(await sendOne(shelf, send, kept));
    }
  }
  return results;
}

async function sendOne(shelf: Shelf, send: Send, kept: Kept): Promise<Sent> {
  try {
    const { status, reply } = await send(kept);
    const outcome = outcomeOf(status, reply);
    // Written again or saved by the page meanwhile: what is kept now is none of our business.
    if ((await shelf.get(kept.url))?.id === kept.id) {
      if (outcome === "recorded") await shelf.remove(kept.url);
      if (outcome === "refused") {
        await shelf.put({ ...kept, refusal: reply.error?.message ?? String(status) });
      }
    }
    return { kept, outcome, reply };
  } catch {
    return { kept, outcome: "later", reply: {} };
  }
}

/** Forget what others than `reader` wrote on this device. */
export async function forgetOthers(shelf: Shelf, reader: string): Promise<void> {
  for (const kept of await shelf.all()) {
    if (kept.reader !== reader) await shelf.remove(kept.url);
  }
}

/** Post an answer as its form would, for the person who wrote it and nobody else. */
export async function post(kept: Kept, token: string): Promise<{ status: number; reply: Reply }> {
  const answer = await fetch(kept.url, {
    method: "POST",
    body: new URLSearchParams(kept.fields),
    headers: {
      Accept: "application/json",
      "X-CSRFToken": token,
      "Trousse-Expected-Reader": kept.reader,
    },
  });
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  return { status: answer.status, reply: isJson ? ((await answer.json()) as Reply) : {} };
}

/** Run `work` alone among the pages and the worker, so that nothing is sent by two of them. */
export async function alone<Result>(work: () => Promise<Result>): Promise<Result> {
  return (await navigator.locks.request("trousse-outbox", work)) as Result;
}
