"""What the library registers with the rooms below."""

from django.utils.translation import gettext_lazy as _

from trousse.core.personal_data import register_personal_data
from trousse.core.retention import retain
from trousse.library import (
    personal_data,
    wishes_wiring,  # noqa: F401  # registers announcements and proposals
)
from trousse.library.models.catalogue import RECENT_KEPT
from trousse.library.proposals.personal_data import foresee
from trousse.library.retention import forget_recents
from trousse.ui.offline.pages import readable_offline
from trousse.ui.slots import Filling, fill_slot

retain("library.Recent", RECENT_KEPT, "since the service was last opened", erase=forget_recents)
register_personal_data(
    "library",
    title=_("the services that you pinned and opened, and what you propose"),
    export=personal_data.export,
    erase=personal_data.erase,
    foresee=foresee,
)
fill_slot("account", Filling("library/slots/account.html", order=12))
fill_slot("footer", Filling("library/slots/footer.html"))
readable_offline("library:list", for_visitors=True, before_opened=True)
readable_offline("library:service", for_visitors=True)
