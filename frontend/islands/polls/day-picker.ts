/**
 * Choosing days on a month, over the rows of dates and hours that the server sent.
 *
 * The rows stay what is submitted: tapping a day adds or removes rows. A new day takes the hours
 * of the first one. Buttons that ask the server for more (a series, the same hours) get this part
 * of the page again, in its place.
 *
 * @attr data-today - first day that may be chosen, `YYYY-MM-DD`
 * @attr data-month - month on show, `YYYY-MM`
 * @attr data-off - days off: JSON list of `[first, last, reason]`
 * @attr data-language - language of the names
 * @attr data-calendar, data-drag, data-previous, data-next, data-add-hours, data-copy,
 *   data-remove, data-added, data-removed, data-left, data-failed, data-none - words
 */

import { DayRows } from "./day-rows.ts";
import type { DraftKeeperElement } from "./draft-keeper.ts";
import { make } from "./make.ts";
import { dayName, rangeOf } from "./month.ts";
import { MonthGrid } from "./month-grid.ts";

type Span = [first: string, last: string, reason: string];

export class DayPickerElement extends HTMLElement {
  private rows!: DayRows;
  private grid!: MonthGrid;
  private off: Span[] = [];
  private status!: HTMLElement;
  private readonly leaving = new AbortController();
  private isAsking = false;

  connectedCallback(): void {
    const list = this.querySelector<HTMLElement>(".t-rows");
    const form = this.closest("form");
    if (!list || !form) return;
    const words = (name: string): string => this.dataset[name] ?? "";
    this.off = JSON.parse(words("off") || "[]") as Span[];
    this.rows = new DayRows(list, {
      today: words("today"),
      language: words("language"),
      addHours: words("addHours"),
      copy: words("copy"),
      remove: words("remove"),
      none: words("none"),
      reason: (day) => this.reason(day),
      changed: () => this.refresh(),
    });
    this.grid = new MonthGrid({
      today: words("today"),
      language: words("language"),
      previous: words("previous"),
      next: words("next"),
      label: words("calendar"),
      hint: words("drag"),
      off: this.off,
      reason: (day) => this.reason(day),
      toggle: (day) => this.toggle(day),
      range: (from, to) => this.addRange(from, to),
      turned: (month) => this.set("shown", month),
    });
    this.status = make("p", { className: "fr-sr-only", role: "status" });
    const boxes = this.querySelectorAll<HTMLInputElement>("[name=tap]:checked");
    const ticked = [...boxes].map((box) => box.value);
    this.querySelector(".t-month")?.replaceWith(this.grid.element);
    this.prepend(this.status);
    this.querySelector("[name=add_rows]")?.remove();
    const signal = this.leaving.signal;
    form.addEventListener("submit", (event) => this.submitted(form, event), { signal });
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("input", () => this.count());
    this.grid.show(words("month"));
    this.rows.adopt();
    this.rows.addDays(ticked.filter((day) => !this.rows.days().includes(day)));
    this.restore();
  }

  disconnectedCallback(): void {
    this.leaving.abort();
  }

  private reason(day: string): string {
    return this.off.find(([first, last]) => first <= day && day <= last)?.[2] ?? "";
  }

  private set(name: string, value: string): void {
    const field = this.querySelector<HTMLInputElement>(`[name=${name}]`);
    if (field) field.value = value;
  }

  private toggle(day: string): void {
    const wasChosen = this.rows.days().includes(day);
    if (wasChosen) this.rows.removeDay(day);
    else this.rows.addDays([day]);
    const done = wasChosen ? this.dataset.removed : this.dataset.added;
    this.tell(`${this.name(day)} ${done ?? ""}`);
  }

  /** Add the working days from one day to another; days off are left out, and said. */
  private addRange(from: string, to: string): void {
    const chosen = this.rows.days();
    const all = rangeOf(from, to);
    const left = all.filter((day) => this.reason(day));
    this.rows.addDays(all.filter((day) => !left.includes(day) && !chosen.includes(day)));
    const why = left.length
      ? `${this.dataset.left ?? ""} ${left.map((day) => this.name(day))}`
      : "";
    this.tell(`${this.name(from)} – ${this.name(to)} ${this.dataset.added ?? ""}. ${why}`);
  }

