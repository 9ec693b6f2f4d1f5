/**
 * The dates of a long poll: answered many at a time, counted, found again; a table where it fits.
 *
 * The buttons that fill are buttons of the form: without script, the server does the same. What
 * somebody asks for is saved as if they had clicked; what their agenda proposes waits to be looked
 * at. Both are undone by one button.
 *
 * @attr data-table - address of the script of the table
 * @attr data-filled, data-review, data-count - words, with {n} and {all}
 * @attr data-you, data-name, data-caption, data-keys - words of the table
 * @attr data-own - name under which the visitor answers, when it is known
 */

import type { SlotTable } from "../polls-table/slot-table.ts";

const FROM_AGENDA = "agenda";

export class SlotListElement extends HTMLElement {
  private readonly wide = window.matchMedia("(min-width: 64rem)");
  private table: SlotTable | undefined;
  private previous: Map<HTMLElement, string> | undefined;
  private touched: EventTarget | null = null;

  connectedCallback(): void {
    this.addEventListener("change", (event) => {
      this.touched = event.target;
      this.count();
    });
    this.addEventListener("click", (event) => this.clicked(event));
    this.wide.addEventListener("change", () => void this.fit());
    this.querySelector(".t-ballot__count")?.removeAttribute("hidden");
    this.count();
    void this.fit();
  }

  private get slots(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("fieldset.t-slot")];
  }

  private async fit(): Promise<void> {
    if (this.wide.matches && !this.table) {
      const script = (await import(this.dataset.table ?? "")) as { SlotTable: typeof SlotTable };
      this.table ??= new script.SlotTable(this, this.slots);
    }
    if (this.wide.matches) this.table?.show();
    else this.table?.hide();
  }

  private clicked(event: Event): void {
    const button = (event.target as Element).closest("button");
    if (button?.name === "fill") {
      event.preventDefault();
      this.fill(button.value);
    } else if (button?.matches("[data-next]")) this.goOn();
    else if (button?.matches("[data-undo]")) this.undo();
  }

  private fill(what: string): void {
    const series = this.querySelector<HTMLSelectElement>("[name=fill_series]")?.value ?? "";
    const isAgenda = what === FROM_AGENDA;
    const { slots } = this;
    const those = slots.filter(
      (slot) => isAgenda || !series || slot.dataset.series?.split(" ").includes(series),
    );
    this.previous = new Map(slots.map((slot) => [slot, letterOf(slot)]));
    for (const slot of those) choose(slot, isAgenda ? (slot.dataset.proposed ?? "y") : what);
    const words = isAgenda ? this.dataset.review : this.dataset.filled;
    this.tell((words ?? "").replace("{n}", String(those.length)));
    if (isAgenda) this.count();
    else this.changed();
  }

  private undo(): void {
    for (const [slot, letter] of this.previous ?? []) choose(slot, letter);
    this.previous = undefined;
    this.querySelector<HTMLElement>(".t-fill summary")?.focus(); // the button goes
    this.tell("");
    this.changed();
  }

  private tell(words: string): void {
    const line = this.querySelector<HTMLElement>("[data-told]");
    if (line) line.textContent = words;
    const undo = this.querySelector<HTMLElement>("[data-undo]");
    if (undo) undo.hidden = !this.previous;
  }

  /** Say that answers changed, as a click on one would. */
  private changed(): void {
    this.slots[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private count(): void {
    const { slots } = this;
    const done = slots.filter(letterOf).length;
    const words = (this.dataset.count ?? "").replace("{n}", String(done));
    const line = this.querySelector<HTMLElement>("[data-total]");
    if (line) line.textContent = words.replace("{all}", String(slots.length));
    const next = this.querySelector<HTMLButtonElement>("[data-next]");
    if (next) next.disabled = done === slots.length;
  }

  /** Go to the first date without answer after the last one that was touched, or from the start. */
  private goOn(): void {
    const { slots } = this;
    const open = slots.filter((slot) => !letterOf(slot));
    const last = slots.findIndex((slot) => slot.contains(this.touched as Node | null));
    const next = open.find((slot) => slots.indexOf(slot) > last) ?? open[0];
    next?.scrollIntoView({ block: "center", inline: "center" });
    next?.querySelector("input")?.focus({ preventScroll: true });
  }
}

function letterOf(slot: HTMLElement): string {
  return slot.querySelector<HTMLInputElement>("input:checked")?.value ?? "";
}

function choose(slot: HTMLElement, letter: string): void {
  for (const input of slot.querySelectorAll("input")) input.checked = input.value === letter;
}
