"""Turns the offices that somebody holds into words and links."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from trousse.directory.access import Office, offices_of
from trousse.directory.models import Academy
from trousse.directory.offices import mandates_in_force

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from trousse.accounts.models import User

PAGES = {Office.OPERATOR: "operator:index", Office.SUPPORT: "support:index"}
"""Where an office has pages of its own, by name: those of support belong to a room above."""


@dataclass(frozen=True, slots=True)
class OwnOffice:
    """One office in words; ``url`` is empty when it has no page."""

    label: str
    url: str


def own_offices(user: "User | AnonymousUser") -> list[OwnOffice]:
    """Return the offices of ``user``, in the order of their names."""
    held = offices_of(user)
    keys = {one.academy for one in held if one.academy}
    places = Academy.objects.in_bulk(keys) if keys else {}
    found = []
    for one in held:
        place = str(places[one.academy]) if one.academy else one.service
        words = str(Office(one.office).label)
        found.append(OwnOffice(f"{words}, {place}" if place else words, _page_of(one.office)))
    return sorted(found, key=lambda office: office.label)


def _page_of(office: str) -> str:
    name = PAGES.get(Office(office))
    return reverse(name) if name else ""


def offices_in_words() -> dict[str, str]:
    """Return the offices held today in words, by public id of who holds them."""
    found: dict[str, list[str]] = {}
    for mandate in mandates_in_force():
        words = str(mandate.get_office_display())
        place = f"{words}, {mandate.place}" if mandate.place else words
        found.setdefault(mandate.user.public_id, []).append(place)
    return {person: ", ".join(words) for person, words in found.items()}
