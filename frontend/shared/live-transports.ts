// Three ways to hear the same numbered news: a socket, an event stream, a long poll.
// The protocol is in docs/explanation/realtime.md; a line never reconnects by itself.

export interface Message {
  event?: { subject: string; seq: number; type: string };
  reload?: string;
  refused?: string;
  /** Followed until now, and no longer shared with this person. */
  gone?: string;
  /** A poll was answered: whatever it did not refuse may be followed. */
  answered?: true;
  subscribed?: string;
  seq?: number;
}

/** What a line asks of its owner. */
export interface Feed {
  /** The last number known of each subject. */
  numbers(): [subject: string, after: number][];
  /** The other end answers, though it may have nothing to say. */
  opened(): void;
  heard(message: Message): void;
  /** The line is dead; it will not call again. */
  down(): void;
}

export interface Line {
  /** The subjects changed: `subject` is to be followed from its number on, or no longer. */
  changed(subject: string): void;
  close(): void;
}

export type Transport = "websocket" | "sse" | "poll";

const PING_EVERY = 20_000;
const SHORTEST_PAUSE = 250;

function overSocket(feed: Feed): Line {
  const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/live/ws`);
  const say = (wish: object) => {
    if (socket.readyState === 1) {
      socket.send(JSON.stringify(wish));
    }
  };
  const changed = (subject: string) => {
    const known = feed.numbers().find(([name]) => name === subject);
    say(known ? { subscribe: subject, after: known[1] } : { unsubscribe: subject });
  };
  const pulse = setInterval(() => say({ ping: 1 }), PING_EVERY);
  const stop = () => {
    clearInterval(pulse);
    socket.onopen = socket.onmessage = socket.onclose = null;
  };
  socket.onopen = () => {
    feed.opened();
    for (const [subject] of feed.numbers()) {
      changed(subject);
    }
  };
  socket.onmessage = ({ data }) => feed.heard(JSON.parse(data));
  socket.onclose = () => {
    stop();
    feed.down();
  };
  return {
    changed,
    close() {
      stop();
      socket.close();
    },
  };
}

function address(path: string, feed: Feed): string {
  const query = new URLSearchParams();
  for (const [subject, after] of feed.numbers()) {
    query.append("subject", subject);
    query.append("after", `${after}`);
  }
  return `/live/${path}?${query}`;
}

/** Repeat `open` when the subjects change, once for all changes of one moment. */
function reopening(open: () => () => void): Line {
  let shut = open();
  let soon: ReturnType<typeof setTimeout> | undefined;
  return {
    changed() {
      clearTimeout(soon);
      soon = setTimeout(() => {
        shut();
        shut = open();
      }, 0);
    },
    close() {
      clearTimeout(soon);
      shut();
    },
  };
}

function overStream(feed: Feed): Line {
  return reopening(() => {
    const source = new EventSource(address("sse", feed));
    source.onmessage = ({ data }) => feed.heard(JSON.parse(data));
    source.onerror = () => {
      source.close();
      feed.down();
    };
    return () => source.close();
  });
}

function overPoll(feed: Feed): Line {
  return reopening(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    // The first question is not to wait: its answer proves that polls get through.
    const ask = async (first = ""): Promise<void> => {
      const headers = { Accept: "application/json" };
      const url = address("poll", feed) + first;
      const response = await fetch(url, { cache: "no-store", headers, signal });
      if (!response.ok) {
        throw new Error(response.statusText);
      }
      const { messages, pause } = (await response.json()) as { messages: Message[]; pause: number };
      for (const message of [...messages, { answered: true } as const]) {
        if (!signal.aborted) {
          feed.heard(message);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(pause * 1000, SHORTEST_PAUSE)));
      return signal.aborted ? undefined : ask();
    };
    ask("&wait=0").catch(() => signal.aborted || feed.down());
    return () => leaving.abort();
  });
}

export const LINES: Record<Transport, (feed: Feed) => Line> = {
  websocket: overSocket,
  sse: overStream,
  poll: overPoll,
};
