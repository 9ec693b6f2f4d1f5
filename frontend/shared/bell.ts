/** The count of unread notifications in the bar, on pages that hold a live connection for it. */

import { subscribe } from "./live.ts";

const QUIET_MS = 300;
/** A notice to thousands brings their pages back one after the other, not at once. */
const SPREAD_MS = 1_500;

/** Follow one's inbox; once a page, whichever script comes first. */
export function followBell(): void {
  const bell = document.querySelector<HTMLAnchorElement>("[data-inbox]");
  const [id, after] = bell?.dataset.inbox?.split(".") ?? [];
  if (!bell || !id) return;
  delete bell.dataset.inbox;
  const status = document.createElement("span");
  status.className = "fr-sr-only";
  status.setAttribute("role", "status");
  bell.after(status);
  let timer: ReturnType<typeof setTimeout> | undefined;
  subscribe(`inbox:${id}`, Number(after), () => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(bell, status), QUIET_MS + Math.random() * SPREAD_MS);
  });
}

/** Show the count anew; say it, politely, when there is more to read. */
async function refresh(bell: HTMLAnchorElement, status: HTMLElement): Promise<void> {
  const answer = await fetch(`${bell.href}cloche/`).catch(() => undefined);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("a");
  if (!fresh) return;
  const before = unread(bell);
  bell.replaceChildren(...fresh.childNodes);
  if (unread(bell) > before) {
    status.textContent = bell.querySelector(".fr-sr-only")?.textContent ?? "";
  }
}

function unread(bell: Element): number {
  return Number.parseInt(bell.querySelector(".fr-badge")?.textContent ?? "0", 10);
}
