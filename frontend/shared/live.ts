// Live news for a page: `subscribe("poll:…", lastNumber, onEvent)`.

import { Live, type LiveEvent } from "./live-client.ts";

export type { LiveEvent };

let live: Live | undefined;

/** Read by the page of an error: it says that access ended, not that the link is wrong. */
const ENDED = "fin";

/** Load the page again: it is no longer shared with this person, and the server says so. */
function showEnd(subject: string): void {
  if (subject.startsWith("inbox:")) return; // signed out elsewhere: the page itself may stay
  const address = new URL(location.href);
  address.searchParams.set(ENDED, "1");
  location.replace(address);
}

/**
 * Follow `subject` from number `after` on; `onEvent` gets each later number once, in order.
 * Returns the function that stops. When numbers were lost for good, `onReload` is called with
 * the number to go on from (by default `onEvent`, with the type "reload"): read the thing again.
 * When the thing stops being shared with this person, the page is loaded again.
 */
export function subscribe(
  subject: string,
  after: number,
  onEvent: (event: LiveEvent) => void,
  onReload?: (seq: number) => void,
): () => void {
  live ??= new Live(showEnd);
  return live.subscribe(subject, after, onEvent, onReload);
}
