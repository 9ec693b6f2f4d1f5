"""What sharing registers with the rooms below: retention and personal data."""

from django.utils.translation import gettext_lazy as _

from trousse.core.personal_data import register_personal_data
from trousse.core.retention import retain
from trousse.sharing import personal_data

retain("sharing.Grant", None, "as long as the thing, or until the right ends")
register_personal_data(
    "sharing",
    title=_("what is shared with you, and by you"),
    export=personal_data.export,
    erase=personal_data.erase,
)
