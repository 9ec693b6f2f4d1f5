/** Keeps the answers of one page's form, sends what waits, and shows both in words. */

import { fill, momentWords, type Words } from "./config.ts";
import { notice } from "./notice.ts";
import { alone, forgetOthers, type Kept, post, type Sent, sendAll } from "./outbox.ts";
import { StoredShelf } from "./shelf.ts";

const OUTBOX = "trousse-outbox";

/** What `auto-save` tells: the form, and how to write on its status line. */
interface SavingDetail {
  form: HTMLFormElement;
  say: (words: string, state?: string) => void;
}

interface SyncRegistration extends ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

export class Keeper {
  private readonly shelf = new StoredShelf();
  private readonly channel = new BroadcastChannel(OUTBOX);
  private say: SavingDetail["say"] = () => undefined;

  constructor(
    private readonly reader: string,
    private readonly words: Words,
    private readonly language: string,
    private readonly csrfCookie: string,
    private readonly refresh: (path: string) => void,
  ) {}

  async start(): Promise<void> {
    document.addEventListener("answer-unsent", (event) => this.keep(event as CustomEvent));
    document.addEventListener("answer-saved", (event) => void this.saved(event as CustomEvent));
    window.addEventListener("online", () => void this.sendAll());
    this.channel.addEventListener("message", ({ data }) => void this.learn(data as Sent));
    await forgetOthers(this.shelf, this.reader);
    await this.showOwn();
    await this.sendAll();
  }

  /** Return what waits on this device for this reader. */
  async waiting(): Promise<Kept[]> {
    return (await this.shelf.all()).filter((kept) => !kept.refusal);
  }

  /** Forget everything that was kept. */
  async forgetAll(): Promise<void> {
    for (const kept of await this.shelf.all()) await this.shelf.remove(kept.url);
  }

  private keep(event: CustomEvent<SavingDetail>): void {
    const { form, say } = event.detail;
    event.preventDefault(); // the outbox sends it: the form need not insist
    this.say = say;
    void this.shelf
      .put(keptForm(form, this.reader))
      .then(() => say(this.words.kept, "kept"))
      .then(() => this.askToSync());
  }

  private async askToSync(): Promise<void> {
    const registration = (await navigator.serviceWorker.ready) as SyncRegistration;
    await registration.sync?.register(OUTBOX).catch(() => undefined); // refused in private windows
  }

  private async saved({ detail }: CustomEvent<SavingDetail>): Promise<void> {
    const url = addressOf(detail.form);
    await this.shelf.remove(url);
    this.refresh(url);
    await this.showOwn();
  }

  private async sendAll(): Promise<void> {
    if (!navigator.onLine) return;
    const send = (kept: Kept) => post(kept, cookie(this.csrfCookie));
    const results = await alone(() => sendAll(this.shelf, send, { reader: this.reader }));
    for (const sent of results) await this.learn(sent);
  }

  /** Show what became of an answer, sent by this page, by another one or by the worker. */
  private async learn({ kept, outcome, reply }: Sent): Promise<void> {
    if (outcome === "later") return;
    const form = formAt(kept.url);
    if (form && outcome === "recorded") {
      const version = form.querySelector<HTMLInputElement>("[name=version]");
      if (version && reply.version) version.value = String(reply.version);
      this.say(reply.message ?? "", "saved");
    }
    if (outcome === "recorded") this.refresh(kept.url);
    else if (form)
      this.say(fill(this.words.refused, { reason: reply.error?.message ?? "" }), "failed");
    await this.showOwn();
  }

  /** Show what is kept: in its form on its own page, as a notice everywhere else. */
  private async showOwn(): Promise<void> {
    const all = (await this.shelf.all()).filter((kept) => kept.reader === this.reader);
    const shown = all.filter(
      (kept) => kept.refusal || document.querySelector("[data-kept-answers]"),
    );
    for (const kept of all) this.restore(kept);
    notice(
      shown.map((kept) => ({
        title: kept.title,
        url: kept.url,
        words: this.stateOf(kept),
        said: kept.said,
        isRefused: Boolean(kept.refusal),
        forget: () => this.shelf.remove(kept.url).then(() => this.showOwn()),
      })),
      this.words,
    );
  }

  private stateOf(kept: Kept): string {
    if (kept.refusal) return fill(this.words.refused, { reason: kept.refusal });
    const when = momentWords(new Date(kept.keptAt), this.words, this.language);
    return fill(this.words.waiting, { when });
  }

  /** Put an answer that waits back into its form, which the copy of the page shows without it. */
  private restore(kept: Kept): void {
    const form = formAt(kept.url);
    if (!form || kept.refusal) return;
    for (const [name, value] of kept.fields) {
      const field = form.elements.namedItem(name);
      if (field instanceof RadioNodeList) field.value = value;
    }
    const status = form.querySelector<HTMLElement>("[role=status]");
    if (!status) return;
    this.say = (words, state = "") => {
      status.textContent = words;
      status.dataset.state = state;
    };
    this.say(this.stateOf(kept), "kept");
  }
}

function keptForm(form: HTMLFormElement, reader: string): Kept {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  return {
    url: addressOf(form),
    id: crypto.randomUUID(),
    reader,
    title: document.querySelector("h1")?.textContent?.trim() ?? "",
    fields: [
      ...fields.map(([name, value]): [string, string] => [name, String(value)]),
      ["kept", "1"],
    ],
    said: saidIn(form),
    keptAt: Date.now(),
    refusal: "",
  };
}

/** Return what was chosen in each group, as the page words it. */
function saidIn(form: HTMLFormElement): [string, string][] {
  const chosen = form.querySelectorAll<HTMLInputElement>("fieldset input[type=radio]:checked");
  return [...chosen].map((field) => [
    words(field.closest("fieldset")?.querySelector("legend")),
    words(field.labels?.[0]),
  ]);
}

/** Return the words of an element as they are read aloud, narrow spaces kept. */
function words(element: Element | null | undefined): string {
  const copy = element?.cloneNode(true) as Element | undefined;
  for (const mark of copy?.querySelectorAll("[aria-hidden]") ?? []) mark.remove();
  return copy?.textContent?.replace(/[ \n]+/g, " ").trim() ?? "";
}

function addressOf(form: HTMLFormElement): string {
  return new URL(form.action).pathname;
}

function formAt(url: string): HTMLFormElement | undefined {
  const forms = document.querySelectorAll<HTMLFormElement>("auto-save form");
  return [...forms].find((form) => addressOf(form) === url);
}

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  if (!found) throw new Error("no cookie of forms yet: this is tried again on the next page");
  return decodeURIComponent(found.slice(name.length + 1));
}
