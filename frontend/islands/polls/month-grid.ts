/** The month one taps days on: a grid with one tab stop and arrow keys (ARIA grid pattern). */

import { make } from "./make.ts";
import {
  dayName,
  isoDay,
  type Month,
  monthName,
  monthOf,
  shiftDay,
  shiftMonth,
  weekdayNames,
  weeksOf,
} from "./month.ts";

const COMING_DAYS = 7;

export interface MonthGridOptions {
  today: string;
  language: string;
  previous: string;
  next: string;
  label: string;
  toggle: (day: string) => void;
}

export class MonthGrid {
  readonly element = make("div", { className: "t-month" });
  private readonly title = make("p", { className: "t-month__title", ariaLive: "polite" });
  private readonly table = make("table", { className: "t-month__grid", role: "grid" });
  private chosen = new Set<string>();
  private month: Month;
  private current: string;

  constructor(private readonly options: MonthGridOptions) {
    this.current = options.today;
    this.month = monthOf(options.today);
    this.table.setAttribute("aria-label", options.label);
    const hint = make("p", { className: "fr-hint-text t-month__hint" });
    hint.textContent = options.label;
    const head = make("div", { className: "t-month__head" });
    head.append(this.turn(-1, options.previous, "‹"), this.title, this.turn(1, options.next, "›"));
    this.element.append(hint, head, this.table);
    this.table.addEventListener("click", (event) => this.clicked(event));
    this.table.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** Show the month of `day`; without one, the month that the coming week ends in. */
  show(day?: string): void {
    this.month = monthOf(day ?? shiftDay(this.options.today, COMING_DAYS));
    this.current = this.notPast(day ?? isoDay(this.month.year, this.month.month, 1));
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
    if (hadFocus) this.focusCurrent();
  }

  private cell(day: string | null): HTMLTableCellElement {
    const cell = make("td", { role: "gridcell" });
    if (!day) return cell;
    const button = make("button", { className: "t-month__day", type: "button" });
    button.dataset.day = day;
    button.disabled = day < this.options.today;
    button.tabIndex = day === this.current ? 0 : -1;
    button.setAttribute("aria-pressed", String(this.chosen.has(day)));
    button.setAttribute("aria-label", dayName(day, this.options.language));
    if (day === this.options.today) button.setAttribute("aria-current", "date");
    button.textContent = String(Number(day.slice(8)));
    cell.append(button);
    return cell;
  }

  private clicked(event: Event): void {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-day]");
    const day = button?.dataset.day;
    if (!day) return;
    this.current = day;
    this.options.toggle(day);
  }

  private pressed(event: KeyboardEvent): void {
    const target = this.destination(event.key);
    if (!target) return;
    event.preventDefault();
    this.current = this.notPast(target);
    this.month = monthOf(this.current);
    this.draw();
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
