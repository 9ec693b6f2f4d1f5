/**
 * Brings the comments of a thing, with their script, when they come near the screen.
 *
 * Its content is a link to the page of comments: what is seen without script or without network.
 * Somebody who follows a link to a comment gets them at once, and is brought to it.
 *
 * @attr data-src - address of the section alone
 * @attr data-script, data-style - addresses of what the section needs
 */
const NEAR = "300px";

export class LateCommentsElement extends HTMLElement {
  private watcher: IntersectionObserver | undefined;

  connectedCallback(): void {
    if (/^#(comment|thread)/.test(window.location.hash)) {
      void this.load();
      return;
    }
    this.watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void this.load();
      },
      { rootMargin: NEAR },
    );
    this.watcher.observe(this);
  }

  disconnectedCallback(): void {
    this.watcher?.disconnect();
  }

  private async load(): Promise<void> {
    this.watcher?.disconnect();
    const [answer] = await Promise.all([
      fetch(this.dataset.src ?? "").catch(() => undefined),
      import(this.dataset.script ?? "").catch(() => undefined), // plain forms still work
    ]);
    if (!answer?.ok) return;
    this.addStyle();
    this.innerHTML = await answer.text(); // its elements are known by now: they work at once
    const target = window.location.hash && document.querySelector(window.location.hash);
    if (target && this.contains(target)) target.scrollIntoView();
  }

  private addStyle(): void {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = this.dataset.style ?? "";
    document.head.append(link);
  }
}
