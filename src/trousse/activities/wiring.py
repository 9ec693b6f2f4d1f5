"""What activities register with the rooms below."""

from django.utils.translation import gettext_lazy as _

from trousse.accounts.current import visitor_with
from trousse.accounts.operations import when_guest_ends
from trousse.activities import personal_data
from trousse.activities.models import REF_TYPE, RETENTION
from trousse.activities.operations import forget_ref, hand_over
from trousse.activities.queries import cards_of, context_of, people_of
from trousse.activities.retention import delete_forgotten_activities
from trousse.activities.wording import ROLE_WORDS
from trousse.agenda.contexts import set_context
from trousse.core.personal_data import register_personal_data
from trousse.core.realtime import Viewer, authorize_with
from trousse.core.refs import Ref
from trousse.core.retention import retain
from trousse.notifications.kinds import Kind, name_service, register_kind
from trousse.sharing.access import role_on
from trousse.sharing.things import ThingType, on_forget, register_thing
from trousse.ui.slots import Filling, fill_slot


def may_follow(viewer: Viewer, ref: Ref) -> bool:
    """Whoever may see an activity may follow it."""
    return role_on(visitor_with(viewer.user, viewer.cookies), ref) is not None


authorize_with(REF_TYPE, may_follow)
register_thing(
    ThingType(REF_TYPE, name=_("this activity"), describe=cards_of, role_labels=ROLE_WORDS)
)
on_forget(forget_ref)
when_guest_ends(hand_over)
set_context(context_of, people_of)
retain("activities.Activity", RETENTION, "since the last change", erase=delete_forgotten_activities)
register_personal_data(
    "activities",
    title=_("the activities that you are in"),
    export=personal_data.export,
    erase=personal_data.erase,
    foresee=personal_data.foresee,
)
name_service("activities", _("Activities"))
register_kind(
    Kind(
        name="activities.added",
        service="activities",
        title=_("%(actor)s has put you in an activity"),
        line=_("%(actor)s has put you in the activity “%(title)s”."),
    )
)
fill_slot("account", Filling("activities/slots/account.html", order=11))
