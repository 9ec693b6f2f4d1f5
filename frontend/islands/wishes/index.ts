/** Entry of the pages of proposals. */

import { SimilarWishesElement } from "./similar-wishes.ts";

customElements.define("similar-wishes", SimilarWishesElement);
