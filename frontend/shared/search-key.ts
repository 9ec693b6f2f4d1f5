// The search: its script comes when somebody goes to a box; Ctrl+K leads to one.

const BOX = "search-box";
const WRITABLE = "input, textarea, select, [contenteditable]:not([contenteditable=false])";

/** Fetch the script that a search box names, once the focus is in the box; answer Ctrl+K. */
export function wakeSearchBoxes(root: Document): void {
  root.addEventListener("focusin", (event) => wake(event.target as Element));
  wake(root.activeElement);
  root.addEventListener("keydown", (event) => {
    const asked = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!asked || event.key.toLowerCase() !== "k") return;
    if ((event.target as Element).closest(WRITABLE)) return;
    const box = root.querySelector<HTMLElement>(`${BOX} input`);
    const link = root.querySelector<HTMLElement>("[aria-keyshortcuts='Control+K']");
    if (box || link) event.preventDefault();
    if (box) box.focus();
    else link?.click();
  });
}

function wake(element: Element | null): void {
  const box = element?.closest<HTMLElement>(BOX);
  if (box?.dataset.script) void import(box.dataset.script);
}
