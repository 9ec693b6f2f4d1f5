/** The list of answers kept on this device, at the top of the page or where the page wants it. */

import type { Words } from "./config.ts";

interface Shown {
  title: string;
  url: string;
  words: string;
  said: [string, string][];
  isRefused: boolean;
  forget: () => void;
}

/** Show `answers` in place of those shown before. */
export function notice(answers: Shown[], words: Words): void {
  const place = document.querySelector<HTMLElement>("[data-kept-answers]") ?? topOfPage();
  place.replaceChildren(...answers.map((answer) => alert(answer, words)));
}

function topOfPage(): HTMLElement {
  const known = document.getElementById("trousse-kept");
  if (known) return known;
  const place = element("div", "");
  place.id = "trousse-kept";
  document.querySelector("#main > *")?.prepend(place);
  return place;
}

function alert(answer: Shown, words: Words): HTMLElement {
  const kind = answer.isRefused ? "warning" : "info";
  const box = element("div", `fr-alert fr-alert--${kind} fr-mb-3w`);
  const title = element("h2", "fr-alert__title", answer.title);
  box.append(title, element("p", "", answer.words));
  if (answer.isRefused) box.setAttribute("role", "alert");
  if (answer.said.length) box.append(element("p", "", words.answered), listOf(answer.said));
  const gestures = element("p", "t-cluster");
  if (new URL(answer.url, location.href).pathname !== location.pathname) {
    const link = element("a", "fr-link", words.open);
    link.setAttribute("href", answer.url);
    gestures.append(link);
  }
  const button = element("button", "fr-btn fr-btn--tertiary fr-btn--sm", words.forget);
  button.setAttribute("type", "button");
  button.addEventListener("click", answer.forget);
  gestures.append(button);
  box.append(gestures);
  return box;
}

function listOf(said: [string, string][]): HTMLElement {
  const list = element("ul", "");
  for (const [about, value] of said) {
    const item = element("li", "", `${about}\u00a0: `);
    item.append(element("strong", "", value));
    list.append(item);
  }
  return list;
}

export function element(tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
