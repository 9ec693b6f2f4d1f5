"""Closing a poll by itself: at its deadline, when everybody has answered, when a date will do."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.clock import now
from trousse.core.outbox import publish
from trousse.core.tasks import enqueue, task
from trousse.notifications.kinds import Kind, register_kind
from trousse.notifications.operations import Notice, notify
from trousse.services.polls.booking.places import taken_words
from trousse.services.polls.events import PollClosed
from trousse.services.polls.inviting import POLLS_A_TURN, has_everybody_answered
from trousse.services.polls.letters import today_in
from trousse.services.polls.measuring import requirements_of
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import save_poll
from trousse.services.polls.queries import (
    best_tallies,
    count_answers,
    is_quorum_met,
    judge_poll,
    slots_of,
)
from trousse.services.polls.sentences import tally_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

CLOSED = Kind(
    name="polls.closed",
    service="polls",
    title=_("Your poll is closed"),
    line=_("%(title)s: %(reason)s. %(best)s"),
)
register_kind(CLOSED)

ClosedBy, ClosesWhen = Poll.ClosedBy, Poll.ClosesWhen


def close_due_polls() -> None:
    """Close the open polls whose deadline is past, a few at a time."""
    due = Poll.objects.filter(state=Poll.State.OPEN, deadline__lte=now())
    for poll in due.order_by("deadline", "pk")[:POLLS_A_TURN]:
        close_by_itself(poll, ClosedBy.DEADLINE)


@task(name="polls.close_if_done")
def close_if_done(poll: str) -> None:
    """Close the poll of that public id when what it waits for has come; done twice, once."""
    found = Poll.objects.filter(public_id=poll, state=Poll.State.OPEN).first()
    if found is not None and found.closes_when:
        reason, is_met = _RULES[ClosesWhen(found.closes_when)]
        if is_met(found):
            close_by_itself(found, reason)


def look_after_vote(poll: Poll) -> None:
    """Look later, in a task, whether an answer just given closes ``poll``.

    Inside the transaction of the vote; a poll that nothing closes pays nothing.
    """
    if poll.closes_when:
        enqueue(close_if_done, poll=poll.public_id)


@transaction.atomic
def close_by_itself(poll: Poll, reason: "Poll.ClosedBy") -> bool:
    """Stop taking answers for ``reason``, and tell the organiser what comes best; once.

    Nothing happens to a poll that is closed or gone, or whose deadline was put off meanwhile.
    """
    rows = Poll.objects.select_for_update(of=("self",)).select_related("organiser")
    locked = rows.filter(pk=poll.pk, state=Poll.State.OPEN).first()
    if locked is None or (reason == ClosedBy.DEADLINE and not _is_past_deadline(locked)):
        return False
    locked.state, locked.closed_by = Poll.State.CLOSED, reason
    locked.answers_told_at = locked.all_answered_told_at = now()  # the notice below says it all
    save_poll(locked, None, "state", "closed_by", "answers_told_at", "all_answered_told_at")
    audit.record("polls:poll:close", subject=poll.ref, details={"reason": reason.value})
    publish(poll.ref, PollClosed())
    _tell_organiser(locked)
    return True


def best_words(poll: Poll) -> str:
    """Say what comes best so far: « mardi 1 décembre 17 h : convient à 8 personnes sur 9. »."""
    slots, rows = slots_of(poll), list(poll.participants.all())
    if poll.is_booking:
        return taken_words(poll)
    judged = judge_poll(poll, slots, rows, requirements_of(poll))
    best = best_tallies(count_answers(slots, rows), judged)
    if not best:
        return gettext("Nothing proposed suits anybody yet.")
    slot = best[0].slot
    when = slot.day_words(today_in(poll))
    if slot.day is not None:
        when = f"{when}, {slot.hours_words}"
    sentence = tally_sentence(best[0], rows, names=True)  # told to the organiser alone
    return gettext("Best: %(when)s. %(sentence)s") % {"when": when, "sentence": sentence}


def _tell_organiser(poll: Poll) -> None:
    organiser = poll.organiser
    with translation.override(organiser.language):
        reason, best = str(ClosedBy(poll.closed_by).label), best_words(poll)
    notify(
        [organiser],
        Notice(
            kind=CLOSED.name,
            about=poll.ref,
            url=poll.get_absolute_url(),
            params={"title": poll.title, "reason": reason, "best": best},
            key=f"{poll.ref}/closed/{poll.changed_at.isoformat()}",
        ),
    )


def _is_past_deadline(poll: Poll) -> bool:
    return poll.deadline is not None and poll.deadline <= now()


_RULES: "dict[Poll.ClosesWhen, tuple[Poll.ClosedBy, Callable[[Poll], bool]]]" = {
    ClosesWhen.EVERYBODY: (ClosedBy.EVERYBODY, has_everybody_answered),
    ClosesWhen.QUORUM: (ClosedBy.QUORUM, is_quorum_met),
    ClosesWhen.QUORUM: (ClosedBy.QUORUM, is_quorum_met),
}
