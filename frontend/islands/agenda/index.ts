/** Entry of the pages of the agenda: registers their element. */

import { CopyLinkElement } from "../../shared/copy-link.ts";

customElements.define("copy-link", CopyLinkElement);
