// Pages of sign-in and of one's own account.

import { PasskeyNotice } from "./passkey-notice.ts";

customElements.define("passkey-notice", PasskeyNotice);
