// A refused form announces itself: the focus goes to the list of what is wrong.

/** Move the focus to the error summary, if the page came back with one. */
export function focusErrorSummary(root: Document): void {
  root.querySelector<HTMLElement>("[data-error-summary]")?.focus();
}
