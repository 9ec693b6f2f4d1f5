"""Who has access to a thing: for the share dialog, for notices and for letters."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trousse.core.clock import now
from trousse.core.refs import Ref
from trousse.sharing.models import Grant
from trousse.sharing.operations import OWN, link_of
from trousse.sharing.roles import Role
from trousse.sharing.things import describe_all, thing_type_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trousse.accounts.models import Guest, User
    from trousse.directory.models import Group


_NAMING = (Grant.Kind.PERSON, Grant.Kind.GROUP, Grant.Kind.ESTABLISHMENT, Grant.Kind.GUEST)


@dataclass(frozen=True, slots=True)
class Access:
    """One line of « who has access ». ``grant``: public id; ``why``: a sentence, or ""."""

    grant: str
    kind: Grant.Kind
    name: str
    detail: str
    role: Role
    role_label: str
    why: str
    until: datetime | None
    origin: str
    user: "User | None"

    @property
    def is_by_hand(self) -> bool:
        """Tell whether it can be changed here; the others follow what gave them."""
        return self.origin == ""


@dataclass(frozen=True, slots=True)
class Invitations:
    """When people were invited to a thing: by name, by letter (by key), else with a group."""

    people: dict[int, datetime]
    guests: dict[int, datetime]
    others: datetime | None

    def of_person(self, pk: int) -> datetime | None:
        """Return when that account was invited; None when it came otherwise."""
        return self.people.get(pk, self.others)

    def of_guest(self, pk: int) -> datetime | None:
        """Return when that guest was invited; None when they came otherwise."""
        return self.guests.get(pk)


def people_with_access(ref: Ref) -> list[Access]:
    """Return who may do what on ``ref`` and why, the most responsible first; links included."""
    lines = _accesses(ref, grants_on(ref))
    return sorted(lines, key=lambda line: (-line.role, line.kind, line.name.casefold()))


def access_lines(ref: Ref, public_ids: "Iterable[str]") -> list[Access]:
    """Return these lines of who has access, in no order."""
    return _accesses(ref, grants_on(ref).filter(public_id__in=public_ids))


def _accesses(ref: Ref, grants: QuerySet[Grant]) -> list[Access]:
    related = ("person", "group", "establishment", "guest")
    rows = list(grants.select_related(*related))
    reasons = _reasons(rows)
    labels = role_labels(ref)
    return [
        Access(
            grant=row.public_id,
            kind=Grant.Kind(row.kind),
            name=_name_of(row),
            detail=_detail_of(row),
            role=Role(row.role),
            role_label=labels.get(Role(row.role), str(Role(row.role).label)),
            why=reasons.get(row.origin, ""),
            until=row.until,
            origin=row.origin,
            user=row.person,
        )
        for row in rows
        if row.guest is None or row.guest.token_hash
    ]


def role_labels(ref: Ref) -> dict[Role, str]:
    """Return what each role lets people do on things like ``ref``, in words."""
    known = thing_type_of(ref)
    labels = known.role_labels if known else {role: role.label for role in Role}
    return {role: str(label) for role, label in labels.items()}


def grants_on(ref: Ref) -> QuerySet[Grant]:
    """Return the standing grants of ``ref``."""
    return Grant.objects.standing().of(ref)


def link_token(ref: Ref, role: Role) -> str:
    """Return the token of the open link that gives ``role``, or "" when there is none.

    For whoever may share the thing, and nobody else.
    """
    link = grants_on(ref).filter(kind="link", role=role).first()
    return link_of(link).token if link else ""


def users_with_access(ref: Ref, at_least: Role = Role.VIEW) -> "QuerySet[User]":
    """Return the active accounts that have the role by name, by group or by establishment.

    What is open to everybody signed in names nobody: it adds none.
    """
    given = grants_on(ref).filter(role__gte=at_least).order_by()
    people = get_user_model().objects.filter(is_active=True)
    today = timezone.localdate(now())
    members = people.filter(memberships__group__in=given.filter(kind="group").values("group"))
    working = people.filter(
        Q(affiliations__until__isnull=True) | Q(affiliations__until__gte=today),
        affiliations__since__lte=today,
        affiliations__establishment__in=given.filter(kind="establishment").values("establishment"),
    )
    return people.filter(
        Q(pk__in=given.filter(kind="person").values("person"))
        | Q(pk__in=members.order_by().values("pk"))
        | Q(pk__in=working.order_by().values("pk"))
    )


def guests_with_access(
    ref: Ref, at_least: Role = Role.VIEW, *, besides: "QuerySet[Any, Any] | None" = None
) -> "list[Guest]":
    """Return the guests whose personal link opens ``ref`` with at least that role.

    ``besides``: keys of guests to leave out, as a subquery.
    """
    given = _guest_grants(ref, at_least)
    if besides is not None:
        given = given.exclude(guest__in=besides)
    rows = given.select_related("guest").order_by("guest")
    return [row.guest for row in rows if row.guest is not None]


def last_invited_at(ref: Ref, at_least: Role = Role.VIEW) -> datetime | None:
    """Return when somebody was last given that role by somebody else, or None for nobody."""
    return _invitations(ref, at_least).values_list("created_at", flat=True).first()


def invitations_of(ref: Ref, at_least: Role = Role.VIEW) -> Invitations:
    """Return when people were given that role by somebody else."""
    people: dict[int, datetime] = {}
    guests: dict[int, datetime] = {}
    others = None
    rows = _invitations(ref, at_least).values_list("person", "guest", "created_at")
    for person, guest, at in reversed(rows):  # the last of several stays
        if person is not None:
            people[person] = at
        elif guest is not None:
            guests[guest] = at
        else:
            others = at
    return Invitations(people, guests, others)


def _invitations(ref: Ref, at_least: Role) -> QuerySet[Grant]:
    """Keep what names people, the newest first.

    What people came to by a link, and what is the maker's own, invites nobody.
    """
    names_people = grants_on(ref).filter(role__gte=at_least, kind__in=_NAMING).exclude(origin=OWN)
    came_alone = Q(origin="", granted_by__isnull=True)
    return names_people.exclude(came_alone).order_by("-created_at", "-pk")


def guest_keys_with_access(ref: Ref, at_least: Role = Role.VIEW) -> "QuerySet[Grant, Any]":
    """Return the primary keys of those guests, to stand in a larger query."""
    return _guest_grants(ref, at_least).order_by().values("guest")


def _guest_grants(ref: Ref, at_least: Role) -> QuerySet[Grant]:
    given = grants_on(ref).filter(kind="guest", role__gte=at_least, guest__expires_at__gt=now())
    return given.exclude(guest__token_hash="")


def refs_shared_with_group(group: "Group") -> QuerySet[Grant, str]:
    """Return the refs, ``type:id``, of the things that are shared with ``group``."""
    given = Grant.objects.standing().filter(kind=Grant.Kind.GROUP, group=group)
    return given.order_by().values_list("ref", flat=True)


def refs_of_guests(guests: "Iterable[Guest]") -> list[tuple[Ref, Role]]:
    """Return what these guests were given, each thing once with its best role."""
    given = Grant.objects.standing().filter(guest__in=guests).order_by("created_at", "pk")
    best: dict[str, int] = {}
    for ref, role in given.values_list("ref", "role"):
        best[ref] = max(role, best.get(ref, 0))
    return [(Ref.parse(ref), Role(role)) for ref, role in best.items()]


def _name_of(row: Grant) -> str:
    named: Any = row.person or row.group or row.establishment or row.guest
    if named is not None:
        return str(named)
    if row.kind == Grant.Kind.SIGNED_IN:
        return _("Everybody who has an account")
    return _("Whoever has the link")


def _detail_of(row: Grant) -> str:
    """Tell homonyms apart: a group by its description, a guest by the address written to.

    Only an address that somebody responsible typed: what guests say of themselves is for letters.
    """
    if row.guest is not None:
        return row.guest.email if row.guest.invited_by_id else ""
    if row.group is not None:
        return row.group.description
    return ""


def _reasons(rows: list[Grant]) -> dict[str, str]:
    """Say why each origin gives access, in one description of all of them."""
    origins = {row.origin for row in rows} - {"", OWN}
    cards = describe_all(Ref.parse(origin) for origin in origins)
    by_thing = {
        str(ref): _("by « %(title)s »") % {"title": card.title} for ref, card in cards.items()
    }
    return {OWN: _("made it"), **dict.fromkeys(origins, _("by another thing")), **by_thing}
