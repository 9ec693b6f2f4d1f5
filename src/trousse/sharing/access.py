"""What somebody may do on a thing: the only answer that services go by.

One query in the usual case; a second (groups) or third (establishments) only when the thing is
shared with one and it could give more than the direct grants.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib.auth import get_user_model
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from trousse.core.clock import now
from trousse.core.errors import Gone, NotAllowed, NotFound
from trousse.core.prepared import Value, rows_of
from trousse.core.refs import Ref
from trousse.directory.access import Office, has_office
from trousse.sharing.models import Grant, GrantQuerySet, Report, TakeDown
from trousse.sharing.roles import Role
from trousse.sharing.subjects import SIGNED_IN, person_word

if TYPE_CHECKING:
    from trousse.accounts.current import Visitor
    from trousse.accounts.models import User

_SETS = (Grant.Kind.GROUP, Grant.Kind.ESTABLISHMENT)
_SetRow: TypeAlias = tuple[str, int, int | None, int | None]
"""Ref, role, key of the group, key of the establishment: one of these two."""
_PASSING = (Grant.Kind.LINK, Grant.Kind.SIGNED_IN)


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody may do on one thing, and as whom.

    ``guest_id``: key of the guest whose personal link gives a right on the thing, when the browser
    holds it. ``is_lasting``: False when the right comes only from a link or from being signed in,
    so that losing the address loses the thing. ``is_by_name``: whether some of it was given to the
    person by name, so that they can give it up.
    """

    role: Role
    guest_id: int | None = None
    is_lasting: bool = True
    is_by_name: bool = False


def role_on(visitor: "Visitor", ref: Ref) -> Role | None:
    """Return the best role of ``visitor`` on ``ref``, or None when they may not even see it."""
    if visitor.user is None and not visitor.keys:
        return None
    best = _best_of(_standing_rows(visitor, ref), visitor).get(str(ref))
    if best is None:
        return Role.VIEW if may_judge(visitor, ref) else None
    return Role(best)


def require_role(visitor: "Visitor", ref: Ref, at_least: Role) -> Role:
    """Return the role of ``visitor``, which is ``at_least`` that one.

    Raises NotFound when they may not see the thing, NotAllowed when they see it only, and Gone
    when they could see it until operators took it down: strangers learn nothing.
    """
    role = role_on(visitor, ref)
    if role is None:
        _tell_taken_down(visitor, ref)
        raise NotFound
    if role < at_least:
        raise NotAllowed
    return role


def standing_on(visitor: "Visitor", ref: Ref) -> Standing | None:
    """Return what ``visitor`` may do on ``ref`` and as whom, or None; as many queries as a role.

    Raises Gone when they could see it until operators took it down.
    """
    if visitor.user is None and not visitor.keys:
        return None
    best: dict[str, int] = {}
    by_set: list[_SetRow] = []
    guests, is_lasting, is_by_name = [], False, False
    for word, role, group, establishment, kind, guest in _standing_rows(visitor, ref):
        if group or establishment:
            by_set.append((word, role, group, establishment))
            continue
        best[word] = max(role, best.get(word, 0))
        is_lasting = is_lasting or kind not in _PASSING
        is_by_name = is_by_name or kind == Grant.Kind.PERSON
        guests += [guest] if guest else []
    direct = best.get(str(ref), 0)
    useful = by_set if not is_lasting else [row for row in by_set if row[1] > direct]
    if useful and visitor.user is not None:
        is_lasting = _raise_by_sets(best, visitor.user, useful) or is_lasting
    if not best:
        return _standing_of_judge(visitor, ref)
    return Standing(Role(best[str(ref)]), min(guests, default=None), is_lasting, is_by_name)


def roles_on(visitor: "Visitor", refs: Iterable[Ref]) -> dict[Ref, Role]:
    """Return the best role on each of ``refs`` that ``visitor`` may see, in as many queries."""
    words = {str(ref): ref for ref in refs}
    if not words:
        return {}
    best = _best_roles(visitor, words, Grant.objects.standing())
    return {words[word]: Role(role) for word, role in best.items()}


def _best_roles(visitor: "Visitor", words: Iterable[str], grants: GrantQuerySet) -> dict[str, int]:
    if visitor.user is None and not visitor.keys:
        return {}
    return _best_of(_grants(visitor, words, grants), visitor)


