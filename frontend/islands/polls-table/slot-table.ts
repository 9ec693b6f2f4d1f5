/**
 * The dates as a true table: one a column, the visitor's own row on top, everybody below.
 *
 * The groups of choices are those of the list, moved into cells and back: names, answers and focus
 * stay. The other rows are borrowed from the table of the results. Left and right go from date to
 * date and choose nothing; up and down choose, as in any group of radio buttons; Tab goes from
 * group to group.
 */

import { make } from "../polls/make.ts";

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };

export class SlotTable {
  private readonly region: HTMLElement;
  private readonly others = make("tbody");
  private readonly listed: ChildNode[];
  private readonly place: HTMLElement;
  private readonly follower = new MutationObserver(() => this.borrow());
  private lender: HTMLTableElement | undefined;

  constructor(
    private readonly list: HTMLElement,
    private readonly slots: HTMLElement[],
  ) {
    this.place = list.querySelector<HTMLElement>(".t-ballot__slots") ?? list;
    this.listed = [...this.place.childNodes];
    this.region = make("div", { className: "t-matrix__scroll t-grid", tabIndex: 0 });
    this.region.setAttribute("role", "region");
    this.region.setAttribute("aria-label", list.dataset.caption ?? "");
  }

  show(): void {
    if (this.region.isConnected) return;
    const keys = this.list.dataset.keys ?? "";
    this.keepFocus(() => {
      this.region.replaceChildren(this.table());
      const hint = make("p", { className: "fr-hint-text", textContent: keys });
      this.place.replaceChildren(hint, this.region);
    });
    const results = document.querySelector("live-results");
    if (results) this.follower.observe(results, { childList: true });
    this.borrow();
  }

  hide(): void {
    if (!this.region.isConnected) return;
    this.follower.disconnect();
    this.giveBack();
    this.keepFocus(() => this.place.replaceChildren(...this.listed));
  }

  private keepFocus(change: () => void): void {
    const focused = document.activeElement;
    change();
    if (focused instanceof HTMLElement && this.place.contains(focused)) focused.focus();
  }

  private table(): HTMLTableElement {
    const { you = "", name = "", caption = "" } = this.list.dataset;
    const mine = make("tr", { className: "t-grid__mine" });
    mine.append(named("row", you), ...this.slots.map(cellOf));
    mine.addEventListener("keydown", (event) => this.pressed(event));
    const top = make("tr");
    top.append(named("col", name), ...this.slots.map(head));
    const table = make("table", { className: "t-matrix" });
    const [thead, own] = [make("thead"), make("tbody")];
    thead.append(top);
    own.append(mine);
    table.append(
      make("caption", { className: "fr-sr-only", textContent: caption }),
      ...[thead, own, this.others],
    );
    new ResizeObserver(() => {
      this.region.style.setProperty("--t-head", `${thead.offsetHeight}px`);
    }).observe(thead);
    return table;
  }

  /** Take the rows of everybody from the results, when they have the same dates in that order. */
  private borrow(): void {
    const lender = document.querySelector<HTMLTableElement>("live-results table.t-matrix");
    if (!lender || lender === this.lender || !lender.tBodies[0]) return;
    const dates = [...(lender.tHead?.rows[0]?.cells ?? [])].slice(1);
    if (dates.map(wordsOf).join() !== this.slots.map(head).map(wordsOf).join()) return;
    this.lender = lender;
    this.others.replaceChildren(...lender.tBodies[0].rows);
    this.hideMine();
    this.setAside(true);
  }

  /** What the visitor saved stands on top already. Of several people of that name, all stay. */
  private hideMine(): void {
    const value = (name: string): string =>
      this.list.closest("form")?.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? "";
    const own = (this.list.dataset.own || value("name")).trim();
    const called = [...this.others.rows].filter((row) => nameIn(row) === own);
    if (value("version") && called.length === 1 && called[0]) called[0].hidden = true;
  }

  private giveBack(): void {
    for (const row of this.others.rows) row.hidden = false;
    this.lender?.tBodies[0]?.replaceChildren(...this.others.rows);
    this.setAside(false);
    this.lender = undefined;
  }

  private setAside(isAside: boolean): void {
    const around = this.lender?.closest<HTMLElement>("details");
    if (around) around.hidden = isAside;
  }

  private pressed(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    const radio = event.target;
    if (!step || !(radio instanceof HTMLInputElement)) return;
    event.preventDefault();
    const here = this.slots.findIndex((slot) => slot.contains(radio));
    const slot = this.slots[here + step];
    const next =
      slot?.querySelector<HTMLElement>("input:checked") ??
      slot?.querySelector<HTMLElement>(`input[value="${radio.value}"]`);
    next?.focus({ preventScroll: true });
    slot?.parentElement?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function named(scope: "row" | "col", text: string): HTMLTableCellElement {
  const made = make("th", { className: "t-matrix__name", textContent: text });
  made.scope = scope;
  return made;
}

function head(slot: HTMLElement): HTMLTableCellElement {
  const made = make("th", { scope: "col" });
  const day = slot.querySelector(".t-slot__day")?.textContent ?? "";
  const hours = slot.querySelector(".t-slot__hours")?.textContent ?? "";
  made.append(make("span", { className: "t-matrix__day", textContent: day }), ` ${hours}`);
  return made;
}

/** Whose row it is, without who entered it for them. */
function nameIn(row: HTMLTableRowElement): string {
  return (row.cells[0]?.firstChild?.textContent ?? "").trim();
}

function wordsOf(date: HTMLElement): string {
  return (date.textContent ?? "").trim();
}

function cellOf(slot: HTMLElement): HTMLTableCellElement {
  const made = make("td");
  made.append(slot);
  return made;
}
