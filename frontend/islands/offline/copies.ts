/**
 * The copies of pages that the worker keeps: what may be kept, for whom, for how long.
 *
 * The server decides: `Trousse-Reader` names whoever the page was made for (`nobody` for a visitor
 * or for somebody who keeps nothing on this device) and `Trousse-Keep` says that the page may be
 * kept. What one person's pages hold is in a cache of their own, gone with the first page that
 * was made for anybody else.
 */

export const NOBODY = "nobody";
const PRIVATE = "trousse-private-";
const PUBLIC = "trousse-public";
const KEPT_AT = "Trousse-Kept-At";
const DAY_MS = 24 * 3600 * 1000;
const LARGEST_PAGE = 500_000;

interface Bounds {
  pages: number;
  days: number;
}
const BOUNDS: Record<"private" | "public", Bounds> = {
  private: { pages: 40, days: 14 },
  public: { pages: 60, days: 30 },
};

/** A page as it was when it was kept. */
export interface Copy {
  path: string;
  at: Date;
  html: string;
  title: string;
  language: string;
  response: Response;
}

export class Copies {
  constructor(
    private readonly storage: CacheStorage,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Learn from an answer of the server who reads, and keep the page when it may be kept.
   * Return its HTML when it was kept, else undefined.
   */
  async receive(path: string, response: Response): Promise<string | undefined> {
    const reader = response.headers.get("Trousse-Reader");
    if (!reader) return undefined; // not from our pages: a proxy's error says nothing about people
    await this.forgetOthers(reader);
    if (response.status !== 200 || !response.headers.has("Trousse-Keep")) return undefined;
    const html = await response.text();
    if (html.length > LARGEST_PAGE) return undefined;
    const cache = await this.storage.open(reader === NOBODY ? PUBLIC : PRIVATE + reader);
    await cache.put(path, stamped(html, response.headers, this.now()));
    await this.prune(cache, reader === NOBODY ? BOUNDS.public : BOUNDS.private);
    return html;
  }

  /** Return the copy of the page at `path`, the reader's own first. */
  async find(path: string): Promise<Copy | undefined> {
    for (const name of await this.names()) {
      const found = await (await this.storage.open(name)).match(path);
      const copy = found && (await read(path, found));
      if (copy && this.isFresh(copy.at, name)) return copy;
    }
    return undefined;
  }

  /** Return every page that can be read, the last kept first, each once. */
  async all(): Promise<Copy[]> {
    const found = new Map<string, Copy>();
    for (const name of await this.names()) {
      const cache = await this.storage.open(name);
      for (const request of await cache.keys()) {
        const path = new URL(request.url).pathname;
        const copy = found.has(path) ? undefined : await this.find(path);
        if (copy) found.set(path, copy);
      }
    }
    return [...found.values()].sort((a, b) => b.at.getTime() - a.at.getTime());
  }

  /** Remove the private copies of everybody but `reader`. */
  async forgetOthers(reader: string): Promise<void> {
    const gone = (await this.storage.keys()).filter(
      (name) => name.startsWith(PRIVATE) && name !== PRIVATE + reader,
    );
    await Promise.all(gone.map((name) => this.storage.delete(name)));
  }

  private async names(): Promise<string[]> {
    const names = await this.storage.keys();
    return [...names.filter((name) => name.startsWith(PRIVATE)), PUBLIC].filter((name) =>
      names.includes(name),
    );
  }

  private isFresh(at: Date, cacheName: string): boolean {
    const { days } = cacheName === PUBLIC ? BOUNDS.public : BOUNDS.private;
    return this.now() - at.getTime() < days * DAY_MS;
  }

  /** Remove what is too old, then the oldest of what is too many. */
  private async prune(cache: Cache, bounds: Bounds): Promise<void> {
    const dated: { request: Request; at: number }[] = [];
    for (const request of await cache.keys()) {
      const at = Date.parse((await cache.match(request))?.headers.get(KEPT_AT) ?? "");
      dated.push({ request, at: Number.isNaN(at) ? 0 : at });
    }
    dated.sort((a, b) => b.at - a.at);
    const oldest = this.now() - bounds.days * DAY_MS;
    const gone = dated.filter(({ at }, rank) => rank >= bounds.pages || at < oldest);
    await Promise.all(gone.map(({ request }) => cache.delete(request)));
  }
}

/** Return the same page with its headers (the security policy is one) and the date. */
function stamped(html: string, headers: Headers, at: number): Response {
  const kept = new Headers(headers);
  kept.delete("Content-Encoding");
  kept.delete("Content-Length");
  kept.set(KEPT_AT, new Date(at).toISOString());
  return new Response(html, { headers: kept });
}

async function read(path: string, response: Response): Promise<Copy> {
  const html = await response.clone().text();
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? path;
  return {
    path,
    html,
    response,
    at: new Date(response.headers.get(KEPT_AT) ?? 0),
    title: title.replace(/\s–\s[^–]*$/, "").trim(),
    language: /<html lang="([a-z]+)"/.exec(html)?.[1] ?? "fr",
  };
}