def _best_of(rows: Iterable[tuple[Any, ...]], visitor: "Visitor") -> dict[str, int]:
    """Return the best role on each thing that ``rows`` (see ``_rows``) give ``visitor``."""
    best: dict[str, int] = {}
    by_set: list[_SetRow] = []
    for word, role, group, establishment, _kind, _guest in rows:
        if group or establishment:
            by_set.append((word, role, group, establishment))
        elif role > best.get(word, 0):
            best[word] = role
    useful = [row for row in by_set if row[1] > best.get(row[0], 0)]
    if useful and visitor.user is not None:
        _raise_by_sets(best, visitor.user, useful)
    return best


def _standing_of_judge(visitor: "Visitor", ref: Ref) -> Standing | None:
    """Return what an operator may do on a thing that is reported or taken down: look at it."""
    if may_judge(visitor, ref):
        return Standing(Role.VIEW)
    _tell_taken_down(visitor, ref)
    return None


def _tell_taken_down(visitor: "Visitor", ref: Ref) -> None:
    """Raise Gone when ``ref`` was taken down and gave ``visitor`` a role before."""
    taken = TakeDown.objects.filter(ref=str(ref)).first()
    if taken and _best_roles(visitor, [str(ref)], Grant.objects.in_time()):
        words = _("The operators of this site removed this content from sight. Reason: %(reason)s.")
        raise Gone(words % {"reason": taken.get_reason_display().lower()})


def may_judge(visitor: "Visitor", ref: Ref) -> bool:
    """Tell whether an operator may look at ``ref``: taken down, or with a report that waits.

    ``ref``: a thing, or a piece of one (``trousse.sharing.parts``).
    """
    if not has_office(visitor.user, Office.OPERATOR):
        return False
    waiting = Report.objects.filter(ref=str(ref), outcome="")
    return waiting.exists() or TakeDown.objects.filter(ref=str(ref)).exists()


def refs_shared_with(
    user: "User", ref_type: str, *, at_least: Role = Role.VIEW
) -> QuerySet[Grant, Any]:
    """Return the public ids of the things of that type that ``user`` has a role on.

    For lists: ``Poll.objects.filter(public_id__in=refs_shared_with(user, "poll"))``. What is
    open to everybody signed in is left out: it would fill the list of everybody. Two small
    queries are made at once, for the groups and the establishments of ``user``.
    """
    prefix = f"{ref_type}:"
    return (
        Grant.objects.standing()
        .of_type(ref_type)
        .filter(subject__in=subjects_of(user), role__gte=at_least)
        .order_by()
        .annotate(thing_id=Substr("ref", len(prefix) + 1, output_field=CharField()))
        .values_list("thing_id", flat=True)
    )


def grants_of(
    user: "User", *, at_least: Role = Role.VIEW, subjects: Sequence[str] | None = None
) -> GrantQuerySet:
    """Return the grants that ``user`` holds by name, by group or by establishment.

    To be joined by ``ref``. What is open to everybody signed in is left out. Two small queries
    are made at once, as in :func:`refs_shared_with`, unless ``subjects`` is what
    :func:`subjects_of` has just said.
    """
    held_as = subjects_of(user) if subjects is None else subjects
    return Grant.objects.standing().filter(subject__in=held_as, role__gte=at_least)


def grants_reaching(visitor: "Visitor") -> GrantQuerySet:
    """Return all grants that let ``visitor`` in, as one query: for a subquery over few things."""
    at = now()
    applies = Q(token_hash__in=visitor.keys) | Q(
        guest__token_hash__in=visitor.keys, guest__expires_at__gt=at
    )
    if visitor.user is not None:
        mine = visitor.user.memberships.order_by().values("group")
        places = _affiliated(visitor.user).values("establishment")
        applies |= Q(subject__in=[person_word(visitor.user), SIGNED_IN])
        applies |= Q(group__in=mine) | Q(establishment__in=places)
    return Grant.objects.standing(at).filter(applies)


