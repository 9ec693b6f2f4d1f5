"""What polls register with the rooms below: live followers, things, service, periodic work."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from trousse.accounts.current import visitor_with
from trousse.accounts.operations import when_guest_ends
from trousse.core.personal_data import register_personal_data
from trousse.core.realtime import Viewer, authorize_with
from trousse.core.refs import Ref
from trousse.core.retention import retain
from trousse.core.schedule import every
from trousse.kit.registry import register_service, service_of_app
from trousse.notifications.kinds import name_service
from trousse.services.polls import (
    demo,  # noqa: F401  # registers the demo polls
    indexing,  # noqa: F401  # registers the type of things
    personal_data,
    queries,
)
from trousse.services.polls.booking import demo as booking_demo  # noqa: F401  # an evening
from trousse.services.polls.booking.adopting import adopt_appointments
from trousse.services.polls.closing import close_due_polls
from trousse.services.polls.inviting import tell_organisers
from trousse.services.polls.keeping import warn_before_deletion
from trousse.services.polls.models import RETENTION, Poll
from trousse.services.polls.offering import offer_actions
from trousse.services.polls.reminding import remind_by_itself
from trousse.services.polls.retention import delete_expired_polls
from trousse.services.polls.showing import offer_reads
from trousse.services.polls.voting import move_rows
from trousse.sharing.access import role_on
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard, ThingType, register_thing
from trousse.ui.offline.pages import readable_offline


def may_follow(viewer: Viewer, ref: Ref) -> bool:
    """Whoever may see a poll may follow it."""
    return role_on(visitor_with(viewer.user, viewer.cookies), ref) is not None


def describe_polls(refs: list[Ref]) -> dict[Ref, ThingCard]:
    """Return how polls look in lists of other rooms."""
    found = Poll.objects.filter(public_id__in=[ref.id for ref in refs])
    return {poll.ref: queries.card_of(poll) for poll in found}


offer_actions()
offer_reads()
authorize_with("poll", may_follow)
readable_offline("polls:list", "polls:detail")
readable_offline("polls:answers", before_opened=True)
retain("polls.Poll", RETENTION, "since the last proposed day", erase=delete_expired_polls)
register_personal_data(
    "polls",
    title=_("your polls and your answers"),
    export=personal_data.export,
    erase=personal_data.erase,
    foresee=personal_data.foresee,
)
when_guest_ends(adopt_appointments)  # before the others, which know nothing of calendars
when_guest_ends(move_rows)
name_service("polls", _("Polls"))
register_thing(
    ThingType(
        ref_type="poll",
        name=_("poll"),
        describe=describe_polls,
        role_labels={
            Role.VIEW: _("Can see the answers"),
            Role.TAKE_PART: _("Can answer"),
            Role.EDIT: _("Can change and choose the date"),
            Role.MANAGE: Role.MANAGE.label,
        },
    )
)
every(timedelta(minutes=30), name="polls.remind_by_itself")(remind_by_itself)
every(timedelta(hours=6), name="polls.warn_before_deletion")(warn_before_deletion)
every(timedelta(minutes=1), name="polls.close_due")(close_due_polls)
every(timedelta(minutes=30), name="polls.tell_organisers")(tell_organisers)
register_service(
    service_of_app(
        "trousse.services.polls",
        create_url="polls:create",
        list_url="polls:list",
        list_label=_("All my polls"),
    )
)
