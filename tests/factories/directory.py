"""Places and people at work: académies come with the tables, the rest is made here."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from trousse.accounts.models import User
from trousse.directory.models import (
    Academy,
    Affiliation,
    Discipline,
    Establishment,
    Function,
)

LONG_AGO = date(2020, 9, 1)


class EstablishmentFactory(DjangoModelFactory[Establishment]):
    class Meta:
        model = Establishment

    uai = factory.Sequence(lambda number: f"{number:07}A")
    name = factory.Sequence(lambda number: f"Collège {number}")
    kind = "collège"
    city = "Rennes"
    department = "035"
    academy = factory.LazyFunction(lambda: academy_called("rennes"))


def academy_called(slug: str) -> Academy:
    """Return one of the real académies."""
    return Academy.objects.get(slug=slug)


def affiliated(
    user: User,
    place: Establishment | Academy,
    function: str = "enseignant",
    discipline: str = "",
    **fields: Any,
) -> Affiliation:
    """Make ``user`` work at an establishment, or for a whole académie, since long ago."""
    at = place if isinstance(place, Establishment) else None
    return Affiliation.objects.create(
        user=user,
        establishment=at,
        academy=at.academy if at else place,
        function=Function.objects.get(code=function),
        discipline=Discipline.objects.get(code=discipline) if discipline else None,
        **{"since": LONG_AGO, "is_main": True, **fields},
    )
