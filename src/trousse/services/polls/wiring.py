"""What polls register with the rooms below: receivers, live followers, service, retention."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from trousse.core.outbox import ReceivedEvent, receiver
from trousse.core.personal_data import register_personal_data
from trousse.core.realtime import Viewer, authorize_with
from trousse.core.refs import Ref
from trousse.core.retention import retain
from trousse.kit.registry import Resource, Service, register_service
from trousse.services.polls import (
    demo,  # noqa: F401  # registers the demo polls
    letters,
    personal_data,
    queries,
)
from trousse.services.polls.models import RETENTION, Poll, Slot
from trousse.services.polls.retention import delete_expired_polls

if TYPE_CHECKING:
    from trousse.accounts.models import User


@receiver("polls.letters", "poll.decided", "poll.reopened")
def send_calendar(event: ReceivedEvent) -> None:
    """Queue the letters of a decision, or of its cancellation."""
    data = event.data
    slot_id = data["slot"] if event.type == "poll.decided" else data["cancelled_slot"]
    poll = Poll.objects.select_related("organiser").filter(public_id=event.subject.id).first()
    slot = Slot.objects.filter(public_id=slot_id, poll=poll).first() if slot_id else None
    if poll is None or slot is None:
        return
    queue = letters.queue_decisions if event.type == "poll.decided" else letters.queue_cancellations
    queue(poll, slot, data["calendar_sequence"])


def may_follow(viewer: Viewer, ref: Ref) -> bool:  # noqa: ARG001  # the link is enough
    """Whoever knows the link of a poll may follow it."""
    return Poll.objects.filter(public_id=ref.id).exists()


def recent_polls(user: "User", limit: int) -> list[Resource]:
    """Return the last polls of ``user`` for the home page."""
    return [
        Resource(
            ref=poll.ref,
            title=poll.title,
            url=poll.get_absolute_url(),
            state=poll.get_state_display(),
            changed_at=poll.changed_at,
        )
        for poll in queries.polls_of(user)[:limit]
    ]


authorize_with("poll", may_follow)
retain("polls.Poll", RETENTION, "since the last proposed day", erase=delete_expired_polls)
register_personal_data(
    "polls",
    title=_("your polls and your answers"),
    export=personal_data.export,
    erase=personal_data.erase,
    foresee=personal_data.foresee,
)
register_service(
    Service(
        slug="polls",
        name=_("Polls"),
        verb=_("Find a date"),
        promise=_("Propose days or times, everybody answers, you choose."),
        icon="calendar",
        create_url="polls:create",
        list_url="polls:list",
        list_label=_("All my polls"),
        recents=recent_polls,
    )
)
