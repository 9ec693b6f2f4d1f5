"""What the identity room registers with the rooms below: personal data and retention."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from trousse.core.personal_data import register_personal_data
from trousse.core.retention import retain
from trousse.identity import personal_data
from trousse.identity.keeping import CODES_KEPT, forget_codes, forget_grants, forget_tokens

retain("identity.IssuedCode", CODES_KEPT, "since it was given", erase=forget_codes)
retain("oauth2_provider.Grant", dt.timedelta(0), "after its end", erase=forget_grants)
retain("oauth2_provider.AccessToken", dt.timedelta(0), "after its end", erase=forget_tokens)
register_personal_data(
    "identity",
    title=_("the services that you signed in to with your account"),
    export=personal_data.export,
    erase=personal_data.erase,
    covers=["oauth2_provider"],
)
