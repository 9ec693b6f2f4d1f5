/**
 * Copies the link beside it. Without script, the link is a field one can select.
 *
 * @attr data-copied - what is announced once the link is on the clipboard
 */
export class CopyLinkElement extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => void this.copy());
  }

  private async copy(): Promise<void> {
    const field = this.querySelector("input");
    const status = this.querySelector("[role=status]");
    if (!field || !status) return;
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Plain http on a phone has no clipboard interface: the old command still works there.
      if (!document.execCommand("copy")) return;
    }
    status.textContent = this.dataset.copied ?? "";
  }
}
