// The keyboard side of a box with suggestions: combobox with a list box (ARIA APG 1.2).

let count = 0;

/**
 * Shows options under `input` and moves among them by the arrow keys; the focus stays in `input`.
 * The first option is active at once, so that Enter takes the most likely one.
 */
export class OptionList {
  private options: HTMLElement[] = [];
  private active = -1;
  private readonly id = `options-${++count}`;

  constructor(
    private readonly input: HTMLInputElement | HTMLTextAreaElement,
    private readonly list: HTMLElement,
    private readonly onChoose: (option: HTMLElement) => void,
  ) {
    list.id = this.id;
    list.setAttribute("role", "listbox");
    list.hidden = true;
    input.setAttribute("aria-controls", this.id);
    input.setAttribute("aria-autocomplete", "list");
    this.tellExpanded();
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.click(event));
    input.addEventListener("blur", () => this.close());
  }

  get isOpen(): boolean {
    return !this.list.hidden;
  }

  show(options: HTMLElement[]): void {
    this.options = options;
    for (const [index, option] of options.entries()) {
      option.id = `${this.id}-${index}`;
      option.setAttribute("aria-selected", "false");
    }
    this.list.replaceChildren(...options);
    this.list.hidden = options.length === 0;
    this.tellExpanded();
    this.activate(options.length ? 0 : -1);
  }

  close(): void {
    if (this.isOpen) this.show([]);
  }

  /** Answer a key; true when it was meant for the list. */
  press(event: KeyboardEvent): boolean {
    if (!this.isOpen || event.isComposing || event.ctrlKey || event.metaKey) return false;
    const last = this.options.length - 1;
    if (event.key === "ArrowDown") this.activate(this.active === last ? 0 : this.active + 1);
    else if (event.key === "ArrowUp") this.activate(this.active <= 0 ? last : this.active - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter") this.choose(this.options[this.active]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** A text area stays a text area: only a combobox says whether its list is open. */
  private tellExpanded(): void {
    if (this.input.getAttribute("role") === "combobox") {
      this.input.setAttribute("aria-expanded", String(this.isOpen));
    }
  }

  private click(event: Event): void {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    this.choose(option ?? undefined);
  }

  private choose(option: HTMLElement | undefined): void {
    if (!option) return;
    this.close();
    this.onChoose(option);
  }

  private activate(index: number): void {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.options[index];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }
}
