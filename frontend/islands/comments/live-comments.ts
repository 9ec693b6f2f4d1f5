/**
 * Reads the comments again when the server tells that some were written, changed or removed.
 *
 * Somebody who is writing a reply, or who reads an earlier page, is not disturbed: a button
 * offers what is new.
 *
 * @attr data-subject - the thing, `type:id`
 * @attr data-after - number of the last event that the page already shows
 * @attr data-src - address of the list alone
 * @attr data-part - present when the page shows earlier threads or one thread
 * @attr data-new, data-updated - label of the button; what is announced
 */

import { type LiveEvent, subscribe } from "../../shared/live.ts";

const QUIET_MS = 400;

export class LiveCommentsElement extends HTMLElement {
  private stop: (() => void) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    const { subject, after } = this.dataset;
    if (!subject || this.dataset.part !== undefined) return;
    this.stop = subscribe(subject, Number(after ?? 0), (event) => this.hear(event));
  }

  disconnectedCallback(): void {
    this.stop?.();
    clearTimeout(this.timer);
  }

  private hear(event: LiveEvent): void {
    if (!event.type.startsWith("comment.") && event.type !== "reload") return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), QUIET_MS);
  }

  private get list(): HTMLElement | null {
    return this.querySelector("[data-part=list]");
  }

  private get isBusy(): boolean {
    const list = this.list;
    if (!list) return false;
    const fields = [...list.querySelectorAll<HTMLTextAreaElement>("textarea")];
    return list.contains(document.activeElement) || fields.some((field) => field.value.trim());
  }

  private async refresh(): Promise<void> {
    if (this.isBusy) {
      this.offer();
      return;
    }
    const answer = await fetch(this.dataset.src ?? "", { headers: { Accept: "text/html" } }).catch(
      () => undefined,
    );
    if (!answer?.ok) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text();
    const list = fresh.content.querySelector<HTMLElement>("[data-part=list]");
    if (!list || this.isBusy) return;
    this.keepOpen(list);
    this.list?.replaceWith(list);
    this.say(this.dataset.updated ?? "");
  }

  private keepOpen(fresh: HTMLElement): void {
    for (const open of this.querySelectorAll("details[open]")) {
      const thread = open.closest("article");
      const same = thread && fresh.querySelector(`#${CSS.escape(thread.id)} .${open.className}`);
      same?.setAttribute("open", "");
    }
  }

  private offer(): void {
    if (this.querySelector("[data-part=offer]")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fr-btn fr-btn--secondary fr-btn--sm";
    button.dataset.part = "offer";
    button.textContent = this.dataset.new ?? "";
    button.addEventListener("click", () => window.location.reload());
    this.append(button);
    this.say(button.textContent);
  }

  private say(words: string): void {
    let status = this.querySelector<HTMLElement>("[role=status]");
    if (!status) {
      status = document.createElement("p");
      status.className = "fr-sr-only";
      status.setAttribute("role", "status");
      this.append(status);
    }
    status.textContent = words;
  }
}
