/**
 * Proposes what is found while one types; the server's form works without it, and when the
 * suggestions do not come.
 *
 * The first suggestion is active as soon as the list is there, so that Enter opens it. Before the
 * list is there, or after Escape, Enter sends the form: the page of results.
 *
 * @attr data-style - styles of the list, fetched with this script
 */

import { Fragments } from "../../shared/fragments.ts";
import { OptionList } from "../../shared/options.ts";

const SHORTEST = 2;

export class SearchBoxElement extends HTMLElement {
  private input!: HTMLInputElement;
  private options!: OptionList;
  private status!: HTMLElement;
  private readonly fragments = new Fragments((fragment) => this.propose(fragment));

  connectedCallback(): void {
    const input = this.querySelector("input");
    if (!input || input.getAttribute("role")) return;
    this.input = input;
    this.addParts();
    input.addEventListener("input", () => this.search());
    input.addEventListener("keydown", (event) => this.press(event));
    if (input.value && input.ownerDocument.activeElement === input) this.search();
  }

  disconnectedCallback(): void {
    this.fragments.cancel();
  }

  /** Beside the page of results. */
  private get source(): URL {
    return new URL("suggestions", this.querySelector("form")?.action);
  }

  private addParts(): void {
    this.addStyles();
    const list = document.createElement("div");
    list.className = "t-search__list";
    list.setAttribute("aria-label", this.querySelector("label")?.textContent ?? "");
    this.status = document.createElement("p");
    this.status.className = "fr-sr-only";
    this.status.setAttribute("role", "status");
    this.querySelector("form")?.append(list, this.status);
    this.input.setAttribute("role", "combobox");
    this.options = new OptionList(this.input, list, (option) => this.open(option));
  }

  private addStyles(): void {
    const address = this.dataset.style;
    if (!address || document.querySelector(`link[href="${address}"]`)) return;
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    document.head.append(link);
  }

  private search(): void {
    const text = this.input.value.trim();
    this.options.close();
    this.status.textContent = "";
    if (text.length < SHORTEST) this.fragments.cancel();
    else this.fragments.ask(`${this.source}?q=${encodeURIComponent(text)}`);
  }

  private propose(fragment: HTMLElement | undefined): void {
    if (this.ownerDocument.activeElement !== this.input) return;
    this.options.show([...(fragment?.querySelectorAll<HTMLElement>("[role=option]") ?? [])]);
    this.status.textContent = fragment?.dataset.status ?? "";
  }

  private press(event: KeyboardEvent): void {
    if (this.options.press(event) || event.isComposing) return;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      this.search();
    }
  }

  private open(option: HTMLElement): void {
    this.fragments.cancel();
    if (option.dataset.href) location.assign(option.dataset.href);
  }
}
