// Small comforts of every page. Everything here already works without script.

import { showCurrentTab } from "./current-tab.ts";
import { closeMenusFromOutside } from "./menus.ts";
import { loadOffline } from "./offline.ts";
import { wakeSearchBoxes } from "./search-key.ts";
import { focusErrorSummary } from "./summary.ts";

closeMenusFromOutside(document);
wakeSearchBoxes(document);
focusErrorSummary(document);
loadOffline(document.documentElement);
showCurrentTab(document);
