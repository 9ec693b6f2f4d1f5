"""The hours of the two demo schools, which differ; the others have not said theirs."""

from collections.abc import Sequence
from datetime import time

from trousse.directory.bells import Bell, bells_of
from trousse.directory.models import BellTime, Establishment

_COLLEGE = {
    "M1": ("08:05", "09:00"),
    "M2": ("09:05", "10:00"),
    "M3": ("10:15", "11:10"),
    "M4": ("11:15", "12:10"),
    "S1": ("13:40", "14:35"),
    "S2": ("14:40", "15:35"),
    "S3": ("15:50", "16:45"),
}
_LYCEE = {
    "M1": ("08:00", "08:55"),
    "M2": ("08:55", "09:50"),
    "M3": ("10:10", "11:05"),
    "M4": ("11:05", "12:00"),
    "M5": ("12:00", "12:55"),
    "S1": ("13:00", "13:55"),
    "S2": ("13:55", "14:50"),
    "S3": ("14:50", "15:45"),
    "S4": ("16:00", "16:55"),
    "S5": ("16:55", "17:50"),
}


def fill_bells(places: Sequence[Establishment]) -> None:
    """Write the hours of the collège and of the lycée that have none; what people wrote stays."""
    for place, hours in zip(places, (_COLLEGE, _LYCEE), strict=False):
        if not bells_of(place):
            BellTime.objects.bulk_create(
                BellTime(establishment=place, **_bell(name, *when)._asdict())
                for name, when in hours.items()
            )


def _bell(name: str, start: str, end: str) -> Bell:
    return Bell(name, time.fromisoformat(start), time.fromisoformat(end))
