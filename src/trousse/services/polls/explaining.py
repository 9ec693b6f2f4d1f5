"""Says in words what a poll requires, and why a date does, still may, or cannot.

Whoever may not see names is told only of conditions about enough people to hide in: that « the
only CPE cannot » names somebody as surely as a name does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy

from trousse.directory.queries import function_words
from trousse.services.polls.measuring import Kind, key_of_row
from trousse.services.polls.models import Requirement
from trousse.services.polls.ranking import Finding, Judgement, Outlook

if TYPE_CHECKING:
    from trousse.services.polls.queries import PollPage

STATES = {
    Outlook.SATISFIED: pgettext_lazy("what is proposed", "Conditions met"),
    Outlook.POSSIBLE: pgettext_lazy("what is proposed", "Still possible"),
    Outlook.IMPOSSIBLE: pgettext_lazy("what is proposed", "Impossible"),
}
PARTS = {
    33: pgettext_lazy("part of some people", "one third"),
    34: pgettext_lazy("part of some people", "one third"),
    50: pgettext_lazy("part of some people", "half"),
    66: pgettext_lazy("part of some people", "two thirds"),
    67: pgettext_lazy("part of some people", "two thirds"),
    75: pgettext_lazy("part of some people", "three quarters"),
}
SIGNS = {Outlook.SATISFIED: "✓", Outlook.POSSIBLE: "…", Outlook.IMPOSSIBLE: "✗"}
NAMES_IN_A_REASON = 3
EVERYBODY = 100
FEWEST_UNNAMED = 5
"""People among whom nobody is told apart by what a condition says of them."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the conditions make of one date. ``reasons``: a sentence, or "" when they are met."""

    code: str
    sign: str
    state: str
    reasons: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Knows the words of one poll. ``names``: of people by key, for whoever may see them."""

    requirements: Mapping[str, Requirement]
    functions: Mapping[str, tuple[str, str]]
    names: Mapping[str, str]
    sees_names: bool

    def verdict(self, judgement: Judgement) -> Verdict:
        """Return the state of a date and what makes it so."""
        outlook = judgement.outlook
        guilty = [one for one in judgement.findings if one.outlook is outlook]
        said = [self._reason(one) for one in guilty if self._may_tell(one)]
        is_met = outlook is Outlook.SATISFIED
        reasons = "" if is_met else pgettext("between reasons", "; ").join(dict.fromkeys(said))
        return Verdict(
            code=outlook.name.lower(),
            sign=SIGNS[outlook],
            state=str(STATES[outlook]),
            reasons=f"{reasons[:1].upper()}{reasons[1:]}." if reasons else "",
        )

    def asked(self, judgement: Judgement) -> list[str]:
        """Return each condition in words; any judgement of the poll tells how many they are."""
        said = [self._asked(one) for one in judgement.findings if self._may_tell(one)]
        return list(dict.fromkeys(said))

    def _may_tell(self, finding: Finding) -> bool:
        return self.sees_names or len(finding.condition.people) >= FEWEST_UNNAMED

    def _asked(self, finding: Finding) -> str:
        one = self.requirements[finding.condition.id]
        if one.kind == Kind.PERSON:
            return self._name_of(one)
        if one.percent == EVERYBODY:
            return gettext("all (%(people)s)") % {"people": self._part(one, finding)}
        return gettext("at least %(people)s") % {"people": self._part(one, finding)}

    def _part(self, one: Requirement, finding: Finding) -> str:
        """Return « 2 CPE », « 8 people of “5e B” », with the percentage that was asked."""
        people = self._people(one, finding.condition.needed)
        if one.percent is None or one.percent == EVERYBODY:
            return people
        part = part_words(one.percent)
        return f"{part} ({people})"

    def _reason(self, finding: Finding) -> str:
        one = self.requirements[finding.condition.id]
        if one.kind == Kind.PERSON:
            return self._reason_of_person(one, finding)
        if finding.outlook is Outlook.POSSIBLE:
            return self._still(one, finding)
        needed = {"needed": self._people(one, finding.condition.needed)}
        total = len(finding.condition.people)
        if not total:
            return gettext("%(needed)s needed, and nobody like that is invited") % needed
        if finding.asks_too_much:
            words = ngettext(
                "%(needed)s needed, and only %(count)d is invited",
                "%(needed)s needed, and only %(count)d are invited",
                total,
            )
            return words % {**needed, "count": total}
        words = ngettext(
            "%(needed)s needed, and %(count)d cannot",
            "%(needed)s needed, and %(count)d of them cannot",
            finding.refusals,
        )
        return words % {**needed, "count": finding.refusals} + self._named(finding)

    def _reason_of_person(self, one: Requirement, finding: Finding) -> str:
        is_refused = finding.outlook is Outlook.IMPOSSIBLE
        words = gettext("%(name)s cannot") if is_refused else gettext("%(name)s has not answered")
        return words % {"name": self._name_of(one)}

    def _still(self, one: Requirement, finding: Finding) -> str:
        words = ngettext(
            "%(missing)s missing: one person has not answered",
            "%(missing)s missing among %(count)d who have not answered",
            finding.awaited,
        )
        return words % {"missing": self._people(one, finding.missing), "count": finding.awaited}

    def _people(self, one: Requirement, count: int) -> str:
        """Return so many people of those whom a condition is about."""
        if one.kind == Kind.FUNCTION:
            single, several = self.functions.get(one.function, (one.function, one.function))
            return f"{count} {single if count == 1 else several}"
        if one.kind == Kind.GROUP and self.sees_names:
            words = ngettext(
                "%(count)d person of “%(group)s”", "%(count)d people of “%(group)s”", count
            )
            return words % {"count": count, "group": one.group}
        if one.kind == Kind.GROUP:
            words = ngettext("%(count)d person of a group", "%(count)d people of a group", count)
        else:
            words = ngettext("%(count)d person", "%(count)d people", count)
        return words % {"count": count}

    def _named(self, finding: Finding) -> str:
        """Return who refuses, in brackets, as far as the reader may know."""
        known = [self.names[key] for key in finding.refusing if key in self.names]
        named = known[:NAMES_IN_A_REASON]
        if not self.sees_names or not named:
            return ""
        rest = finding.refusals - len(named)
        if rest:
            named.append(ngettext("%d other", "%d others", rest) % rest)
        return f" ({', '.join(named)})"

    def _name_of(self, one: Requirement) -> str:
        return one.user.full_name if one.user else ""


def part_words(percent: int) -> str:
    """Return a part as people say it: « two thirds », « 40 % »."""
    return str(PARTS.get(percent, "")) or gettext("%(percent)d %%") % {"percent": percent}


def speaker_of(page: "PollPage") -> Speaker:
    """Return who knows the words of this page's conditions; one query when functions are named."""
    requirements: Sequence[Requirement] = page.requirements
    codes = [one.function for one in requirements if one.function]
    names = {key_of_row(row): row.name for row in page.participants} if page.sees_names else {}
    return Speaker(
        requirements={one.public_id: one for one in requirements},
        functions=function_words(codes),
        names=names,
        sees_names=page.sees_names,
    )
