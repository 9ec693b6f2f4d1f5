/**
 * Brings the script of the month when somebody touches, points at or enters it.
 *
 * Until then the boxes and buttons of the server do the same, more slowly: what is ticked
 * meanwhile is kept. Days that are there already, after an error or from a draft, bring it at once.
 *
 * @attr data-src - address of the script
 */
export class LateDaysElement extends HTMLElement {
  private loading: Promise<unknown> | undefined;

  connectedCallback(): void {
    for (const sign of ["pointerenter", "pointerdown", "focusin"])
      this.addEventListener(sign, () => void this.load());
    this.addEventListener("click", (event) => this.clicked(event), { capture: true });
    this.closest("form")?.addEventListener("draft-restored", () => void this.load());
    if ([...this.querySelectorAll<HTMLInputElement>("[name=day]")].some((field) => field.value))
      void this.load();
  }

  private load(): Promise<unknown> {
    this.loading ??= import(this.dataset.src ?? "");
    return this.loading;
  }

  /** A button pressed before the script is there waits for it, and is pressed again then. */
  private clicked(event: Event): void {
    const button = (event.target as Element).closest("button");
    if (!button || customElements.get("day-picker")) return;
    event.preventDefault();
    event.stopPropagation();
    const label = button.getAttribute("aria-label");
    const again = (): HTMLElement | null =>
      button.isConnected
        ? button
        : this.querySelector<HTMLElement>(`button[aria-label="${label ?? ""}"]`);
    void this.load().then(() => again()?.click());
  }
}
