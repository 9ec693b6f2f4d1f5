// One live connection per page: chooses the transport, reconnects, and tells followers in order.

import { type Feed, LINES, type Line, type Message, type Transport } from "./live-transports.ts";

export interface LiveEvent {
  seq: number;
  type: string;
}

interface Follower {
  subject: string;
  seq: number;
  /** The server once let this page follow the subject: a refusal is then the end of a right. */
  wasAllowed: boolean;
  onEvent: (event: LiveEvent) => void;
  onReload: (seq: number) => void;
}

type Timer = ReturnType<typeof setTimeout> | undefined;

const NEXT: Record<Transport, Transport> = { websocket: "sse", sse: "poll", poll: "websocket" };
/** Milliseconds until the first sign of life. A stream held back by a proxy gives none. */
const PATIENCE: Record<Transport, number> = { websocket: 4_000, sse: 6_000, poll: 15_000 };
/** Silence that means death: the server beats, or answers a ping, every 15 to 25 seconds. */
const LONGEST_SILENCE = 45_000;
const FALLBACK_FOR = 600_000;
const LONGEST_DELAY = 30_000;
const STABLE_AFTER = 5_000;
/** Fallbacks hold one of the browser's few connections per site: hidden pages let go sooner. */
const HIDDEN_FOR: Record<Transport, number> = { websocket: 300_000, sse: 15_000, poll: 15_000 };
const MEMORY = "trousse-live";

