/** The month one taps days on, loaded when somebody comes near: see ../polls/late-days.ts. */

import { DayPickerElement } from "../polls/day-picker.ts";

customElements.define("day-picker", DayPickerElement);
