/**
 * Saves the form inside it by itself, shortly after the last change, and says so in words.
 *
 * The form stays a plain form with its button. One request at a time; what changes meanwhile is
 * sent next. Without network, tries again until it works, unless somebody hears `answer-unsent`
 * and prevents that: they take care of it. A refusal of the server is shown with
 * the server's own words and waits for the person.
 *
 * @attr data-saving, data-failed, data-name-first, data-choose-first - what the status line says
 */

const QUIET_MS = 600;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

interface Reply {
  message?: string;
  version?: number;
  personal_link?: string;
  error?: { message: string; code: string };
}

export class AutoSaveElement extends HTMLElement {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private retryMs = FIRST_RETRY_MS;
  private isSending = false;
  private isDirty = false;

  connectedCallback(): void {
    const form = this.form;
    if (!form) return;
    form.addEventListener("change", () => this.changed());
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.isDirty && void this.save());
    window.addEventListener("pagehide", () => this.isDirty && this.saveWhileLeaving());
  }

  private get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  private changed(): void {
    this.isDirty = true;
    this.plan(QUIET_MS);
  }

  private submitted(event: SubmitEvent): void {
    if (event.submitter?.getAttribute("name") === "fill") {
      this.leaveToServer();
      return;
    }
    event.preventDefault();
    this.isDirty = true;
    clearTimeout(this.timer);
    void this.save();
  }

  /** Let the server fill in many dates: the page comes back with them, to be looked at first. */
  private leaveToServer(): void {
    clearTimeout(this.timer);
    this.isDirty = false;
  }

  private plan(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), milliseconds);
  }

  /** Tell those who keep answers for later; return whether one of them takes care of it. */
  private tell(what: "answer-saved" | "answer-unsent", form: HTMLFormElement): boolean {
    const say = (words: string, state = ""): void => this.say(words, state);
    const options = { bubbles: true, cancelable: true, detail: { form, say } };
    return !this.dispatchEvent(new CustomEvent(what, options));
  }

  private async save(): Promise<void> {
    const form = this.form;
    if (!form || this.isSending) return;
    const missing = this.missing(form);
    if (missing) return this.say(missing);
    this.isSending = true;
    this.isDirty = false;
    this.say(this.dataset.saving);
    try {
      const answer = await this.send(form);
      this.read((await answer.json()) as Reply, form);
      this.retryMs = FIRST_RETRY_MS;
    } catch {
      if (!this.tell("answer-unsent", form)) this.insist();
    }
    this.isSending = false;
    if (this.isDirty && this.retryMs === FIRST_RETRY_MS) this.plan(QUIET_MS);
  }

  private insist(): void {
    this.isDirty = true;
    this.say(this.dataset.failed, "failed");
    this.plan(this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
  }

  private send(form: HTMLFormElement, options: RequestInit = {}): Promise<Response> {
    return fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form) as unknown as URLSearchParams),
      headers: { Accept: "application/json" },
      ...options,
    });
  }

  private saveWhileLeaving(): void {
    const form = this.form;
    if (form && !this.missing(form)) void this.send(form, { keepalive: true });
  }

  private missing(form: HTMLFormElement): string | undefined {
    const name = form.querySelector<HTMLInputElement>("[name=name]");
    const data = new FormData(form);
    const chosen = [...data.keys()].some((key) => key.startsWith("answer-"));
    if (!chosen) return this.dataset.chooseFirst;
    return name && !name.value.trim() ? this.dataset.nameFirst : undefined;
  }

  private read(reply: Reply, form: HTMLFormElement): void {
    if (reply.error) {
      this.say(reply.error.message, "failed");
      return;
    }
    const version = form.querySelector<HTMLInputElement>("[name=version]");
    if (version && reply.version) version.value = String(reply.version);
    if (reply.personal_link) this.showPersonalLink(reply.personal_link);
    this.say(reply.message, "saved");
    this.tell("answer-saved", form);
  }

  private showPersonalLink(link: string): void {
    const place = this.querySelector<HTMLElement>("[data-personal]");
    const anchor = this.querySelector<HTMLAnchorElement>("[data-personal-link]");
    if (!place || !anchor) return;
    anchor.href = link;
    anchor.textContent = link;
    place.hidden = false;
  }

  private say(words: string | undefined, state = ""): void {
    const status = this.querySelector<HTMLElement>(".t-ballot__status");
    if (!status || !words) return;
    status.textContent = words;
    status.dataset.state = state;
  }
}
