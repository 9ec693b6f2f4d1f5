"""Says in a plain sentence what conditions ask, and at once which can never be met."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext, ngettext, pgettext

from trousse.directory.group_queries import members_of
from trousse.directory.queries import function_words, holders_of
from trousse.services.polls.explaining import EVERYBODY, part_words
from trousse.services.polls.ranking import people_needed
from trousse.services.polls.requiring import ConditionDraft, groups_named, people_named

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from trousse.accounts.models import User
    from trousse.directory.models import Group


@dataclass(frozen=True, slots=True)
class Asked:
    """Who may answer: ``asked`` by the poll as it is, then those chosen in a form.

    ``count``: how many at most, None when anybody may come by the link. ``may_invite``: whether
    the people whom conditions name are going to be asked too. ``about_texts``: the poll proposes
    texts, where nobody has to come.
    """

    people: "Sequence[User]" = ()
    groups: "Sequence[Group]" = ()
    asked: "QuerySet[User] | None" = None
    count: int | None = None
    may_invite: bool = True
    about_texts: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """``sentence``: what is asked, "" when nothing is. ``warnings``: what can never be met."""

    sentence: str = ""
    warnings: list[str] = field(default_factory=list)


def say_conditions(drafts: Sequence[ConditionDraft], asked: Asked) -> Said:
    """Return what ``drafts`` ask of ``asked``; one query, and one for each that needs a count."""
    if not drafts:
        return Said()
    functions = function_words(draft.function for draft in drafts if draft.function)
    parts = list(dict.fromkeys(_part(draft, functions) for draft in drafts))
    sentence = gettext("A date does if these can come: %(people)s.")
    if asked.about_texts:
        sentence = gettext("A text does if these agree: %(people)s.")
    return Said(
        sentence=sentence % {"people": pgettext("between conditions", "; ").join(parts)},
        warnings=list(_warnings(drafts, asked, functions)),
    )


def _part(draft: ConditionDraft, functions: Mapping[str, tuple[str, str]]) -> str:
    if draft.user is not None:
        return draft.user.full_name
    if draft.percent == EVERYBODY:
        return gettext("everybody among %(people)s") % {"people": _whole(draft)}
    if draft.percent is not None:
        words = gettext("at least %(part)s of %(people)s")
        return words % {"part": part_words(draft.percent), "people": _whole(draft)}
    return gettext("at least %(people)s") % {"people": _people(draft, draft.least, functions)}


def _whole(draft: ConditionDraft) -> str:
    """Return the people of whom a part is asked."""
    if draft.group is None:
        return gettext("the people who are invited")
    words = ngettext(
        "“%(group)s” (%(count)d person)", "“%(group)s” (%(count)d people)", draft.group.size
    )
    return words % {"group": draft.group.name, "count": draft.group.size}


def _people(draft: ConditionDraft, count: int, functions: Mapping[str, tuple[str, str]]) -> str:
    if draft.function:
        single, several = functions.get(draft.function, (draft.function, draft.function))
        return f"{count} {single if count == 1 else several}"
    if draft.group is not None:
        words = ngettext(
            "%(count)d person of “%(group)s”", "%(count)d people of “%(group)s”", count
        )
        return words % {"count": count, "group": draft.group.name}
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}


def _warnings(
    drafts: Sequence[ConditionDraft], asked: Asked, functions: Mapping[str, tuple[str, str]]
) -> Iterable[str]:
    if not asked.may_invite:
        yield from _not_invited(people_named(drafts), asked)
    for draft in drafts:
        total = _concerned(draft, drafts, asked)
        if total is None:
            continue
        needed = people_needed(total, least=draft.least, percent=draft.percent)
        if needed > total:
            yield _too_few(_people(draft, needed, functions), total)


def _too_few(needed: str, total: int) -> str:
    if not total:
        words = gettext("As it is, nothing can do: %(needed)s needed, nobody like that is invited.")
        return words % {"needed": needed}
    words = ngettext(
        "As it is, nothing can do: %(needed)s needed, only %(count)d is invited.",
        "As it is, nothing can do: %(needed)s needed, only %(count)d are invited.",
        total,
    )
    return words % {"needed": needed, "count": total}


def _not_invited(named: "Sequence[User]", asked: Asked) -> Iterable[str]:
    given = {one.pk for one in named}
    if asked.asked is None or not given:
        return
    known = set(asked.asked.filter(pk__in=given).values_list("pk", flat=True))
    for person in named:
        if person.pk not in known:
            yield gettext("%(name)s is not invited: share the poll with them first.") % {
                "name": person.full_name
            }


def _concerned(draft: ConditionDraft, drafts: Sequence[ConditionDraft], asked: Asked) -> int | None:
    """Return of how many people a condition is, None when that cannot be known."""
    if draft.user is not None:
        return None
    if draft.group is not None:
        return members_of(draft.group).count()
    if draft.function:
        return holders_of(draft.function).filter(_who_may_answer(drafts, asked)).count()
    return asked.count


def _who_may_answer(drafts: Sequence[ConditionDraft], asked: Asked) -> Q:
    people, groups = list(asked.people), list(asked.groups)
    if asked.may_invite:
        people, groups = people + people_named(drafts), groups + groups_named(drafts)
    found = Q(pk__in=[one.pk for one in people])
    for group in groups:
        found |= Q(pk__in=members_of(group).order_by().values("pk"))
    if asked.asked is not None:
        found |= Q(pk__in=asked.asked.order_by().values("pk"))
    return found
