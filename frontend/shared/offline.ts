/** Loads what reads and writes without network, only where somebody wants it. */

/**
 * `data-offline`: address of the script. `data-reader`: present when this person keeps pages on
 * this device. A worker that is there although nobody does is taken leave of by the same script.
 */
export function loadOffline({ dataset: { offline, reader } }: HTMLElement): void {
  const worker = navigator.serviceWorker;
  if (!worker || !offline) return; // absent without https
  const isInstalled = matchMedia("(display-mode: standalone)").matches;
  if (reader || worker.controller || isInstalled) void import(offline);
}
