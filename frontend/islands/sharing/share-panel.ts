/**
 * Who has access. Without script every gesture has its button; with it, the button that changes a
 * role shows only once another role is chosen.
 */
export class SharePanelElement extends HTMLElement {
  connectedCallback(): void {
    for (const form of this.querySelectorAll<HTMLFormElement>("form")) {
      const role = form.querySelector<HTMLSelectElement>("[data-part=role]");
      const apply = form.querySelector<HTMLButtonElement>("[data-part=apply]");
      if (role && apply) {
        const before = role.value;
        apply.hidden = true;
        role.addEventListener("change", () => {
          apply.hidden = role.value === before;
        });
      }
    }
  }
}
