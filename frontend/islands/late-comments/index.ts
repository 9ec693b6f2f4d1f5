/** Entry of the pages whose comments come after the rest. */

import { LateCommentsElement } from "./late-comments.ts";

customElements.define("late-comments", LateCommentsElement);
