// Small comforts of every page. Everything here already works without script.

import { closeMenusFromOutside } from "./menus.ts";
import { focusErrorSummary } from "./summary.ts";

closeMenusFromOutside(document);
focusErrorSummary(document);
