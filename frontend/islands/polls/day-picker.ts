/**
 * Choosing days on a month, over the rows of dates and hours that the server sent.
 *
 * The rows stay what is submitted: tapping a day adds or removes rows. A new day takes the hours
 * of the first one. Arrow keys, Page Up/Down, Home and End move in the calendar; Space and Enter
 * choose.
 *
 * @attr data-today - first day that may be chosen, `YYYY-MM-DD`
 * @attr data-language - language of the names
 * @attr data-calendar, data-previous, data-next, data-same-hours, data-from, data-to, data-apply,
 *   data-add-hours, data-remove, data-added, data-removed, data-none - words
 */

import { DayRows, type Hours } from "./day-rows.ts";
import { make } from "./make.ts";
import { dayName } from "./month.ts";
import { MonthGrid } from "./month-grid.ts";

export class DayPickerElement extends HTMLElement {
  private rows!: DayRows;
  private grid!: MonthGrid;
  private status!: HTMLElement;

  connectedCallback(): void {
    const list = this.querySelector<HTMLElement>(".t-rows");
    if (!list) return;
    const words = (name: string): string => this.dataset[name] ?? "";
    this.rows = new DayRows(list, {
      today: words("today"),
      language: words("language"),
      addHours: words("addHours"),
      remove: words("remove"),
      none: words("none"),
      changed: () => this.refresh(),
    });
    this.grid = new MonthGrid({
      today: words("today"),
      language: words("language"),
      previous: words("previous"),
      next: words("next"),
      label: words("calendar"),
      toggle: (day) => this.toggle(day),
    });
    this.status = make("p", { className: "fr-sr-only", role: "status" });
    this.prepend(this.grid.element, this.status);
    list.before(this.sameHours(words));
    this.querySelector<HTMLElement>("[name=add_rows]")?.closest("p")?.remove();
    this.closest("form")?.addEventListener("draft-restored", () => this.rows.adopt());
    this.grid.show(this.rows.days()[0]);
    this.rows.adopt();
  }

  private toggle(day: string): void {
    const wasChosen = this.rows.days().includes(day);
    if (wasChosen) this.rows.removeDay(day);
    else this.rows.addDay(day);
    const name = dayName(day, this.dataset.language ?? "fr");
    const done = wasChosen ? this.dataset.removed : this.dataset.added;
    this.status.textContent = `${name} ${done ?? ""}`;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private refresh(): void {
    this.grid.mark(new Set(this.rows.days()));
    const hours = this.querySelector<HTMLElement>(".t-hours");
    if (hours) hours.hidden = this.rows.days().length === 0;
  }

  private sameHours(words: (name: string) => string): HTMLElement {
    const start = make("input", { className: "fr-input", type: "time", id: "memes-debut" });
    const end = make("input", { className: "fr-input", type: "time", id: "memes-fin" });
    const apply = make("button", { className: "fr-btn fr-btn--secondary", type: "button" });
    apply.textContent = words("apply");
    apply.addEventListener("click", () => {
      const hours: Hours = { start: start.value, end: end.value };
      if (hours.start) this.rows.addHoursToAll(hours);
      else start.focus();
    });
    const title = make("p", { className: "fr-label t-hours__title" });
    title.textContent = words("sameHours");
    const group = make("div", {
      className: "t-hours",
      role: "group",
      ariaLabel: words("sameHours"),
    });
    group.append(title, labelled(start, words("from")), labelled(end, words("to")), apply);
    return group;
  }
}

function labelled(field: HTMLInputElement, words: string): HTMLElement {
  const label = make("label", { className: "fr-label", htmlFor: field.id });
  label.textContent = words;
  const cell = make("p", { className: "t-row__cell" });
  cell.append(label, field);
  return cell;
}
