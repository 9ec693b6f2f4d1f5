"""The hours that bells cut a school day into, as each establishment keeps them for itself.

Names are those that timetables print: M1, M2… before lunch, S1, S2… after. Hours are those of
the establishment's own clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from trousse.directory.cards import current_affiliations
from trousse.directory.models import BellTime, Establishment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trousse.accounts.models import User

MORNING, AFTERNOON = "M", "S"
MOST_IN_HALF_A_DAY = 6
NAMES = tuple(
    f"{half}{number}"
    for half in (MORNING, AFTERNOON)
    for number in range(1, MOST_IN_HALF_A_DAY + 1)
)
KEEPERS = frozenset(
    [
        "principal",
        "principal-adjoint",
        "proviseur",
        "proviseur-adjoint",
        "directeur-ecole",
        "directeur-erea",
        "directeur-segpa",
        "gestionnaire",
        "secretaire",
        "personnel-administratif",
    ]
)
"""Codes of the functions that say when the bells of their establishment ring: those who lead it,
and its administration."""


class Bell(NamedTuple):
    """One hour of the day. ``name``: of ``NAMES``."""

    name: str
    start: time
    end: time


USUAL_BELLS = tuple(
    Bell(name, time(*start), time(*end))
    for name, start, end in [
        ("M1", (8, 0), (8, 55)),
        ("M2", (8, 55), (9, 50)),
        ("M3", (10, 5), (11, 0)),
        ("M4", (11, 0), (11, 55)),
        ("S1", (13, 30), (14, 25)),
        ("S2", (14, 25), (15, 20)),
        ("S3", (15, 35), (16, 30)),
        ("S4", (16, 30), (17, 25)),
    ]
)
"""Fifty-five minutes and a break in each half-day: what many schools have, for those that have
not written theirs."""


@dataclass(frozen=True, slots=True)
class BellPlace:
    """An establishment where somebody works, with its hours.

    ``bells``: in order, empty when it has not said. ``may_change``: whether they keep them.
    """

    establishment: Establishment
    bells: tuple[Bell, ...]
    may_change: bool


def bell_places_of(user: "User") -> list[BellPlace]:
    """Return where ``user`` works today, the main place first: two queries, one without any."""
    places: dict[int, Establishment] = {}
    kept_by_user = set()
    for one in current_affiliations([user])[user.pk]:
        place = one.establishment
        if place is None:
            continue
        if place.academy_id == one.academy_id:
            place.academy = one.academy
        places.setdefault(place.pk, place)
        if one.function.code in KEEPERS:
            kept_by_user.add(place.pk)
    bells = _bells_by_place(places)
    return [BellPlace(place, bells[pk], pk in kept_by_user) for pk, place in places.items()]


def bells_of(place: Establishment) -> tuple[Bell, ...]:
    """Return the hours of ``place`` in order, empty when it has not said."""
    return _bells_by_place([place.pk])[place.pk]


def lunch_of(bells: Sequence[Bell]) -> tuple[time, time] | None:
    """Return from the end of the morning to the start of the afternoon; None without both."""
    return next(
        (
            (before.end, after.start)
            for before, after in pairwise(bells)
            if before.name[0] != after.name[0] and before.end < after.start
        ),
        None,
    )


def _bells_by_place(places: "Iterable[int]") -> dict[int, tuple[Bell, ...]]:
    found: dict[int, list[Bell]] = {pk: [] for pk in places}
    if found:
        rows = BellTime.objects.filter(establishment__in=found).order_by("start")
        for pk, name, start, end in rows.values_list("establishment_id", "name", "start", "end"):
            found[pk].append(Bell(name, start, end))
    return {pk: tuple(bells) for pk, bells in found.items()}
