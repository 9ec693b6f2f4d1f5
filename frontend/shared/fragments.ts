// Suggestions that the server writes as HTML, asked while somebody types.

const QUIET_MS = 180;

/**
 * Reads `address` for the last text only: earlier questions are forgotten. `onAnswer` gets the
 * fragment's element, or undefined when the server or the network failed.
 */
export class Fragments {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private request: AbortController | undefined;

  constructor(private readonly onAnswer: (fragment: HTMLElement | undefined) => void) {}

  ask(address: string): void {
    this.cancel();
    this.timer = setTimeout(() => void this.read(address), QUIET_MS);
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  private async read(address: string): Promise<void> {
    const request = new AbortController();
    this.request = request;
    try {
      const headers = { Accept: "text/html" };
      const answer = await fetch(address, { headers, signal: request.signal });
      const text = await answer.text();
      if (!request.signal.aborted) this.onAnswer(answer.ok ? elementOf(text) : undefined);
    } catch {
      if (!request.signal.aborted) this.onAnswer(undefined);
    }
  }
}

function elementOf(html: string): HTMLElement | undefined {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild as HTMLElement;
}
