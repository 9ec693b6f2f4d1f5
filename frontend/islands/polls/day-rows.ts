/** The rows of dates and hours, shown one group a day while script runs. */

import { make } from "./make.ts";
import { dayName } from "./month.ts";

/** What a line says besides its day, by the name of the field. */
type Cells = Record<string, string>;

const CELLS = ["start", "end", "room", "places"];

export interface DayRowsOptions {
  today: string;
  language: string;
  addHours: string;
  copy: string;
  remove: string;
  none: string;
  reason: (day: string) => string;
  changed: () => void;
}

export class DayRows {
  private readonly model: HTMLElement;
  private count = 0;

  constructor(
    private readonly list: HTMLElement,
    private readonly options: DayRowsOptions,
  ) {
    this.model = rowsIn(list)[0]?.cloneNode(true) as HTMLElement;
    this.model.querySelector(".t-row__error")?.remove();
  }

  /** Return the chosen days, each once, in order. */
  days(): string[] {
    return [...new Set(rowsIn(this.list).map((row) => cellOf(row, "day")))].filter(Boolean).sort();
  }

  /** Group the rows as they are now; blank ones go. */
  adopt(): void {
    for (const row of rowsIn(this.list))
      if (!cellOf(row, "day") && !cellOf(row, "start")) row.remove();
    this.draw();
  }

  /** Add days with the hours of the first one. */
  addDays(days: string[]): void {
    const hours = this.hoursOf(this.days()[0] ?? "");
    for (const day of days)
      for (const cells of hours.length ? hours : [{}]) this.addRow(day, cells);
    this.draw();
  }

  /** Put back the rows of a kept form: its values in the order of the form. */
  restore(values: [string, string][]): void {
    const column = (name: string): string[] =>
      values.filter(([key]) => key === name).map(([, value]) => value);
    const columns = CELLS.map((name): [string, string[]] => [name, column(name)]);
    for (const row of rowsIn(this.list)) row.remove();
    column("day").forEach((day, index) => {
      const cells = columns.map(([name, all]): [string, string] => [name, all[index] ?? ""]);
      if (day) this.addRow(day, Object.fromEntries(cells));
    });
    this.draw();
  }

  /** Remove a day with all its hours. */
  removeDay(day: string): void {
    for (const row of this.rowsOf(day)) row.remove();
    this.draw();
  }

  private rowsOf(day: string): HTMLElement[] {
    return rowsIn(this.list).filter((row) => cellOf(row, "day") === day);
  }

  private hoursOf(day: string): Cells[] {
    return this.rowsOf(day).map((row) =>
      Object.fromEntries(CELLS.map((name) => [name, cellOf(row, name)])),
    );
  }

  private addRow(day: string, cells: Cells): HTMLElement {
    this.count += 1;
    const row = this.model.cloneNode(true) as HTMLElement;
    for (const field of row.querySelectorAll("input")) {
      const label = row.querySelector(`label[for="${field.id}"]`);
      field.id = `${field.name}-plus-${this.count}`;
      label?.setAttribute("for", field.id);
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
      field.value = field.name === "day" ? day : (cells[field.name] ?? "");
    }
    this.list.append(row);
    return row;
  }

  private draw(): void {
    const days = this.days();
    const groups = days.map((day) => this.group(day, days.length));
    const dayless = this.rowsOf("");
    if (groups.length || dayless.length) this.list.replaceChildren(...dayless, ...groups);
    else this.list.replaceChildren(this.emptyLine());
    this.options.changed();
  }

  private emptyLine(): HTMLElement {
    const line = make("p", { className: "t-rows__none" });
    line.textContent = this.options.none;
    return line;
  }

  private group(day: string, days: number): HTMLElement {
    const rows = this.rowsOf(day).sort((a, b) =>
      cellOf(a, "start").localeCompare(cellOf(b, "start")),
    );
    const isThisYear = day.startsWith(this.options.today.slice(0, 4));
    const name = dayName(day, this.options.language, !isThisYear);
    const group = make("div", { className: "t-day", role: "group", ariaLabel: name });
    const title = make("p", { className: "t-day__title" });
    title.textContent = name;
    for (const row of rows) this.dress(row, name);
    const reason = this.options.reason(day);
    if (reason) {
      const why = make("span", { className: "t-day__off" });
      why.textContent = reason;
      title.append(" ", why);
    }
    group.append(title, ...rows, this.addHoursButton(day, name));
    if (rows.some((row) => cellOf(row, "start")) && days > 1)
      group.append(this.copyButton(day, name));
    return group;
  }

  private dress(row: HTMLElement, name: string): void {
    row.querySelector<HTMLElement>(".t-row__cell--day")?.setAttribute("hidden", "");
    row.setAttribute("aria-label", name);
    if (row.querySelector(".t-row__remove")) return;
    const button = this.button("t-row__remove", "✕");
    button.ariaLabel = `${this.options.remove} ${name}`;
    button.addEventListener("click", () => {
      row.remove();
      this.draw();
    });
    row.append(button);
  }

  private addHoursButton(day: string, name: string): HTMLButtonElement {
    const button = this.button("t-day__more", this.options.addHours);
    const about = make("span", { className: "fr-sr-only" });
    about.textContent = ` ${name}`;
    button.append(about);
    button.addEventListener("click", () => {
      const row = this.addRow(day, {});
      this.draw();
      row.querySelector<HTMLInputElement>("[name=start]")?.focus();
    });
    return button;
  }

  private copyButton(day: string, name: string): HTMLButtonElement {
    const button = this.button("t-day__more", this.options.copy);
    button.ariaLabel = `${this.options.copy}, ${name}`;
    Object.assign(button, { type: "submit", name: "copy", value: day, formNoValidate: true });
    return button;
  }

  private button(className: string, words: string): HTMLButtonElement {
    const look = `fr-btn fr-btn--tertiary fr-btn--sm ${className}`;
    const button = make("button", { className: look, type: "button" });
    button.append(words);
    return button;
  }
}

function rowsIn(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(".t-row")];
}

function field(row: HTMLElement, name: string): HTMLInputElement | null {
  return row.querySelector<HTMLInputElement>(`[name=${name}]`);
}

function cellOf(row: HTMLElement, name: string): string {
  return field(row, name)?.value ?? "";
}
