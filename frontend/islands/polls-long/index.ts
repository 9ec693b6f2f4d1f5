/** Entry of what a poll of many dates needs besides; a short one never asks for it. */

import { SlotListElement } from "./slot-list.ts";

customElements.define("slot-list", SlotListElement);
