/** Entry of the pages with a people picker: registers its element. */

import { PeoplePickerElement } from "./people-picker.ts";

customElements.define("people-picker", PeoplePickerElement);
