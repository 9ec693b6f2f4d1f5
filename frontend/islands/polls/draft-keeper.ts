/**
 * Keeps what is typed in its form until the form is accepted, so that a closed tab loses nothing.
 *
 * Kept in the tab's session storage only. A page that comes back with values from the server
 * (an error, a sign-in in between) wins over the draft.
 *
 * @attr data-name - key of the draft
 * @attr data-restored - what is announced when a draft is put back
 */
export class DraftKeeperElement extends HTMLElement {
  /** What was put back, for elements that come later: names and values, in the form's order. */
  restored: [string, string][] | undefined;

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form) return;
    this.restore(form);
    form.addEventListener("input", () => this.keep(form));
    form.addEventListener("change", () => this.keep(form));
    form.addEventListener("submit", () => sessionStorage.removeItem(this.key));
  }

  private get key(): string {
    return `trousse.draft.${this.dataset.name ?? "form"}`;
  }

  private keep(form: HTMLFormElement): void {
    const values = textFields(form).map((field): [string, string] => [field.name, field.value]);
    sessionStorage.setItem(this.key, JSON.stringify(values.filter(([, value]) => value)));
  }

  private restore(form: HTMLFormElement): void {
    const kept = sessionStorage.getItem(this.key);
    const fields = textFields(form);
    if (!kept || fields.some((field) => field.value && field.tagName !== "SELECT")) return;
    const values = JSON.parse(kept) as [string, string][];
    for (const [name, value] of values) {
      const field = fields.find((candidate) => candidate.name === name && !candidate.value);
      if (field) field.value = value;
    }
    if (values.length) this.announce();
    this.restored = values;
    form.dispatchEvent(new CustomEvent("draft-restored", { bubbles: true, detail: values }));
  }

  private announce(): void {
    const line = document.createElement("p");
    line.className = "t-create__restored";
    line.setAttribute("role", "status");
    this.prepend(line);
    line.textContent = this.dataset.restored ?? "";
  }
}

/** Their value says nothing of what was typed. */
const OTHERS = ["hidden", "checkbox", "radio"];

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function textFields(form: HTMLFormElement): Field[] {
  const all = form.querySelectorAll<Field>("input, textarea, select");
  return [...all].filter((field) => field.name && !OTHERS.includes(field.type));
}
