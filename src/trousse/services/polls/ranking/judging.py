"""Judges each date by the conditions, and puts the dates in order, the best first.

People are bits of whole numbers: counting who of a group can come is one « and » and one count,
so fifty dates, five hundred people and five conditions take a few milliseconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trousse.services.polls.ranking.conditions import PERSON_KEY, Condition, Finding, Outlook

MOST_NAMED = 4
"""People who refuse that a finding names; the others are counted."""

Answers = Mapping[PERSON_KEY, Mapping[str, str]]
"""``{person: {slot id: "y", "m" or "n"}}``, in the order in which they are to be named."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the answers say of one slot. ``position``: its place in the calendar, from 0.

    ``required_refusals``: how many of those whom a condition names said no.
    """

    slot: str
    position: int
    yes: int
    if_need_be: int
    no: int
    required_refusals: int
    findings: tuple[Finding, ...] = ()

    @property
    def available(self) -> int:
        return self.yes + self.if_need_be

    @property
    def outlook(self) -> Outlook:
        """The worst of its findings; without condition every slot does."""
        return max((finding.outlook for finding in self.findings), default=Outlook.SATISFIED)

    @property
    def merit(self) -> tuple[int, int, int, int]:
        """Sort key without the calendar, the best first; equal slots are equally good."""
        return (self.outlook, -self.yes, -self.available, self.required_refusals)

    @property
    def is_worth_choosing(self) -> bool:
        return self.available > 0 and self.outlook is not Outlook.IMPOSSIBLE


def judge_slots(
    slots: Sequence[str], answers: Answers, conditions: Sequence[Condition] = ()
) -> list[Judgement]:
    """Return one judgement per slot, in the order given; answers to other slots do not count."""
    roll = _Roll(answers, conditions)
    return [roll.judge(slot, position) for position, slot in enumerate(slots)]


def rank_slots(judged: Sequence[Judgement]) -> list[Judgement]:
    """Return the same judgements, the best first; equally good slots by the calendar."""
    return sorted(judged, key=lambda one: (*one.merit, one.position))


def best_of(judged: Sequence[Judgement]) -> list[Judgement]:
    """Return the judgements that share the first place; none that nobody can, or that cannot do."""
    worth = [one for one in judged if one.is_worth_choosing]
    top = min((one.merit for one in worth), default=None)
    return [one for one in worth if one.merit == top]


@dataclass(slots=True)
class _Said:
    """Who said what of one slot: one bit a person."""

    yes: int = 0
    if_need_be: int = 0
    no: int = 0


class _Roll:
    """Everybody who answered or is named by a condition, each with a bit."""

    def __init__(self, answers: Answers, conditions: Sequence[Condition]) -> None:
        self.people = list(answers)
        known = set(self.people)
        named = {person for condition in conditions for person in condition.people}
        self.people += sorted(named - known)
        bits = {person: 1 << place for place, person in enumerate(self.people)}
        self.conditions = [(one, sum(bits[person] for person in one.people)) for one in conditions]
        self.required = 0
        for _, mask in self.conditions:
            self.required |= mask
        self.said = _read(answers, bits)

    def judge(self, slot: str, position: int) -> Judgement:
        said = self.said.get(slot) or _Said()
        return Judgement(
            slot=slot,
            position=position,
            yes=said.yes.bit_count(),
            if_need_be=said.if_need_be.bit_count(),
            no=said.no.bit_count(),
            required_refusals=(said.no & self.required).bit_count(),
            findings=tuple(self._find(one, mask, said) for one, mask in self.conditions),
        )

    def _find(self, condition: Condition, mask: int, said: _Said) -> Finding:
        able = (mask & (said.yes | said.if_need_be)).bit_count()
        against = mask & said.no
        refusals = against.bit_count()
        return Finding(
            condition=condition,
            there=able,
            awaited=len(condition.people) - able - refusals,
            refusals=refusals,
            refusing=tuple(self._named(against)),
        )

    def _named(self, mask: int) -> Iterator[PERSON_KEY]:
        for _ in range(MOST_NAMED):
            if not mask:
                return
            lowest = mask & -mask
            yield self.people[lowest.bit_length() - 1]
            mask ^= lowest


def _read(answers: Answers, bits: Mapping[PERSON_KEY, int]) -> dict[str, _Said]:
    """Return who said what of each slot that anybody answered; unknown letters say nothing."""
    marks: dict[tuple[str, str], int] = {}
    for person, given in answers.items():
        bit = bits[person]
        for pair in given.items():
            marks[pair] = marks.get(pair, 0) | bit
    said: dict[str, _Said] = {}
    fields = {"y": "yes", "m": "if_need_be", "n": "no"}
    for (slot, letter), mask in marks.items():
        if letter in fields:
            setattr(said.setdefault(slot, _Said()), fields[letter], mask)
    return said
