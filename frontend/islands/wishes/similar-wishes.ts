/**
 * Shows what resembles a title while it is typed. Without script, the page shows it once the
 * form is sent.
 *
 * Holds the field and an element with `data-alike`, which is filled.
 *
 * @attr data-url - address of the list, which takes `title`
 */
const PAUSE = 500;
const SHORTEST = 6;

export class SimilarWishesElement extends HTMLElement {
  private timer = 0;
  private asked = "";

  connectedCallback(): void {
    this.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.ask(), PAUSE);
    });
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.timer);
  }

  private async ask(): Promise<void> {
    const title = this.querySelector("input")?.value.trim() ?? "";
    const list = this.querySelector("[data-alike]");
    if (!list || title === this.asked) return;
    this.asked = title;
    if (title.length < SHORTEST) {
      list.replaceChildren();
      return;
    }
    const answer = await fetch(`${this.dataset.url}?${new URLSearchParams({ title })}`).catch(
      () => undefined,
    );
    if (!answer?.ok || title !== this.asked) return;
    const html = await answer.text();
    if (list.innerHTML !== html) list.innerHTML = html;
  }
}
