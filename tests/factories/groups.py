"""Places, people at work and groups made by hand, for tests of groups and calendars."""

from datetime import date

from tests.factories.people import UserFactory
from trousse.accounts.models import User
from trousse.directory.group_operations import GroupDraft, create_group
from trousse.directory.models import Academy, Affiliation, Establishment, Function, Group

ACADEMIES = {
    "rennes": ("14", "Rennes", "Europe/Paris", "B"),
    "lyon": ("10", "Lyon", "Europe/Paris", "A"),
    "strasbourg": ("15", "Strasbourg", "Europe/Paris", "B"),
    "la-reunion": ("28", "La Réunion", "Indian/Reunion", "reunion"),
    "guadeloupe": ("32", "Guadeloupe", "America/Guadeloupe", "guadeloupe"),
}
"""Slug: code, name, time zone, holiday zone; the real ones, even while their table is empty."""
LONG_AGO = date(2020, 9, 1)


def academy(slug: str = "rennes") -> Academy:
    code, name, zone, holidays = ACADEMIES[slug]
    return Academy.objects.get_or_create(
        slug=slug,
        defaults={"code": code, "name": name, "time_zone": zone, "holiday_zone": holidays},
    )[0]


def school(uai: str = "0350001A", *, of: str = "rennes", **fields: str) -> Establishment:
    start = {
        "name": "Collège Simone-Veil",
        "city": "Rennes",
        "department": "035",
        "kind": "college",
    }
    return Establishment.objects.get_or_create(
        uai=uai, defaults={**start, "academy": academy(of), **fields}
    )[0]


def work(
    user: User, place: Establishment | Academy, function: str = "enseignant", **fields: object
) -> Affiliation:
    """Make ``user`` work there, since long ago unless ``since`` is given."""
    at = place if isinstance(place, Establishment) else None
    labels = {"enseignant": "Enseignant", "cpe": "Conseiller principal d’éducation (CPE)"}
    trade, _ = Function.objects.get_or_create(
        code=function, defaults={"label": labels.get(function, function)}
    )
    values = {"since": LONG_AGO, "is_main": True, **fields}
    return Affiliation.objects.create(
        user=user,
        establishment=at,
        academy=at.academy if at else place,
        function=trade,
        **values,  # type: ignore[misc]  # fields of an affiliation
    )


def people(count: int) -> list[User]:
    return UserFactory.create_batch(count)


def group(owner: User, name: str = "Groupe lecture", *, policy: str = "closed") -> Group:
    return create_group(owner, GroupDraft(name, policy=policy), key=name)
