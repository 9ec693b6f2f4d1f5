/** Entry of the pages that hold a live connection for the bell alone: home and inbox. */

import { followBell } from "../../shared/bell.ts";

followBell();
