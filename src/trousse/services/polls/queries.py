"""Reads of polls: what their pages show, ranked and counted."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects

from trousse.accounts.current import KEY_PARAMETER
from trousse.core.prepared import objects_of
from trousse.services.polls.access import find_own_row
from trousse.services.polls.measuring import (
    conditions_of,
    has_satisfied_slot,
    judge_answers,
    requirements_of,
)
from trousse.services.polls.models import Answer, Participant, Poll, Requirement, Slot
from trousse.services.polls.ranking import Judgement, best_of
from trousse.sharing.access import refs_shared_with
from trousse.sharing.queries import link_token, people_with_access
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard

if TYPE_CHECKING:
    from trousse.accounts.current import Visitor
    from trousse.accounts.models import User

PAGE_OF_POLLS = 50


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people gave each answer to one slot."""

    slot: Slot
    yes: int
    if_need_be: int
    no: int

    @property
    def available(self) -> int:
        return self.yes + self.if_need_be


@dataclass(frozen=True)
class PollPage:
    """Everything one page of a poll shows to one visitor.

    ``sequence``: number of the last fact told about the poll when this was read. The slots and
    what everybody answered are read when asked for: most pages have kept what they look like.
    """

    poll: Poll
    visitor: "Visitor"
    sequence: int

    @cached_property
    def own(self) -> Participant | None:
        """The visitor's own row: among those of everybody when they are read, else asked for."""
        user = self.visitor.user
        if user is not None and "participants" in vars(self):
            return next((row for row in self.participants if row.user_id == user.pk), None)
        return find_own_row(self.poll, self.visitor)

    @property
    def can_manage(self) -> bool:
        return self.poll.standing.role >= Role.EDIT

    @property
    def can_answer(self) -> bool:
        return self.poll.is_open and self.poll.standing.role >= Role.TAKE_PART

    @property
    def can_share(self) -> bool:
        return self.poll.standing.role >= Role.MANAGE

    @property
    def sees_answers(self) -> bool:
        """Whether the visitor sees what others answered; see ``Poll.answers_shown``."""
        if self.can_manage or answers_shown_to(self.poll, has_answered=False):
            return True
        return answers_shown_to(self.poll, has_answered=self.own is not None)

    @property
    def sees_names(self) -> bool:
        """Whether the visitor sees who answered what, and not only how many."""
        return self.can_manage or (self.sees_answers and self.poll.names_shown)

    @property
    def sees_missing(self) -> bool:
        """Whether the visitor sees who was invited and has not answered.

        Those who take part do, when names are shown; whoever merely has the link does not.
        """
        if self.can_manage:
            return True
        standing = self.poll.standing
        is_invited = standing.is_lasting or standing.guest_id is not None
        takes_part = self.own is not None or (is_invited and standing.role >= Role.TAKE_PART)
        return takes_part and self.sees_names

    @property
    def shown_rows(self) -> list[Participant]:
        """Return the named answers that the visitor may see: all, or their own only."""
        if self.sees_names:
            return self.participants
        return [self.own] if self.own else []

    @cached_property
    def slots(self) -> list[Slot]:
        return slots_of(self.poll)

    @cached_property
    def participants(self) -> list[Participant]:
        rows = list(self.poll.participants.all())
        prefetch_related_objects([row for row in rows if row.entered_by_id], "entered_by")
        return rows

    @cached_property
    def tallies(self) -> list[Tally]:
        return count_answers(self.slots, self.participants)

    @cached_property
    def requirements(self) -> list[Requirement]:
        return requirements_of(self.poll)

    @cached_property
    def judged(self) -> list[Judgement]:
        """Return what the answers and the conditions make of each slot, in calendar order."""
        return judge_poll(self.poll, self.slots, self.participants, self.requirements)

    @property
    def best(self) -> list[Tally]:
        """Return the tallies of the dates that do best; none while nobody is available."""
        return best_tallies(self.tallies, self.judged)


def answers_shown_to(poll: Poll, *, has_answered: bool) -> bool:
    """Tell whether somebody who does not organise ``poll`` sees what others answered.

    Once the poll is closed everybody who may see it does: nobody can follow the others any more.
    """
    rule = poll.answers_shown
    if rule == Poll.AnswersShown.ALWAYS or not poll.is_open:
        return True
    return rule == Poll.AnswersShown.ONCE_ANSWERED and has_answered


