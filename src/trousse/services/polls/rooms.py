"""How many places a slot has left, and refusing one more person than it holds."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext

from trousse.core.errors import Conflict
from trousse.services.polls.letters import today_in
from trousse.services.polls.models import Answer, Participant, Poll, Slot

if TYPE_CHECKING:
    from trousse.accounts.models import User


class SlotFull(Conflict):
    """Somebody else took the last place of a slot."""

    code = "slot_full"


def places_taken(answers: Iterable[Mapping[str, str]]) -> Counter[str]:
    """Return how many said yes to each slot (``{slot public id: count}``): a yes takes a place."""
    return Counter(key for row in answers for key, letter in row.items() if letter == Answer.YES)


def refuse_beyond_limits(
    poll: Poll,
    slots: Iterable[Slot],
    answers: Mapping[str, str],
    *,
    key: str,
    own: Participant | None,
    user: "User | None",
) -> None:
    """Raise SlotFull when ``answers`` take a place that is no longer there.

    Called with the poll held: nobody else takes one meanwhile. Asks nothing of the database for
    a poll without limits. ``key``: that of the form, whose own row does not count, nor do
    ``own`` and that of ``user``.
    """
    wanted = [one for one in slots if one.capacity and answers.get(one.public_id) == Answer.YES]
    if not wanted:
        return
    mine = Q(creation_key=key)
    if own is not None:
        mine |= Q(pk=own.pk)
    if user is not None:
        mine |= Q(user=user)
    others = poll.participants.exclude(
        pk__in=poll.participants.filter(mine).order_by().values("pk")
    )
    taken = places_taken(others.order_by().values_list("answers", flat=True))
    full = [one for one in wanted if one.capacity and taken[one.public_id] >= one.capacity]
    if full:
        today = today_in(poll)
        words = gettext(
            "No place is left: %(slots)s. Nothing was saved. Your other answers are below: "
            "change this one, then save again."
        )
        raise SlotFull(words % {"slots": " ; ".join(one.words(today) for one in full)})
