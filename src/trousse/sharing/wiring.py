"""What sharing registers with the rooms below: guests' rights, retention, personal data."""

from django.utils.translation import gettext_lazy as _

from trousse.accounts.operations import when_guest_ends
from trousse.core.personal_data import register_personal_data
from trousse.core.realtime import recheck_on
from trousse.core.retention import retain
from trousse.sharing import personal_data
from trousse.sharing.events import AccessChanged
from trousse.sharing.operations import move_grants

when_guest_ends(move_grants)
recheck_on(AccessChanged.type)
retain("sharing.Grant", None, "as long as the thing, or until the right ends")
register_personal_data(
    "sharing",
    title=_("what is shared with you, and by you"),
    export=personal_data.export,
    erase=personal_data.erase,
)