def read_poll_page(poll: Poll, visitor: "Visitor") -> PollPage:
    """Read what the page of ``poll``, from ``access_poll``, shows to this visitor.

    The number was read first: a fact that lands between the reads is told again, never missed.
    """
    return PollPage(poll=poll, visitor=visitor, sequence=poll.sequence)


def slots_of(poll: Poll) -> list[Slot]:
    """Return the proposed slots in calendar order; asked at each vote, so prepared."""
    return objects_of("polls.slots", _slots_query, {"poll": poll.pk})


def _slots_query(values: Mapping[str, Any]) -> QuerySet[Slot]:
    return Slot.objects.filter(poll=values["poll"])


def count_answers(slots: Iterable[Slot], participants: Iterable[Participant]) -> list[Tally]:
    """Return one tally per slot, in the order of ``slots``."""
    counts = Counter(pair for row in participants for pair in row.answers.items())
    return [
        Tally(
            slot=slot,
            yes=counts[slot.public_id, Answer.YES.value],
            if_need_be=counts[slot.public_id, Answer.IF_NEED_BE.value],
            no=counts[slot.public_id, Answer.NO.value],
        )
        for slot in slots
    ]


def judge_poll(
    poll: Poll,
    slots: Sequence[Slot],
    participants: Sequence[Participant],
    requirements: Sequence[Requirement],
) -> list[Judgement]:
    """Return what the answers and the conditions make of each slot, in the order of ``slots``."""
    conditions = conditions_of(poll, requirements, participants)
    return judge_answers((slot.public_id for slot in slots), participants, conditions)


def best_tallies(tallies: Sequence[Tally], judged: Iterable[Judgement]) -> list[Tally]:
    """Return the tallies of the dates that do best, none while nobody is available.

    ``judged``: of the same slots, in the same order.
    """
    best = {judgement.position for judgement in best_of(list(judged))}
    return [tally for place, tally in enumerate(tallies) if place in best]


def names_with(
    participants: Iterable[Participant], slot: Slot, answer: Answer, limit: int
) -> list[str]:
    """Return the first names of those who gave ``answer`` to ``slot``, at most ``limit``."""
    names = (row.name for row in participants if row.answers.get(slot.public_id) == answer.value)
    return [name for name, _ in zip(names, range(limit), strict=False)]


def hash_slots(slots: Iterable[Slot]) -> str:
    """Return a fingerprint of the proposed slots: a form made for others is noticed."""
    text = "|".join(f"{slot.public_id} {slot.place}" for slot in slots)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_quorum_met(poll: Poll) -> bool:
    """Tell whether a proposed date satisfies every condition; never for a poll without condition.

    No query without condition; else three, and a fourth when such a date is found.
    """
    return has_satisfied_slot(poll)


def polls_of(user: "User") -> list[Poll]:
    """Return the polls that ``user`` organises, answered or was given, last changed first."""
    shared = refs_shared_with(user, "poll")
    found = Poll.objects.filter(public_id__in=shared).select_related("organiser")
    return list(found.order_by("-changed_at")[:PAGE_OF_POLLS])


def answers_of(user: "User") -> list[Participant]:
    """Return the rows of ``user`` in polls that they may still see, last changed first.

    With their polls and the slots: nothing more is read to show them.
    """
    rows = Participant.objects.filter(user=user, poll__public_id__in=refs_shared_with(user, "poll"))
    found = rows.select_related("poll__organiser")
    return list(found.prefetch_related("poll__slots").order_by("-changed_at")[:PAGE_OF_POLLS])


def card_of(poll: Poll) -> ThingCard:
    """Return how ``poll`` looks in lists of other rooms and in invitations."""
    return ThingCard(
        title=poll.title,
        url=poll.get_absolute_url(),
        state=poll.state_words,
        takes_comments=poll.may_comment,
        service="polls",
    )


def heir_of(poll: Poll) -> "User | None":
    """Return whoever else is responsible for ``poll`` by name, the first one named; or nobody."""
    others = [
        access.user
        for access in people_with_access(poll.ref)
        if access.role == Role.MANAGE and access.user and access.user.pk != poll.organiser_id
    ]
    return others[0] if others else None


def link_to(poll: Poll) -> str:
    """Return the absolute address with which anybody may answer, or "" when there is none."""
    token = link_token(poll.ref, Role.TAKE_PART)
    if not token:
        return ""
    return f"{settings.SITE_URL}{poll.get_absolute_url()}?{KEY_PARAMETER}={token}"
