/** The month one taps days on: a grid with one tab stop and arrow keys (ARIA grid pattern). */

import { make } from "./make.ts";
import {
  dayName,
  isoDay,
  type Month,
  monthName,
  monthOf,
  rangeOf,
  shiftDay,
  shiftMonth,
  weekdayNames,
  weeksOf,
} from "./month.ts";

export interface MonthGridOptions {
  today: string;
  language: string;
  previous: string;
  next: string;
  label: string;
  hint: string;
  off: [first: string, last: string, reason: string][];
  reason: (day: string) => string;
  toggle: (day: string) => void;
  range: (from: string, to: string) => void;
  turned: (month: string) => void;
}

export class MonthGrid {
  readonly element = make("div", { className: "t-month" });
  private readonly title = make("p", { className: "t-month__title", ariaLive: "polite" });
  private readonly table = make("table", { className: "t-month__grid", role: "grid" });
  private readonly offs = make("ul", { className: "t-month__off" });
  private readonly hint = make("p", { className: "fr-hint-text t-month__hint" });
  private chosen = new Set<string>();
  /** Where a range starts: the day pressed while sliding, the last one chosen otherwise. */
  private anchor = "";
  private reached = "";
  private month: Month;
  private current: string;

  constructor(private readonly options: MonthGridOptions) {
    this.current = options.today;
    this.month = monthOf(options.today);
    this.table.setAttribute("aria-label", options.label);
    this.hint.textContent = options.hint;
    const head = make("div", { className: "t-month__head" });
    head.append(this.turn(-1, options.previous, "‹"), this.title, this.turn(1, options.next, "›"));
    this.element.append(head, this.table, this.offs, this.hint);
    this.table.addEventListener("click", (event) => this.clicked(event));
    this.table.addEventListener("pointerdown", (event) => {
      if (event.button === 0 && !event.shiftKey) this.anchor = dayAt(event) ?? "";
      this.reached = this.anchor;
    });
    this.table.addEventListener("pointermove", (event) => this.slid(event));
    this.table.addEventListener("pointercancel", () => this.stretch(""));
    this.table.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** Show a month, `YYYY-MM`. */
  show(month: string): void {
    this.month = monthOf(month);
    this.current = this.notPast(isoDay(this.month.year, this.month.month, 1));
    this.draw();
  }

  /** Show which days are chosen. */
  mark(days: Set<string>): void {
    this.chosen = days;
    this.draw();
  }

  private turn(count: number, words: string, sign: string): HTMLButtonElement {
    const button = make("button", {
      className: "fr-btn fr-btn--tertiary t-month__turn",
      type: "button",
    });
    button.setAttribute("aria-label", words);
    button.textContent = sign;
    button.addEventListener("click", () => {
      this.month = shiftMonth(this.month, count);
      this.current =
        weeksOf(this.month)
          .flat()
          .find((day) => day && day >= this.options.today) ?? this.current;
      this.draw();
      this.turnedTo();
    });
    return button;
  }

  private draw(): void {
    const hadFocus = this.table.contains(document.activeElement);
    this.title.textContent = monthName(this.month, this.options.language);
    const head = make("tr");
    for (const name of weekdayNames(this.options.language)) {
      const cell = make("th", { scope: "col", abbr: name.long });
      cell.textContent = name.short;
      head.append(cell);
    }
    const body = weeksOf(this.month).map((week) => {
      const row = make("tr");
      row.append(...week.map((day) => this.cell(day)));
      return row;
    });
    this.table.replaceChildren(head, ...body);
    this.offs.replaceChildren(...this.offLines());
    if (hadFocus) this.focusCurrent();
  }

  private turnedTo(): void {
    this.options.turned(isoDay(this.month.year, this.month.month, 1).slice(0, 7));
  }

  /** The days off of the month in words: the pattern of a cell is not their only sign. */
  private offLines(): HTMLElement[] {
    const days = weeksOf(this.month)
      .flat()
      .filter((day) => day !== null);
    const [from, to] = [this.notPast(days[0] ?? ""), days.at(-1) ?? ""];
    const shown = this.options.off.filter(([first, last]) => first <= to && last >= from);
    return shown.map(([first, last, reason]) => {
      const line = make("li");
      const [, shownFrom, shownTo] = [first, last, from, to].sort(); // they overlap
      const [start, end] = [shownFrom, shownTo].map((day) => Number(day?.slice(8)));
      line.textContent = `${start === end ? start : `${start} – ${end}`} : ${reason}`;
      return line;
    });
  }

  private cell(day: string | null): HTMLTableCellElement {
    const cell = make("td", { role: "gridcell" });
    if (!day) return cell;
    const button = make("button", { className: "t-month__day", type: "button" });
    button.dataset.day = day;
    button.disabled = day < this.options.today;
    button.tabIndex = day === this.current ? 0 : -1;
    button.setAttribute("aria-pressed", String(this.chosen.has(day)));
    const reason = this.options.reason(day);
    if (reason) button.classList.add("t-month__day--off");
    const name = dayName(day, this.options.language);
    button.setAttribute("aria-label", reason ? `${name}, ${reason}` : name);
    if (day === this.options.today) button.setAttribute("aria-current", "date");
    button.textContent = String(Number(day.slice(8)));
    cell.append(button);
    return cell;
  }

  private clicked(event: MouseEvent): void {
    const day = dayAt(event);
    const [from, to] = [this.anchor, this.reached];
    this.stretch("");
    const until = to && from !== to ? to : event.shiftKey && from !== day ? day : null;
    if (from && until) {
      this.finish(from, until);
    } else if (day) {
      this.current = day;
      this.anchor = day;
      this.options.toggle(day);
    }
  }

  private finish(from: string, to: string): void {
    this.current = to;
    this.anchor = to;
    this.options.range(from, to);
  }

  /** Follow a finger or a mouse that slides over days with its button down. */
  private slid(event: PointerEvent): void {
    if (!(event.buttons & 1) || !this.anchor || event.shiftKey) return;
    if (event.pointerType === "touch") this.table.releasePointerCapture?.(event.pointerId);
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const day = under?.closest<HTMLElement>("button[data-day]:enabled")?.dataset.day;
    if (day && this.table.contains(under) && day !== this.reached) this.stretch(day);
  }

  private stretch(day: string): void {
    this.reached = day;
    const days = new Set(day && day !== this.anchor ? rangeOf(this.anchor, day) : []);
    for (const button of this.table.querySelectorAll<HTMLElement>("button[data-day]"))
      button.classList.toggle("t-month__day--slid", days.has(button.dataset.day ?? ""));
  }

  private pressed(event: KeyboardEvent): void {
    const target = this.destination(event.key);
    if (!target) return;
    event.preventDefault();
    this.current = this.notPast(target);
    this.month = monthOf(this.current);
    this.draw();
    this.turnedTo();
    this.focusCurrent();
  }

  private destination(key: string): string | undefined {
    const weekday = (new Date(`${this.current}T12:00:00Z`).getUTCDay() + 6) % 7;
    const days: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -7,
      ArrowDown: 7,
      PageUp: -28,
      PageDown: 28,
      Home: -weekday,
      End: 6 - weekday,
    };
    const count = days[key];
    return count === undefined ? undefined : shiftDay(this.current, count);
  }

  private notPast(day: string): string {
    return day > this.options.today ? day : this.options.today;
  }

  private focusCurrent(): void {
    this.table.querySelector<HTMLElement>(`[data-day="${this.current}"]`)?.focus();
  }
}

function dayAt(event: Event): string | undefined {
  const target = event.target as Element;
  return target.closest<HTMLButtonElement>("button[data-day]:enabled")?.dataset.day;
}
