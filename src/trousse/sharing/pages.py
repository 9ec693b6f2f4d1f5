"""What the share dialog shows: who has access and why, links, what may be opened further."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

from trousse.accounts.current import Visitor, signed_in_or_none, visitor_of
from trousse.core.errors import NotAllowed, NotFound
from trousse.core.refs import Ref
from trousse.directory.queries import establishments_of, person_cards
from trousse.sharing.access import require_role
from trousse.sharing.letters import link_to
from trousse.sharing.listing import AccessPage, access_page
from trousse.sharing.models import Grant
from trousse.sharing.operations import link_of
from trousse.sharing.queries import Access, grants_on, role_labels
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard, describe, thing_type_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trousse.accounts.models import User
    from trousse.directory.models import Establishment
    from trousse.directory.queries import PersonCard

NAME, AFTER = "nom", "apres"
"""In addresses: the name that is looked for; the last line of the page before."""
LONGEST_NAME = 60
LINK_ROLES = (Role.VIEW, Role.TAKE_PART)


@dataclass(frozen=True, slots=True)
class SharedThing:
    """A thing that the visitor may see, and what they may do about its sharing."""

    ref: Ref
    card: ThingCard
    name: str
    labels: "Mapping[Role, str]"
    visitor: Visitor
    role: Role

    @property
    def can_manage(self) -> bool:
        return self.role >= Role.MANAGE and self.visitor.user is not None

    @property
    def open_labels(self) -> "dict[Role, str]":
        """Return the roles that may be opened to many: by a link, to a place, to everybody."""
        return {role: label for role, label in self.labels.items() if role in LINK_ROLES}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of « who has access ». ``detail``: function and place, or what a group is."""

    access: Access
    detail: str
    initials: str
    is_me: bool
    roles: "Mapping[Role, str]"

    @property
    def icon(self) -> str:
        """Name the picture of those who are not one person."""
        return {"group": "people", "establishment": "home", "signed_in": "shield"}.get(
            self.access.kind, "user"
        )


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may be opened, or is: then ``grant`` is its public id."""

    role: Role
    label: str
    grant: str = ""
    url: str = ""
    until: object = None


def access_shared_thing(request: HttpRequest, ref_type: str, thing_id: str) -> SharedThing:
    """Return the thing, for whoever may see it. Raises NotFound."""
    try:
        ref = Ref.parse(f"{ref_type}:{thing_id}")
    except ValueError as error:
        raise NotFound from error
    known = thing_type_of(ref)
    if known is None:
        raise NotFound
    visitor = visitor_of(request)
    role = require_role(visitor, ref, Role.VIEW)
    card = describe(ref)
    if card is None:
        raise NotFound
    return SharedThing(ref, card, str(known.name), role_labels(ref), visitor, role)


def access_managed_thing(
    request: HttpRequest, ref_type: str, thing_id: str
) -> "tuple[SharedThing, User]":
    """Return the thing and the person who may share it. Raises NotFound, NotAllowed."""
    thing = access_shared_thing(request, ref_type, thing_id)
    user = signed_in_or_none(request)
    if user is None or not thing.can_manage:
        raise NotAllowed
    return thing, user


def access_grant(thing: SharedThing, public_id: str) -> Grant:
    """Return a standing grant of ``thing``. Raises NotFound."""
    found = grants_on(thing.ref).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def lines_of(thing: SharedThing, page: AccessPage) -> list[Line]:
    """Return the lines of a page of who has access, as they are shown."""
    cards = person_cards([line.user for line in page.lines if line.user is not None])
    return [_line(thing, access, cards) for access in page.lines]


def who_has_access(thing: SharedThing, request: HttpRequest) -> AccessPage:
    """Return the page of who has access that is asked for.

    To those who cannot share: who is responsible, and what they hold themselves.
    """
    text, after = request.GET.get(NAME, "").strip()[:LONGEST_NAME], request.GET.get(AFTER, "")
    if thing.can_manage:
        return access_page(thing.ref, text=text, after=after)
    return access_page(thing.ref, text=text, after=after, only=Role.MANAGE, me=thing.visitor.user)


def links_of(thing: SharedThing) -> list[Link]:
    """Return the links that a manager may open or has opened."""
    opened = {grant.role: grant for grant in grants_on(thing.ref).filter(kind=Grant.Kind.LINK)}
    return [
        _link(thing, role, label, opened.get(role)) for role, label in thing.open_labels.items()
    ]


def places_of(user: "User", thing: SharedThing) -> "list[Establishment]":
    """Return the establishments of ``user`` that the thing is not open to yet."""
    given = grants_on(thing.ref).filter(kind=Grant.Kind.ESTABLISHMENT, origin="")
    taken = set(given.values_list("establishment_id", flat=True))
    return [place for place in establishments_of(user) if place.pk not in taken]


def _line(thing: SharedThing, access: Access, cards: "Mapping[int, PersonCard]") -> Line:
    card = cards.get(access.user.pk) if access.user is not None else None
    parts = (card.function, card.place) if card else ()
    offered = thing.labels if access.kind in {"person", "group"} else thing.open_labels
    return Line(
        access=access,
        detail=", ".join(part for part in parts if part) or access.detail,
        initials=card.initials if card else "",
        is_me=access.user is not None and access.user == thing.visitor.user,
        roles={**offered, access.role: access.role_label},
    )


def _link(thing: SharedThing, role: Role, label: str, grant: Grant | None) -> Link:
    if grant is None:
        return Link(role, label)
    token = link_of(grant).token
    url = link_to(thing.card.url, token) if token else ""
    return Link(role, label, grant.public_id, url, grant.until)
