"""What a copy of a poll starts with: who is asked, the rules, the dates some weeks later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import QueryDict

from trousse.core.clock import now
from trousse.directory.picker import Picked
from trousse.services.polls.forms import MOST_INVITED, PollForm
from trousse.services.polls.models import Poll, Slot
from trousse.services.polls.proposing.moving import WEEK
from trousse.services.polls.proposing.slots import SlotDraft
from trousse.services.polls.rules import Rules, deadline_at, deadline_parts, span_of
from trousse.sharing.queries import grants_on
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import User

DAY_ZERO = date(2000, 1, 1)
USUAL_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a copy invites. ``left``: how many of the others the asker may not invite by a form."""

    picked: Picked
    left: int


def invited_again(poll: Poll, asker: "User") -> Invited:
    """Return who was asked to answer ``poll``, but for ``asker`` and those come by the link.

    ``poll``: from ``access_poll``. Addresses of guests are shown to whoever may share the poll,
    and to nobody else. What ``asker`` may not find in a picker is left out.
    """
    came_alone = Q(origin="", granted_by__isnull=True)
    asked = grants_on(poll.ref).filter(role__gte=Role.TAKE_PART).exclude(came_alone)
    rows = list(asked.select_related("person", "group", "guest").order_by("pk"))
    people = dict.fromkeys(row.person for row in rows if row.person and row.person != asker)
    groups = dict.fromkeys(row.group for row in rows if row.group)
    emails = dict.fromkeys(row.guest.email for row in rows if row.guest and row.guest.email)
    everybody = Picked(list(people), list(groups), list(emails))
    shown = everybody.emails if poll.standing.role >= Role.MANAGE else []
    words = replace(everybody, emails=shown).words[:MOST_INVITED]
    sent = QueryDict(mutable=True)  # as if chosen by hand: only what ``asker`` may choose is good
    sent.setlist("people", words)
    form = PollForm(sent, asker=asker)
    picked = form.chosen("people")
    return Invited(picked, len(everybody) - len(picked))


def has_open_link(poll: Poll) -> bool:
    """Tell whether whoever has the link of ``poll`` may answer it."""
    return grants_on(poll.ref).filter(kind="link", role=Role.TAKE_PART).exists()


def drafts_of(poll: Poll) -> list[SlotDraft]:
    """Return the dates that ``poll`` proposes, with their rooms and limits."""
    return [
        SlotDraft(one.day, one.start, one.end, one.place, one.capacity)
        for one in poll.slots.all()
        if one.day is not None
    ]


def rules_again(poll: Poll, weeks: int, drafts: Sequence[SlotDraft]) -> Rules:
    """Return the rules of ``poll``; its deadline moves with the dates, or goes when it cannot."""
    rules = Rules.of(poll)
    if rules.deadline is None:
        return rules
    zone = ZoneInfo(poll.time_zone)
    day, hour = deadline_parts(rules.deadline, zone)
    moved = deadline_at(day + weeks * WEEK, hour, zone)
    span = span_of(drafts, zone)
    fits = moved > now() and (span is None or moved <= span[1])
    return replace(rules, deadline=moved if fits else None)


@dataclass(frozen=True, slots=True)
class Receiving:
    """When people were received. ``openings``: hours of days; ``length``, ``pause``: minutes."""

    openings: list[SlotDraft]
    length: int
    pause: int
    capacity: int


def receiving_of(poll: Poll) -> Receiving:
    """Return the hours and the rhythm that make the appointments of ``poll`` again."""
    slots = [one for one in Slot.everything.filter(poll=poll) if one.day and one.start and one.end]
    lengths = [_minutes(one.start, one.end) for one in slots]
    length = max(set(lengths), key=lengths.count, default=USUAL_LENGTH)
    gaps = [
        gap
        for one, other in pairwise(slots)
        if one.day == other.day and 0 <= (gap := _minutes(one.end, other.start)) < length
    ]
    pause = max(set(gaps), key=gaps.count, default=0)
    openings = [
        run for _day, some in groupby(slots, key=lambda one: one.day) for run in _runs(some, pause)
    ]
    capacity = max((one.capacity or 1 for one in slots), default=1)
    return Receiving(openings, length, pause, capacity)


def _runs(slots: Iterable[Slot], pause: int) -> list[SlotDraft]:
    """Return the hours without a hole that the slots of one day make."""
    runs: list[SlotDraft] = []
    for one in slots:
        if one.day is None:
            continue
        last = runs[-1] if runs else None
        if last and _minutes(last.end, one.start) == pause:
            runs[-1] = replace(last, end=one.end)
        else:
            runs.append(SlotDraft(one.day, one.start, one.end))
    return runs


def _minutes(start: time | None, end: time | None) -> int:
    first, last = (datetime.combine(DAY_ZERO, one or time()) for one in (start, end))
    return (last - first) // timedelta(minutes=1)
