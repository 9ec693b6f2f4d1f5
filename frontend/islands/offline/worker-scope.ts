/** The few names of a service worker that we use: TypeScript knows pages or workers, not both. */

export interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface Fetched extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response> | Response): void;
}

export interface Told extends Extendable {
  readonly data: { type: "keep"; paths: string[]; evenIfRecent?: boolean } | { type: "forget" };
}

export interface Synced extends Extendable {
  readonly tag: string;
}

export interface WorkerScope {
  readonly trousse: import("./config.ts").WorkerConfig;
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  readonly cookieStore?: { get(name: string): Promise<{ value: string } | null> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", heard: (event: Extendable) => void): void;
  addEventListener(type: "fetch", heard: (event: Fetched) => void): void;
  addEventListener(type: "message", heard: (event: Told) => void): void;
  addEventListener(type: "sync", heard: (event: Synced) => void): void;
}