def subjects_of(user: "User") -> list[str]:
    """Return the words under which ``user`` may hold grants: own, of groups, of establishments."""
    groups = user.memberships.order_by().values_list("group_id", flat=True)
    places = _affiliated(user).values_list("establishment_id", flat=True)
    return [
        person_word(user),
        *(f"group:{pk}" for pk in groups),
        *(f"establishment:{pk}" for pk in places),
    ]


def _standing_rows(visitor: "Visitor", ref: Ref) -> list[tuple[Any, ...]]:
    """Return what gives ``visitor`` a right on ``ref``; asked on every page, so prepared."""
    values: dict[str, Value] = {"ref": str(ref), "now": now()}
    if visitor.user is not None:
        values["person"] = person_word(visitor.user)
    values |= {f"key{number}": key for number, key in enumerate(sorted(visitor.keys))}
    return rows_of("sharing.standing", _standing_query, values)


def _standing_query(values: Mapping[str, Any]) -> QuerySet[Grant, Any]:
    keys = [value for name, value in values.items() if name.startswith("key")]
    standing = Grant.objects.standing(values["now"])
    return _rows(standing, [values["ref"]], values.get("person", ""), keys, values["now"])


def _grants(
    visitor: "Visitor", words: Iterable[str], grants: GrantQuerySet
) -> QuerySet[Grant, Any]:
    person = person_word(visitor.user) if visitor.user is not None else ""
    return _rows(grants, words, person, visitor.keys, now())


def _rows(
    grants: GrantQuerySet, words: Iterable[str], person: str, keys: Iterable[str], at: datetime
) -> QuerySet[Grant, Any]:
    applies = Q()
    if person:
        applies |= Q(subject__in=[person, SIGNED_IN]) | Q(kind__in=_SETS)
    if keys:
        applies |= Q(token_hash__in=keys)
        applies |= Q(guest__token_hash__in=keys, guest__expires_at__gt=at)
    columns = ("ref", "role", "group_id", "establishment_id", "kind", "guest_id")
    return grants.filter(applies, ref__in=words).order_by().values_list(*columns)


def _raise_by_sets(best: dict[str, int], user: "User", rows: list[_SetRow]) -> bool:
    """Raise the roles in ``best`` by those of the groups and establishments of ``user``.

    Returns whether ``user`` is in one of them.
    """
    by_group: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    by_place: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for word, role, group, establishment in rows:
        if group:
            by_group[group].append((word, role))
        elif establishment:
            by_place[establishment].append((word, role))
    gained = [gain for pk in _groups_with(user, by_group) for gain in by_group[pk]]
    gained += [gain for pk in _places_with(user, by_place) for gain in by_place[pk]]
    for word, role in gained:
        best[word] = max(role, best.get(word, 0))
    return bool(gained)


def _groups_with(user: "User", groups: Iterable[int]) -> Iterable[int]:
    """Return those of ``groups`` that ``user`` is in; asked on many pages, so prepared."""
    among = {f"group{number}": pk for number, pk in enumerate(groups)}
    if not among:
        return []
    return chain(*rows_of("sharing.groups", _groups_query, {"user": user.pk, **among}))


def _groups_query(values: Mapping[str, Any]) -> QuerySet[Any, Any]:
    user, *groups = values.values()
    memberships = get_user_model()(pk=user).memberships
    return memberships.filter(group_id__in=groups).order_by().values_list("group_id")


def _places_with(user: "User", places: Iterable[int]) -> Iterable[int]:
    """Return those of ``places`` where ``user`` works today; prepared as well."""
    among = {f"place{number}": pk for number, pk in enumerate(places)}
    if not among:
        return []
    values: dict[str, Value] = {"user": user.pk, "today": timezone.localdate(now()), **among}
    return chain(*rows_of("sharing.places", _places_query, values))


def _places_query(values: Mapping[str, Any]) -> QuerySet[Any, Any]:
    user, today, *places = values.values()
    there = _affiliated(get_user_model()(pk=user), today).filter(establishment_id__in=places)
    return there.values_list("establishment_id").distinct()


def _affiliated(user: "User", today: date | None = None) -> QuerySet[Any, Any]:
    day = today or timezone.localdate(now())
    present = Q(until__isnull=True) | Q(until__gte=day)
    return user.affiliations.filter(present, since__lte=day, establishment__isnull=False).order_by()
