/** Entry of the share dialog, on its own page and on those that have a share button. */

import { CopyLinkElement } from "../../shared/copy-link.ts";
import { ShareButtonElement } from "./share-button.ts";
import { SharePanelElement } from "./share-panel.ts";

if (!customElements.get("copy-link")) {
  customElements.define("copy-link", CopyLinkElement); // pages of polls have it too
}
customElements.define("share-button", ShareButtonElement);
customElements.define("share-panel", SharePanelElement);
