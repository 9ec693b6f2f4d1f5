"""Proposals as lists show them, and those that resemble what somebody types."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from trousse.core.words import words_of
from trousse.library.models import Proposal, Support
from trousse.library.searching import STOP_WORDS
from trousse.sharing.access import roles_on

if TYPE_CHECKING:
    from trousse.accounts.current import Visitor

SHOWN = 100
STEM = 5
"""Letters that two words must share to be alike: « réserver », « réservation »."""
SHORTEST = 3
COMMON = STOP_WORDS | {
    "classe",
    "eleve",
    "eleves",
    "logiciel",
    "outil",
    "outils",
    "service",
    "tool",
}
"""Words that nearly every proposal holds: alike by them, two proposals are not alike."""


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal in a list. ``count``: how many people wish it, its author counted."""

    proposal: Proposal
    count: int
    is_mine: bool
    is_supported: bool

    @property
    def can_support(self) -> bool:
        return self.proposal.is_open and not self.is_mine and not self.is_supported


def proposals_shown(visitor: "Visitor", state: str = "") -> list[ProposalLine]:
    """Return the proposals that the visitor may see, the most wished first; of one state if given.

    What operators took down is left out.
    """
    rows = _counted().filter(state=state) if state else _counted()
    return _lines(visitor, rows.order_by("-wishes", "-created_at", "-pk")[:SHOWN])


def line_of(visitor: "Visitor", proposal: Proposal) -> ProposalLine:
    """Return one proposal that the visitor may see, with its counts."""
    return _lines(visitor, _counted().filter(pk=proposal.pk))[0]


def similar_proposals(visitor: "Visitor", text: str, limit: int = 4) -> list[ProposalLine]:
    """Return the proposals that share words with ``text``, the nearest first."""
    stems = stems_of(text)
    if not stems:
        return []
    alike = Q()
    for stem in stems:
        alike |= Q(found_by__contains=stem)
    found = _counted().filter(alike).order_by("-wishes", "-pk")[:SHOWN]
    near = sorted(
        (one for one in found if _nearness(one, stems) > 0),
        key=lambda one: -_nearness(one, stems),
    )
    return _lines(visitor, near[:limit])


def stems_of(text: str) -> list[str]:
    """Return the beginnings of the words of ``text`` that say something."""
    words = (word for word in words_of(text) if len(word) >= SHORTEST and word not in COMMON)
    return list(dict.fromkeys(word[:STEM] for word in words))[:12]


def count_waiting(academies: Iterable[int] | None) -> int:
    """Return how many proposals nobody answered; of these académies (keys), or of all (None)."""
    rows = Proposal.objects.filter(state=Proposal.State.RECEIVED)
    return (rows if academies is None else rows.filter(academy__in=academies)).count()


def _nearness(proposal: Proposal, stems: list[str]) -> int:
    """Return how near a proposal is: a word of the title says more than one of the text."""
    title = {word[:STEM] for word in words_of(proposal.title)}
    words = {word[:STEM] for word in proposal.found_by.split()}
    in_title, in_text = len(title & set(stems)), len(words & set(stems))
    return 2 * in_title + in_text if in_title or in_text > 1 else 0


def _counted() -> QuerySet[Proposal]:
    rows = Proposal.objects.select_related("academy", "entry", "author", "answered_by")
    return rows.annotate(wishes=Count("supports"))


def _lines(visitor: "Visitor", rows: Iterable[Proposal]) -> list[ProposalLine]:
    found = list(rows)
    seen = roles_on(visitor, [one.ref for one in found])
    mine = visitor.user.pk if visitor.user else None
    supported = set(
        Support.objects.filter(user=mine, proposal__in=[one.pk for one in found])
        .order_by()
        .values_list("proposal_id", flat=True)
    )
    return [
        ProposalLine(
            proposal=one,
            count=one.wishes + 1,  # type: ignore[attr-defined]  # annotated
            is_mine=one.author_id == mine,
            is_supported=one.pk in supported,
        )
        for one in found
        if one.ref in seen
    ]
