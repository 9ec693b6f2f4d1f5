/** Entry of the pages of polls: registers their elements. */

import { CopyLinkElement } from "../../shared/copy-link.ts";
import { AutoSaveElement } from "./auto-save.ts";
import { DayPickerElement } from "./day-picker.ts";
import { DraftKeeperElement } from "./draft-keeper.ts";
import { LiveResultsElement } from "./live-results.ts";

customElements.define("auto-save", AutoSaveElement);
if (!customElements.get("copy-link")) {
  customElements.define("copy-link", CopyLinkElement); // the share dialog has it too
}
customElements.define("day-picker", DayPickerElement);
customElements.define("draft-keeper", DraftKeeperElement);
customElements.define("live-results", LiveResultsElement);
