"""What sharing registers with the rooms below: guests' rights, retention, personal data."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from trousse.accounts.operations import when_guest_ends
from trousse.core.personal_data import register_personal_data
from trousse.core.realtime import recheck_on
from trousse.core.retention import retain
from trousse.notifications.kinds import Kind, name_service, register_kind
from trousse.notifications.operations import forget_about
from trousse.sharing import personal_data, rechecking, slots
from trousse.sharing.events import AccessChanged
from trousse.sharing.operations import move_grants
from trousse.sharing.reports import KEPT, forget_old_reports, forget_reports_of
from trousse.sharing.retention import KEPT_AFTER_END, forget_ended_grants, forget_past_days
from trousse.sharing.takedown import forget_take_down_of
from trousse.sharing.things import on_forget
from trousse.ui.slots import Filling, fill_slot

when_guest_ends(move_grants)
on_forget(forget_about)
recheck_on(AccessChanged.type)
rechecking.connect()
slots.fill_layout()
register_kind(
    Kind(
        name="sharing.given",
        service="sharing",
        title=_("%(actor)s shares something with you"),
        line=_("%(actor)s shares “%(title)s” with you"),
    )
)
register_kind(
    Kind(
        name="sharing.taken_down",
        service="sharing",
        title=_("The operators removed something of yours from sight"),
        line=_("The operators removed something of yours from sight: %(reason)s. %(note)s"),
        urgent=True,
    )
)
register_kind(
    Kind(
        name="sharing.restored",
        service="sharing",
        title=_("Something of yours is in sight again"),
        line=_("What the operators had removed from sight is back."),
    )
)
name_service("sharing", _("Sharing"))
fill_slot("operator", Filling("sharing/slots/operator.html", order=1))
on_forget(forget_reports_of)
on_forget(forget_take_down_of)
retain("sharing.TakeDown", None, "as long as the thing is out of sight")
retain(
    "sharing.Report", KEPT, "since operators judged it; else until then", erase=forget_old_reports
)
retain(
    "sharing.SharingDay",
    timedelta(days=1),
    "since the day on which the person shared",
    erase=forget_past_days,
)
retain(
    "sharing.Grant",
    KEPT_AFTER_END,
    "since the end of the right, if it has one; else as long as the thing",
    erase=forget_ended_grants,
)
register_personal_data(
    "sharing",
    title=_("what is shared with you, and by you"),
    export=personal_data.export,
    erase=personal_data.erase,
)
