// Menus are <details>: they open without script; this closes them as people expect.

const OPEN_MENU = "details.t-menu[open]";

function close(menu: Element): void {
  menu.removeAttribute("open");
}

/** Close a menu when a click or the focus goes elsewhere, or on Escape (focus goes back to it). */
export function closeMenusFromOutside(root: Document): void {
  for (const type of ["click", "focusin"]) {
    root.addEventListener(type, (event) => {
      for (const menu of root.querySelectorAll(OPEN_MENU)) {
        if (event.target instanceof Node && !menu.contains(event.target)) close(menu);
      }
    });
  }
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of root.querySelectorAll(OPEN_MENU)) {
      const hadFocus = menu.contains(root.activeElement);
      close(menu);
      if (hadFocus) menu.querySelector("summary")?.focus();
    }
  });
}
