/**
 * Opens the page of its link in a dialog, and sends that page's forms from there.
 *
 * The page stays the truth: the dialog shows what it answers, and a gesture that leads elsewhere
 * (leaving the thing) goes there.
 *
 * @attr data-close - label of the closing button
 * @attr data-failed - what is said when the server does not answer
 */
export class ShareButtonElement extends HTMLElement {
  #dialog: HTMLDialogElement | undefined;

  connectedCallback(): void {
    this.querySelector("a")?.addEventListener("click", (event) => {
      if (!event.metaKey && !event.ctrlKey && !event.shiftKey) {
        event.preventDefault();
        void this.#open((event.currentTarget as HTMLAnchorElement).href);
      }
    });
  }

  async #open(address: string): Promise<void> {
    this.#dialog ??= this.#made();
    if (await this.#show(fetch(address), address)) {
      this.#dialog.showModal();
      this.#dialog.querySelector<HTMLElement>("#partage-titre")?.focus();
    }
  }

  #made(): HTMLDialogElement {
    const dialog = document.createElement("dialog");
    dialog.className = "fr-modal";
    dialog.setAttribute("aria-labelledby", "partage-titre");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "fr-btn fr-btn--tertiary-no-outline";
    close.textContent = this.dataset.close ?? "";
    close.addEventListener("click", () => dialog.close());
    const header = document.createElement("div");
    header.className = "fr-modal__header";
    header.append(close);
    const status = document.createElement("div");
    status.setAttribute("role", "status");
    status.dataset.part = "status";
    const place = document.createElement("div");
    place.dataset.part = "panel";
    const body = document.createElement("div");
    body.className = "fr-modal__body";
    body.append(header, status, place);
    dialog.append(body);
    dialog.addEventListener("submit", (event) => void this.#send(event));
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    this.append(dialog);
    return dialog;
  }

  async #send(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method === "dialog") return;
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    const address = form.action;
    if (form.method === "post") {
      await this.#show(fetch(address, { method: "POST", body }), address);
    } else {
      const asked = `${address}?${new URLSearchParams(body as unknown as Record<string, string>)}`;
      await this.#show(fetch(asked), asked);
    }
    const found = this.#dialog?.querySelector<HTMLElement>(
      "[autofocus], .fr-alert--error, [data-part=panel] h1",
    );
    found?.focus();
  }

  /** Show the panel of the page that answers; false when it is not that page. */
  async #show(asked: Promise<Response>, address: string): Promise<boolean> {
    let response: Response;
    let page: Document;
    try {
      response = await asked;
      page = new DOMParser().parseFromString(await response.text(), "text/html");
    } catch {
      this.#say(this.dataset.failed ?? "");
      return false;
    }
    const panel = page.querySelector("share-panel");
    if (!panel) {
      if (response.ok) {
        location.assign(response.url);
      } else if (this.#dialog?.open) {
        this.#say(
          page.querySelector("main .fr-text--lead")?.textContent ?? this.dataset.failed ?? "",
        );
      } else {
        location.assign(address);
      }
      return false;
    }
    await this.#fetchParts(page);
    const messages = page.querySelector(".t-messages");
    this.#say(messages?.textContent?.trim() ?? "", messages);
    this.#dialog
      ?.querySelector("[data-part=panel]")
      ?.replaceChildren(document.importNode(panel, true));
    return true;
  }

  /** Load what that page has and this one not yet: its styles (waited for) and the picker. */
  async #fetchParts(page: Document): Promise<void> {
    const styles: Promise<unknown>[] = [];
    for (const part of page.head.querySelectorAll<HTMLElement>(
      "link[rel=stylesheet], script[src]",
    )) {
      const name = part.hasAttribute("src") ? "src" : "href";
      const address = part.getAttribute(name) ?? "";
      if (!document.querySelector(`[${name}="${CSS.escape(address)}"]`)) {
        const copy = document.createElement(part.localName);
        for (const { name: key, value } of part.attributes) {
          copy.setAttribute(key, value);
        }
        if (name === "href") styles.push(settled(copy));
        document.head.append(copy); // a script that was parsed would not run
      }
    }
    await Promise.all(styles);
  }

  #say(text: string, messages: Element | null = null): void {
    const status = this.#dialog?.querySelector("[data-part=status]");
    if (messages) {
      status?.replaceChildren(...document.importNode(messages, true).children);
    } else if (status) {
      status.textContent = text;
    }
  }
}

/** Resolve once the browser has loaded this element's file, or given it up. */
function settled(element: HTMLElement): Promise<Event> {
  return new Promise((done) => {
    element.addEventListener("load", done);
    element.addEventListener("error", done);
  });
}
