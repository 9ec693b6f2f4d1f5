/** Fetched when somebody goes to a search box: registers its element. */

import { SearchBoxElement } from "./search-box.ts";

customElements.define("search-box", SearchBoxElement);
