"""Making a poll of what was read from a table, with the answers that it holds."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.outbox import publish
from trousse.services.polls.events import PollChanged
from trousse.services.polls.importing.reading import ImportedPoll
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.operations import PollDraft, create_poll

if TYPE_CHECKING:
    from trousse.accounts.models import User

KEPT_AT_LEAST = timedelta(days=30)


@transaction.atomic
def import_poll(organiser: "User", title: str, zone: str, table: ImportedPoll, *, key: str) -> Poll:
    """Create the poll of ``table`` with its answers; the same ``key`` again returns the first one.

    ``zone``: of its hours. The people are names only, entered by ``organiser``, who may change
    what stands there; nobody is told.
    """
    draft = PollDraft(title=title, slots=table.drafts, time_zone=zone, kind=table.kind)
    poll = create_poll(organiser, draft, key=key)
    _keep_a_while(poll)
    if poll.participants.exists() or not table.rows:
        return poll
    slots = {(one.day, one.start, one.end, one.label): one.public_id for one in poll.slots.all()}
    ids = [slots[one.day, one.start, one.end, one.label] for one in table.drafts]
    Participant.objects.bulk_create(
        Participant(
            poll=poll,
            name=row.name,
            creation_key=f"{key[:32]}-{number}",
            entered_by=organiser,
            answers={slot: letter for slot, letter in zip(ids, row.answers, strict=True) if letter},
        )
        for number, row in enumerate(table.rows)
    )
    audit.record("polls:poll:import", subject=poll.ref, actor=organiser)
    publish(poll.ref, PollChanged())
    return poll


def _keep_a_while(poll: Poll) -> None:
    """Keep a poll whose dates are long past long enough for whoever brings it to look at it."""
    soonest = timezone.localdate(now()) + KEPT_AT_LEAST
    if poll.expires_on < soonest:
        poll.expires_on = soonest
        poll.save(update_fields=["expires_on"])
