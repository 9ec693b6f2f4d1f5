// The search box of every page: its script comes when somebody goes to it; Ctrl+K goes there.

const BOX = "search-box";
const WRITABLE = "input, textarea, select, [contenteditable]:not([contenteditable=false])";

/** Fetch the script that a search box names, once, when the focus enters the box. */
export function wakeSearchBoxes(root: Document): void {
  root.addEventListener("focusin", (event) => {
    const box = (event.target as Element).closest<HTMLElement>(BOX);
    if (box?.dataset.script) void import(box.dataset.script);
  });
  root.addEventListener("toggle", (event) => focusBox(event.target as Element), true);
  root.addEventListener("keydown", (event) => {
    const asked = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!asked || event.key.toLowerCase() !== "k") return;
    if ((event.target as Element).closest(WRITABLE)) return;
    goToSearch(root, event);
  });
}

function focusBox(menu: Element): void {
  if (menu.matches(`details[open]:has(${BOX})`)) menu.querySelector("input")?.focus();
}

/** The box of the page if it has one, else that of the bar. */
function goToSearch(root: Document, event: Event): void {
  const inMain = root.querySelector<HTMLInputElement>(`main ${BOX} input`);
  const input = inMain ?? root.querySelector<HTMLInputElement>(`${BOX} input`);
  if (!input) return;
  event.preventDefault();
  input.closest("details")?.setAttribute("open", "");
  input.focus();
}