  private name(day: string): string {
    const reason = this.reason(day);
    return dayName(day, this.dataset.language ?? "fr", false) + (reason && ` (${reason})`);
  }

  private tell(words: string): void {
    this.status.textContent = words;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private refresh(): void {
    this.grid.mark(new Set(this.rows.days()));
    const hours = this.querySelector<HTMLElement>(".t-hours");
    if (hours) hours.hidden = this.rows.days().length === 0;
    this.count();
  }

  /** Say how many dates are chosen where the server says it: the words differ by count. */
  private count(): void {
    const line = document.querySelector<HTMLElement>(".t-create__count");
    if (!line) return;
    const days = this.rows.days();
    const count = this.querySelectorAll(".t-rows .t-row").length;
    const [first, last] = [days[0], days.at(-1)];
    if (!first || !last) {
      line.textContent = this.dataset.none ?? "";
      return;
    }
    const words = (count === 1 ? line.dataset.one : line.dataset.many) ?? "";
    const when = first === last ? (line.dataset.on ?? "") : (line.dataset.span ?? "");
    const language = this.dataset.language ?? "fr";
    const isSameMonth = first.slice(0, 7) === last.slice(0, 7) && language === "fr";
    const start = dayName(first, language, false, !isSameMonth);
    const end = dayName(last, language, last.slice(0, 4) !== this.dataset.today?.slice(0, 4));
    const span = when.replace("{first}", start).replace("{last}", end);
    line.textContent = `${words.replace("{count}", String(count))}, ${span}`;
  }

  /** Put back the days of a draft, once. */
  private restore(): void {
    const keeper = this.closest<DraftKeeperElement>("draft-keeper");
    if (keeper?.restored) this.rows.restore(keeper.restored);
    const rooms = this.querySelector<HTMLInputElement>("[name=rooms]");
    const isRoom = ([name, value]: [string, string]) => /^(room|places)$/.test(name) && value;
    if (rooms && keeper?.restored?.some(isRoom)) rooms.checked = true;
    if (keeper) keeper.restored = undefined;
  }

  /** Enter in the box of the sentence proposes its days. */
  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    const isRepeat = event.target.closest(".t-repeat");
    const button = isRepeat ? "[name=propose]" : ".t-hours [name=same_hours]";
    if (!isRepeat && !event.target.closest(".t-hours")) return;
    event.preventDefault();
    this.querySelector<HTMLButtonElement>(button)?.click();
  }

  private submitted(form: HTMLFormElement, event: SubmitEvent): void {
    const button = event.submitter;
    if (this.isAsking) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.addEventListener("answered", () => form.requestSubmit(button), { once: true });
      return;
    }
    if (!(button instanceof HTMLButtonElement) || !this.contains(button)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void this.ask(form, button);
  }

  /** Send the form as this button would, and take this part of the page from the answer. */
  private async ask(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
    const sent = new FormData(form);
    sent.append(button.name, button.value);
    this.isAsking = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("day-picker");
      if (!fresh) throw new Error(String(answer.status));
      this.replaceWith(document.adoptNode(fresh));
      const told = page.querySelector(".t-create__told")?.textContent ?? "";
      const line = document.querySelector(".t-create__told");
      if (line) line.textContent = told;
      const same = `[name=${button.name}][value="${button.value}"], [name=propose]`;
      fresh.querySelector<HTMLElement>(same)?.focus();
      fresh.dispatchEvent(new Event("change", { bubbles: true }));
    } catch {
      this.status.textContent = "";
      const line = document.querySelector(".t-create__told");
      if (line) line.textContent = this.dataset.failed ?? "";
    } finally {
      this.isAsking = false;
      this.dispatchEvent(new Event("answered"));
    }
  }
}
