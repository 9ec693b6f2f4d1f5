/**
 * Proposes the people who may see the thing after an « @ » typed in its text box.
 *
 * @attr data-source - address of the suggestions, which gets `q`; absent for guests
 * @attr data-label - name of the list for assistive technologies
 */

import { Fragments } from "../../shared/fragments.ts";
import { OptionList } from "../../shared/options.ts";

const CALL = /(?:^|[^\p{L}\p{N}_])@([\p{L}][\p{L}'’ -]{0,40})$/u;
const MOST_WORDS = 3;

export class CallPeopleElement extends HTMLElement {
  private area: HTMLTextAreaElement | undefined;
  private options: OptionList | undefined;
  private readonly fragments = new Fragments((fragment) => this.propose(fragment));

  connectedCallback(): void {
    const area = this.querySelector("textarea");
    if (!area || this.area || !this.dataset.source) return;
    this.area = area;
    const list = document.createElement("div");
    list.className = "t-calls";
    list.setAttribute("aria-label", this.dataset.label ?? "");
    area.after(list);
    this.options = new OptionList(area, list, (option) => this.call(option));
    area.addEventListener("input", () => this.look());
    area.addEventListener("keydown", (event) => this.options?.press(event));
  }

  disconnectedCallback(): void {
    this.fragments.cancel();
  }

  /** The letters after the « @ » that the caret follows, or undefined. */
  private get called(): string | undefined {
    const area = this.area;
    if (!area || area.selectionStart !== area.selectionEnd) return undefined;
    const letters = CALL.exec(area.value.slice(0, area.selectionStart))?.[1];
    return letters && letters.split(" ").length <= MOST_WORDS ? letters : undefined;
  }

  private look(): void {
    this.options?.close();
    const letters = this.called?.trim();
    if (letters) this.fragments.ask(`${this.dataset.source}?q=${encodeURIComponent(letters)}`);
    else this.fragments.cancel();
  }

  private propose(fragment: HTMLElement | undefined): void {
    const found = fragment?.querySelectorAll<HTMLElement>("[role=option]") ?? [];
    if (this.called && this.area === document.activeElement) this.options?.show([...found]);
  }

  private call(option: HTMLElement): void {
    const { area, called } = this;
    if (!area || called === undefined) return;
    const caret = area.selectionStart;
    area.setRangeText(`${option.dataset.name ?? ""} `, caret - called.length, caret, "end");
    area.focus();
  }
}
