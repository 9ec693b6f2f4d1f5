// Live news for a page: `subscribe("poll:…", lastNumber, onEvent)`.

import { Live, type LiveEvent } from "./live-client.ts";

export type { LiveEvent };

let live: Live | undefined;

/**
 * Follow `subject` from number `after` on; `onEvent` gets each later number once, in order.
 * Returns the function that stops. When numbers were lost for good, `onReload` is called with
 * the number to go on from (by default `onEvent`, with the type "reload"): read the thing again.
 */
export function subscribe(
  subject: string,
  after: number,
  onEvent: (event: LiveEvent) => void,
  onReload?: (seq: number) => void,
): () => void {
  live ??= new Live();
  return live.subscribe(subject, after, onEvent, onReload);
}
