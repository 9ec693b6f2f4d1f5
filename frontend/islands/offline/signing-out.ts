/** Signing out leaves nothing of the person on the device, after a warning if something waits. */

import type { Words } from "./config.ts";
import { element } from "./notice.ts";

interface Outbox {
  waiting(): Promise<unknown[]>;
  forgetAll(): Promise<void>;
}

/** Watch the forms marked `data-sign-out`; call `forget` before they leave. */
export function warnBeforeSigningOut(outbox: Outbox, words: Words, forget: () => void): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-sign-out]")) return;
    event.preventDefault();
    void leave(form, outbox, words, forget);
  });
}

async function leave(
  form: HTMLFormElement,
  outbox: Outbox,
  words: Words,
  forget: () => void,
): Promise<void> {
  const waiting = await outbox.waiting();
  if (waiting.length && !(await isSure(words))) return;
  await outbox.forgetAll();
  forget();
  form.submit();
}

/** Ask at the top of the page; return whether the person signs out anyway. */
function isSure(words: Words): Promise<boolean> {
  document.getElementById("trousse-sign-out")?.remove();
  const box = element("div", "fr-alert fr-alert--warning fr-mb-3w");
  box.id = "trousse-sign-out";
  box.setAttribute("role", "alert");
  box.append(element("p", "", words.signOutWarning));
  const gestures = element("p", "t-cluster");
  const stay = element("button", "fr-btn", words.staySignedIn);
  const go = element("button", "fr-btn fr-btn--secondary", words.signOutAnyway);
  gestures.append(stay, go);
  box.append(gestures);
  document.querySelector("#main > *")?.prepend(box);
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[open][name=bar]")) {
    menu.open = false;
  }
  stay.focus();
  return new Promise((resolve) => {
    for (const button of [stay, go]) {
      button.addEventListener("click", () => {
        box.remove();
        resolve(button === go);
      });
    }
  });
}
