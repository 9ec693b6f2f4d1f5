/** Entry of the page where a poll is made: registers the elements that only this page has. */

import { DraftKeeperElement } from "../polls/draft-keeper.ts";
import { LateDaysElement } from "../polls/late-days.ts";

customElements.define("late-days", LateDaysElement);
customElements.define("draft-keeper", DraftKeeperElement);
