/**
 * Replaces the results when the server tells that something happened to the poll.
 *
 * The events carry numbers only: the results are read again from the server, which knows what
 * this visitor may see. Focus and open details survive the replacement.
 *
 * @attr data-subject - the poll, `poll:<id>`
 * @attr data-after - number of the last event that the page already shows
 * @attr data-src - address of the results alone; without it, a change is only said
 * @attr data-updated, data-changed - what is announced
 */

import { type LiveEvent, subscribe } from "../../shared/live.ts";
import { make } from "./make.ts";

const QUIET_MS = 300;
const RETRY_MS = 5_000;
/** The same words are said once in this time: a rush of answers does not talk over a reader. */
const BETWEEN_WORDS_MS = 30_000;
const STATE_EVENTS = new Set([
  "poll.closed",
  "poll.decided",
  "poll.reopened",
  "poll.changed",
  "poll.deleted",
]);

export class LiveResultsElement extends HTMLElement {
  private stop: (() => void) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private status: HTMLElement | undefined;
  private hasNewState = false;
  private said = { words: "", at: 0 };

  connectedCallback(): void {
    const { subject, after } = this.dataset;
    if (!subject) return;
    this.status = make("p", { className: "fr-sr-only", role: "status" });
    this.append(this.status);
    this.openTableWhereItFits();
    this.stop = subscribe(subject, Number(after ?? 0), (event) => this.hear(event));
  }

  disconnectedCallback(): void {
    this.stop?.();
    clearTimeout(this.timer);
  }

  /** A phone starts with the list of dates; a wide screen shows the table too. */
  private openTableWhereItFits(): void {
    const table = this.querySelector<HTMLDetailsElement>("details#tableau");
    if (table && window.matchMedia("(min-width: 48rem)").matches) table.open = true;
  }

  private hear(event: LiveEvent): void {
    if (event.type.startsWith("comment.")) return; // the comments hear these themselves
    const isNewState = !this.dataset.src || STATE_EVENTS.has(event.type);
    if (isNewState && this.status) this.status.className = "t-results__notice";
    this.hasNewState ||= isNewState;
    const words = this.hasNewState ? this.dataset.changed : this.dataset.updated;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(words ?? ""), QUIET_MS);
  }

  /** Return the results' HTML, "" when they are gone, undefined when the network fails for now. */
  private async read(): Promise<string | undefined> {
    try {
      const answer = await fetch(this.dataset.src ?? "", { headers: { Accept: "text/html" } });
      if (answer.status >= 500) return undefined;
      return answer.ok ? await answer.text() : "";
    } catch {
      return undefined;
    }
  }

  private async refresh(words: string): Promise<void> {
    if (!this.dataset.src) return this.say(words);
    const text = await this.read();
    if (text === undefined) {
      this.timer = setTimeout(() => void this.refresh(words), RETRY_MS);
      return;
    }
    const fresh = document.createElement("template");
    fresh.innerHTML = text;
    const section = fresh.content.querySelector("section");
    const shown = this.querySelector("section");
    if (section && shown) {
      if (Number(section.dataset.sequence) < Number(shown.dataset.sequence)) return;
      keepPlace(shown, section);
    }
    this.say(words);
  }

  private say(words: string): void {
    const at = Date.now();
    if (!this.status || (words === this.said.words && at - this.said.at < BETWEEN_WORDS_MS)) return;
    this.status.textContent = words;
    this.said = { words, at };
  }
}

/** Put `fresh` in place of `shown`, with the same details open and the same control focused. */
function keepPlace(shown: HTMLElement, fresh: HTMLElement): void {
  for (const open of shown.querySelectorAll<HTMLDetailsElement>("details[open]")) {
    const same = fresh.querySelector<HTMLDetailsElement>(`details#${CSS.escape(open.id)}`);
    if (same) same.open = true;
  }
  const table = fresh.querySelector<HTMLDetailsElement>("details#tableau");
  if (table && !shown.querySelector("details#tableau")) {
    table.open = window.matchMedia("(min-width: 48rem)").matches;
  }
  const focused = shown.contains(document.activeElement) ? document.activeElement?.id : "";
  const scroll = shown.querySelector(".t-matrix__scroll")?.scrollLeft ?? 0;
  shown.replaceWith(fresh);
  const region = fresh.querySelector(".t-matrix__scroll");
  if (region) region.scrollLeft = scroll;
  if (focused) document.getElementById(focused)?.focus();
}
