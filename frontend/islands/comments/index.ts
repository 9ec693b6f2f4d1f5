/** Entry of the pages with comments: registers their elements. */

import { followBell } from "../../shared/bell.ts";
import { AskedOnceElement } from "./asked-once.ts";
import { CallPeopleElement } from "./call-people.ts";
import { LiveCommentsElement } from "./live-comments.ts";

customElements.define("asked-once", AskedOnceElement);
customElements.define("call-people", CallPeopleElement);
customElements.define("live-comments", LiveCommentsElement);
followBell();