/** The tab's own storage; browsers that refuse cookies throw instead. */
function memory(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

export class Live {
  #followers = new Set<Follower>();
  #transport: Transport;
  #line: Line | undefined;
  #openedAt = 0;
  #hasHeard = false;
  #socketsWork = false;
  #failures = 0;
  #attempts = 0;
  #watchdog: Timer;
  #retry: Timer;
  #hiding: Timer;
  #upgrade: Timer;
  #isPaused = false;

  /** `onGone` is called when a subject that could be followed no longer may be. */
  constructor(readonly onGone: (subject: string) => void = () => {}) {
    this.#transport = this.#remembered();
    document.addEventListener("visibilitychange", () => this.#onVisibility());
    addEventListener("online", () => this.#reconnectNow());
    addEventListener("pagehide", () => this.#pause());
    addEventListener("pageshow", () => this.#resume());
  }

  subscribe(
    subject: string,
    after: number,
    onEvent: (event: LiveEvent) => void,
    onReload: (seq: number) => void = (seq) => onEvent({ seq, type: "reload" }),
  ): () => void {
    const follower = { subject, seq: after, wasAllowed: false, onEvent, onReload };
    this.#followers.add(follower);
    this.#changed(subject);
    return () => {
      if (this.#followers.delete(follower)) {
        this.#changed(subject);
      }
    };
  }

  #changed(subject: string): void {
    if (!this.#followers.size) {
      this.#hangUp("off");
    } else if (this.#line) {
      this.#line.changed(subject);
    } else if (!this.#retry) {
      this.#connect();
    }
  }

  #numbers(): [string, number][] {
    const numbers = new Map<string, number>();
    for (const { subject, seq } of this.#followers) {
      numbers.set(subject, Math.min(seq, numbers.get(subject) ?? seq));
    }
    return [...numbers];
  }

  // --- One line after the other ----------------------------------------------------------

  #connect(): void {
    this.#hangUp("connecting");
    if (this.#isPaused || !this.#followers.size) {
      return;
    }
    this.#openedAt = Date.now();
    this.#hasHeard = false;
    this.#wait(PATIENCE[this.#transport]);
    const feed: Feed = {
      numbers: () => this.#numbers(),
      opened: () => this.#wait(LONGEST_SILENCE),
      heard: (message) => this.#heard(message),
      down: () => this.#down(),
    };
    this.#line = LINES[this.#transport](feed);
  }

  #hangUp(state: string): void {
    clearTimeout(this.#watchdog);
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#line?.close();
    this.#line = undefined;
    document.documentElement.dataset.live = state;
  }

  #wait(limit: number): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      if (!this.#hasHeard) {
        this.#failures += 1; // silence says more than a refusal
      }
      this.#down();
    }, limit);
  }

  #down(): void {
    this.#hangUp("connecting");
    this.#attempts = Date.now() - this.#openedAt > STABLE_AFTER ? 0 : this.#attempts + 1;
    if (!this.#hasHeard) {
      this.#failures += 1;
      // Sockets that worked on this page are not cut by the network: the server restarts.
      const tolerated = this.#transport !== "websocket" ? 1 : this.#socketsWork ? 8 : 2;
      if (this.#failures >= tolerated) {
        this.#use(NEXT[this.#transport]);
      }
    }
    const delay = Math.min(LONGEST_DELAY, 500 * 2 ** this.#attempts) * (0.5 + Math.random());
    this.#retry = setTimeout(() => this.#connect(), delay);
  }

  #reconnectNow(): void {
    if (this.#retry) {
      this.#connect();
    }
  }

  // --- What comes in ---------------------------------------------------------------------

  #heard(message: Message): void {
    this.#wait(LONGEST_SILENCE);
    if (!this.#hasHeard) {
      this.#hasHeard = true;
      this.#failures = 0;
      this.#remember();
    }
    const refused = message.refused ?? message.gone;
    const subject = refused ?? message.event?.subject ?? message.reload ?? message.subscribed;
    const concerned = [...this.#followers].filter(
      (follower) => message.answered || follower.subject === subject,
    );
    if (refused) {
      this.#giveUp(refused, concerned);
      return;
    }
    for (const follower of concerned) {
      follower.wasAllowed = true;
      this.#tell(follower, message);
    }
  }

  #giveUp(subject: string, concerned: Follower[]): void {
    for (const follower of concerned) {
      this.#followers.delete(follower);
    }
    if (concerned.length) {
      this.#changed(subject);
    }
    if (concerned.some(({ wasAllowed }) => wasAllowed)) {
      this.onGone(subject);
    }
  }

  #tell(follower: Follower, { event, reload, seq = 0 }: Message): void {
    if (reload) {
      follower.seq = seq;
      follower.onReload(seq);
    } else if (!event) {
      return;
    } else if (event.seq > follower.seq) {
      follower.seq = event.seq;
      follower.onEvent({ seq: event.seq, type: event.type });
    }
  }

  // --- Which transport -------------------------------------------------------------------

  #use(transport: Transport): void {
    this.#transport = transport;
    this.#failures = 0;
  }

  #remembered(): Transport {
    const [transport, until] = (memory()?.getItem(MEMORY) ?? "").split(" ");
    const left = Number(until) - Date.now();
    if ((transport === "sse" || transport === "poll") && left > 0) {
      this.#trySocketsIn(left);
      return transport;
    }
    return "websocket";
  }

  /** Keep the choice for the next pages, now that it is proven. */
  #remember(): void {
    document.documentElement.dataset.live = this.#transport;
    if (this.#transport === "websocket") {
      this.#socketsWork = true;
      memory()?.removeItem(MEMORY);
    } else if (!this.#upgrade) {
      memory()?.setItem(MEMORY, `${this.#transport} ${Date.now() + FALLBACK_FOR}`);
      this.#trySocketsIn(FALLBACK_FOR);
    }
  }

  #trySocketsIn(delay: number): void {
    this.#upgrade = setTimeout(() => {
      this.#upgrade = undefined;
      this.#use("websocket");
      this.#connect();
    }, delay);
  }

  // --- Pages that nobody looks at --------------------------------------------------------

  #onVisibility(): void {
    clearTimeout(this.#hiding);
    if (document.hidden) {
      this.#hiding = setTimeout(() => this.#pause(), HIDDEN_FOR[this.#transport]);
    } else {
      this.#resume();
    }
  }

  #pause(): void {
    this.#isPaused = true;
    this.#hangUp("off");
  }

  #resume(): void {
    if (this.#isPaused) {
      this.#isPaused = false;
      this.#attempts = 0;
      this.#connect();
    }
  }
}
