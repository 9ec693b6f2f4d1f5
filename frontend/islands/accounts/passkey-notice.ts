// Says in words why a passkey or a security key was not used: the sign-in library's own script
// only tells the console. Its words come from the server, in the page's language.

const REASONS: Record<string, string> = {
  AbortError: "refused",
  InvalidStateError: "known",
  NotAllowedError: "refused",
  NotSupportedError: "unsupported",
  SecurityError: "unsupported",
};

function reasonOf(exception: unknown): string {
  const name = exception instanceof Error ? exception.name : "";
  return REASONS[name] ?? (window.PublicKeyCredential ? "failed" : "unsupported");
}

export class PasskeyNotice extends HTMLElement {
  readonly #listen = (event: Event): void => {
    const { exception } = (event as CustomEvent<{ exception: unknown }>).detail;
    event.preventDefault();
    this.#say(this.dataset[reasonOf(exception)] ?? "");
  };

  connectedCallback(): void {
    document.addEventListener("allauth.error", this.#listen);
  }

  disconnectedCallback(): void {
    document.removeEventListener("allauth.error", this.#listen);
  }

  #say(words: string): void {
    const alert = document.createElement("div");
    alert.className = "fr-alert fr-alert--warning fr-alert--sm";
    const sentence = document.createElement("p");
    sentence.textContent = words;
    alert.append(sentence);
    this.replaceChildren(alert);
  }
}
