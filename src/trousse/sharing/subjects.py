"""The words for those who hold grants: one of a kind, with the columns that it fills."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trousse.core.errors import InvalidInput
from trousse.sharing.models import Grant
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User
    from trousse.directory.models import Establishment, Group

SIGNED_IN = "signed_in"
HIGHEST = {
    Grant.Kind.ESTABLISHMENT: Role.EDIT,
    Grant.Kind.SIGNED_IN: Role.EDIT,
    Grant.Kind.LINK: Role.EDIT,
    Grant.Kind.GUEST: Role.EDIT,
}
"""Responsibility belongs to people who have an account, one by one or in a group."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who holds a grant. ``word`` is unique; ``columns`` are those that only this kind fills."""

    kind: Grant.Kind
    word: str
    columns: dict[str, Any] = field(default_factory=dict)

    def check(self, role: Role) -> None:
        """Raise InvalidInput when this kind cannot hold ``role``."""
        if role > HIGHEST.get(self.kind, Role.MANAGE):
            raise InvalidInput(field="role")


def person(user: "User") -> Subject:
    return Subject(Grant.Kind.PERSON, person_word(user), {"person": user})


def person_word(user: "User") -> str:
    return f"person:{user.pk}"


def group(of_people: "Group") -> Subject:
    return Subject(Grant.Kind.GROUP, f"group:{of_people.pk}", {"group": of_people})


def establishment(place: "Establishment") -> Subject:
    word = f"establishment:{place.pk}"
    return Subject(Grant.Kind.ESTABLISHMENT, word, {"establishment": place})


def guest(somebody: "Guest") -> Subject:
    return Subject(Grant.Kind.GUEST, f"guest:{somebody.pk}", {"guest": somebody})


def everybody_signed_in() -> Subject:
    return Subject(Grant.Kind.SIGNED_IN, SIGNED_IN)


def link(role: Role) -> Subject:
    return Subject(Grant.Kind.LINK, f"link:{int(role)}")
