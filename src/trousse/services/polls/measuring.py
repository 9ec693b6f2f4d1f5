"""Measures the conditions of a poll: who is concerned by each, and what their answers make of it.

Two queries for a poll that has conditions, none for the others. The people concerned are whoever
a condition names: that person, the members of that group, those of that function among the people
who may answer, everybody who was invited or answered.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet, Value

from trousse.directory.group_queries import members_of
from trousse.directory.queries import holders_of
from trousse.services.polls.models import Participant, Poll, Requirement
from trousse.services.polls.ranking import (
    Condition,
    Judgement,
    Outlook,
    judge_slots,
    people_needed,
)
from trousse.sharing.queries import guest_keys_with_access, users_with_access
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import User

    Part = QuerySet[Any, tuple[int, int]]

GUESTS = -1
"""Number of the part that reads guests; the others carry the key of their requirement."""
Kind = Requirement.Kind


def key_of_user(pk: int) -> str:
    """Return how the rules know an account."""
    return f"user {pk}"


def key_of_row(row: Participant) -> str:
    """Return how the rules know whoever gave these answers."""
    if row.user_id is not None:
        return key_of_user(row.user_id)
    return f"guest {row.guest_id}" if row.guest_id is not None else f"row {row.pk}"


def requirements_of(poll: Poll) -> list[Requirement]:
    """Return what the poll requires, with the people and groups it names, as it was written."""
    if not poll.has_conditions:
        return []
    return list(poll.requirements.select_related("user", "group"))


def judge_answers(
    slots: Iterable[str],
    participants: Iterable[Participant],
    conditions: Sequence[Condition] = (),
) -> list[Judgement]:
    """Return what these rows make of each slot (public ids, in calendar order)."""
    answers = {key_of_row(row): row.answers for row in participants}
    return judge_slots(list(slots), answers, conditions)


def conditions_of(
    poll: Poll, requirements: Sequence[Requirement], participants: Iterable[Participant]
) -> list[Condition]:
    """Return what the rules are to check, in one query, or none when only people are named."""
    found = _people_found(poll, requirements)
    answered = {key_of_row(row) for row in participants}
    conditions = []
    for one in requirements:
        people = found[one.pk] | (answered if one.kind == Kind.INVITED else set())
        needed = people_needed(len(people), least=one.least, percent=one.percent)
        conditions.append(Condition(one.public_id, frozenset(people), needed))
    return conditions


def has_satisfied_slot(poll: Poll) -> bool:
    """Tell whether a proposed date satisfies every condition of ``poll``; never without condition.

    Three queries, and one more to be sure that such a date is still proposed.
    """
    requirements = requirements_of(poll)
    if not requirements:
        return False
    rows = list(poll.participants.all())
    answered = {slot for row in rows for slot in row.answers}
    judged = judge_answers(answered, rows, conditions_of(poll, requirements, rows))
    satisfied = [one.slot for one in judged if one.outlook is Outlook.SATISFIED]
    return bool(satisfied) and poll.slots.filter(public_id__in=satisfied, is_offered=True).exists()


def _people_found(poll: Poll, requirements: Sequence[Requirement]) -> dict[int, set[str]]:
    """Return whom each requirement is about, by its primary key."""
    found: dict[int, set[str]] = defaultdict(set)
    for one in requirements:
        if one.user_id is not None:
            found[one.pk].add(key_of_user(one.user_id))
    guests: set[str] = set()
    for part, pk in _read(poll, requirements):
        if part == GUESTS:
            guests.add(f"guest {pk}")
        else:
            found[part].add(key_of_user(pk))
    for one in requirements:
        if one.kind == Kind.INVITED:
            found[one.pk] |= guests
    return found


def _read(poll: Poll, requirements: Sequence[Requirement]) -> Iterable[tuple[int, int]]:
    parts = [_part(_people_of(poll, one), one.pk) for one in requirements if not one.user_id]
    if any(one.kind == Kind.INVITED for one in requirements):
        guests = guest_keys_with_access(poll.ref, Role.TAKE_PART)
        parts.append(guests.annotate(part=Value(GUESTS)).values_list("part", "guest"))
    return parts[0].union(*parts[1:], all=True) if parts else ()


def _part(people: "QuerySet[User]", number: int) -> "Part":
    rows = people.order_by().annotate(part=Value(number), person=F("pk"))
    return rows.values_list("part", "person")


def _people_of(poll: Poll, requirement: Requirement) -> "QuerySet[User]":
    if requirement.group is not None:
        return members_of(requirement.group)
    asked = users_with_access(poll.ref, Role.TAKE_PART)
    if requirement.kind == Kind.FUNCTION:
        return asked.filter(pk__in=holders_of(requirement.function).values("pk"))
    return asked.exclude(pk=poll.organiser_id)
