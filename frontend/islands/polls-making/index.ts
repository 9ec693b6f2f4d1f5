/** Entry of the page where a poll is made: registers the elements that only this page has. */

import { DayPickerElement } from "../polls/day-picker.ts";
import { DraftKeeperElement } from "../polls/draft-keeper.ts";

customElements.define("day-picker", DayPickerElement);
customElements.define("draft-keeper", DraftKeeperElement);
