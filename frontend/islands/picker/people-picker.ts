/**
 * Chooses people, groups and addresses without leaving the page.
 *
 * The server's markup is a whole form control already; this replaces its search button by a list
 * of suggestions and its removals by immediate ones. Hidden inputs carry the choice either way.
 *
 * @attr data-name - name of the hidden inputs
 * @attr data-source - address of the suggestions, which gets `q`
 * @attr data-emails - "1" when addresses may be chosen
 * @attr data-added, data-removed, data-failed - what is announced
 * @fires change - after somebody was added or removed (bubbles)
 */

import { Fragments } from "../../shared/fragments.ts";
import { OptionList } from "../../shared/options.ts";

const SHORTEST = 2;
const ADDRESS = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

export class PeoplePickerElement extends HTMLElement {
  private input!: HTMLInputElement;
  private options!: OptionList;
  private readonly fragments = new Fragments((fragment) => this.propose(fragment));

  connectedCallback(): void {
    const input = this.querySelector("input[type=text]");
    if (!(input instanceof HTMLInputElement) || input.getAttribute("role")) return;
    this.input = input;
    this.takeOver();
    input.addEventListener("input", () => this.search());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("paste", (event) => this.paste(event));
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("keydown", (event) => this.pressOnButton(event));
  }

  disconnectedCallback(): void {
    this.fragments.cancel();
  }

  /** Put the list of suggestions in place of the controls that need the whole page again. */
  private takeOver(): void {
    for (const part of ["found", "search"]) this.piece(part)?.remove();
    for (const button of this.querySelectorAll<HTMLButtonElement>("button")) {
      if (button.hidden) button.remove();
      else button.type = "button";
    }
    const list = document.createElement("div");
    list.className = "t-picker__options";
    list.setAttribute("aria-label", this.querySelector("label")?.textContent ?? "");
    this.piece("box")?.append(list);
    this.input.setAttribute("role", "combobox");
    this.options = new OptionList(this.input, list, (option) => this.choose(option));
    this.classList.add("t-picker--live");
  }

  private piece(name: string, inside: ParentNode = this): HTMLElement | null {
    return inside.querySelector<HTMLElement>(`[data-part=${name}]`);
  }

  private get chosen(): string[] {
    const inputs = this.querySelectorAll<HTMLInputElement>("[data-part=chosen] input[type=hidden]");
    return [...inputs].map((input) => input.value);
  }

  private say(words: string): void {
    const status = this.piece("status");
    if (status) status.textContent = words;
  }

  private search(): void {
    const text = this.input.value.trim();
    this.options.close();
    if (text.length < SHORTEST) {
      this.fragments.cancel();
      this.say("");
      return;
    }
    this.fragments.ask(`${this.dataset.source}&q=${encodeURIComponent(text)}`);
  }

  private propose(fragment: HTMLElement | undefined): void {
    const chosen = this.chosen;
    const found = [...(fragment?.querySelectorAll<HTMLElement>("[role=option]") ?? [])];
    this.options.show(found.filter((option) => !chosen.includes(option.dataset.word ?? "")));
    this.say((fragment ? fragment.dataset.status : this.dataset.failed) ?? "");
  }

  private press(event: KeyboardEvent): void {
    if (event.isComposing || this.options.press(event)) return;
    if (event.key === "Enter" && this.input.value.trim()) {
      event.preventDefault();
      if (!this.addAddresses(this.input.value)) this.search();
    } else if (event.key === "Backspace" && !this.input.value) {
      event.preventDefault();
      const buttons = this.querySelectorAll<HTMLElement>("[data-part=chosen] button");
      buttons[buttons.length - 1]?.focus();
    } else if (event.key === "ArrowDown") this.search();
  }

  /** Backspace and Delete remove the choice whose button has the focus. */
  private pressOnButton(event: KeyboardEvent): void {
    const isRemoval = event.key === "Backspace" || event.key === "Delete";
    if (isRemoval && event.target instanceof HTMLButtonElement) {
      event.preventDefault();
      event.target.click();
    }
  }

  private paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text") ?? "";
    if (text.indexOf("@") !== text.lastIndexOf("@") && this.addAddresses(text)) {
      event.preventDefault();
    }
  }

  /** Choose every address of `text`; what is none stays in the box. False when there is none. */
  private addAddresses(text: string): boolean {
    if (this.dataset.emails !== "1") return false;
    const pieces = text.split(/[,;\s]+/).map((piece) => piece.replace(/^<|>$/g, ""));
    const addresses = pieces.filter((piece) => ADDRESS.test(piece));
    if (!addresses.length) return false;
    for (const address of addresses) this.add(`email:${address.toLowerCase()}`, address);
    const hasNames = text.includes("<");
    const rest = hasNames ? [] : pieces.filter((piece) => piece && !ADDRESS.test(piece));
    this.input.value = rest.join(" ");
    this.finish(`${this.dataset.added} ${addresses.join(", ")}`);
    return true;
  }

  private choose(option: HTMLElement): void {
    const name = this.piece("name", option)?.textContent ?? "";
    this.add(option.dataset.word ?? "", name, option);
    this.input.value = "";
    this.finish(`${this.dataset.added} ${name}`);
    this.input.focus();
  }

  private add(word: string, name: string, option?: HTMLElement): void {
    const blank = this.querySelector("template")?.content.firstElementChild;
    if (!blank || !word || this.chosen.includes(word)) return;
    const choice = blank.cloneNode(true) as HTMLElement;
    const input = choice.querySelector("input");
    if (input) input.value = word;
    for (const part of choice.querySelectorAll("[data-part=name]")) part.textContent = ` ${name}`;
    const button = choice.querySelector("button");
    if (button) button.type = "button";
    for (const part of ["avatar", "detail"]) {
      const shown = option && this.piece(part, option);
      if (shown) this.piece(part, choice)?.replaceWith(shown.cloneNode(true));
    }
    this.piece("chosen")?.append(choice);
  }

  private finish(words: string): void {
    this.fragments.cancel();
    this.options.close();
    this.say(words);
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private clicked(event: Event): void {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-part]");
    if (button?.dataset.part === "remove") this.dismiss(button);
  }

  private dismiss(button: HTMLButtonElement): void {
    const choice = button.closest("li");
    const next = choice?.nextElementSibling ?? choice?.previousElementSibling;
    const name = choice && this.piece("name", choice)?.textContent;
    choice?.remove();
    (next?.querySelector("button") ?? this.input).focus();
    this.finish(`${this.dataset.removed} ${(name ?? "").trim()}`);
  }
}
