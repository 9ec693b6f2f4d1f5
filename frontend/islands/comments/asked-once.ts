/**
 * Asks for somebody's name only where the page has not asked for it already.
 *
 * A name written in another form of the page is taken, and this field stays out of sight. While
 * that other one is empty, the field waits until somebody writes here; what they give goes there
 * too.
 */
const NAMES = 'input[autocomplete="name"]';

export class AskedOnceElement extends HTMLElement {
  private readonly ended = new AbortController();

  connectedCallback(): void {
    const own = this.querySelector<HTMLInputElement>(NAMES);
    const fields = [...document.querySelectorAll<HTMLInputElement>(NAMES)];
    const other = fields.find((field) => !field.closest(this.localName));
    if (!own || !other) return;
    const { signal } = this.ended;
    const take = (): void => {
      own.value = other.value;
      this.hidden = true;
    };
    take();
    other.addEventListener("input", take, { signal });
    this.closest("form")?.addEventListener("focusin", () => this.ask(other), { signal });
    own.addEventListener("change", () => give(own.value, other), { signal });
  }

  disconnectedCallback(): void {
    this.ended.abort();
  }

  private ask(other: HTMLInputElement): void {
    if (!other.value.trim()) this.hidden = false;
  }
}

/** Write the name in the other form, which may save itself. */
function give(name: string, other: HTMLInputElement): void {
  other.value = name;
  other.dispatchEvent(new Event("change", { bubbles: true }));
}
