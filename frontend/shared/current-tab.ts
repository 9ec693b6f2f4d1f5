// Brings the tab of the page's own thing into sight, in a strip of the bar that scrolls.

const PEEK = 48;

export function showCurrentTab(root: Document): void {
  const tab = root.querySelector<HTMLElement>(".t-context [aria-current]");
  const strip = tab?.closest<HTMLElement>(".t-context");
  if (tab && strip) strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - PEEK;
}
