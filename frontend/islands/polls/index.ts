/** Entry of the page of a poll; the page where one is made has its own, in ../polls-making. */

import { CopyLinkElement } from "../../shared/copy-link.ts";
import { AutoSaveElement } from "./auto-save.ts";
import { LiveResultsElement } from "./live-results.ts";

customElements.define("auto-save", AutoSaveElement);
if (!customElements.get("copy-link")) {
  customElements.define("copy-link", CopyLinkElement); // the share dialog has it too
}
customElements.define("live-results", LiveResultsElement);
