"""The establishments whose hours somebody may propose in a poll: those where they work."""

from typing import TYPE_CHECKING

from trousse.directory.bells import BellPlace, bell_places_of
from trousse.directory.calendar import zone_of_establishment
from trousse.directory.queries import establishment_label
from trousse.services.polls.proposing.bells import USUAL_BELLS, School, bells_like

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.models import Establishment


class Schools:
    """What was read of where ``asker`` works: two queries, one for somebody who works nowhere."""

    def __init__(self, asker: "User") -> None:
        self.asker = asker
        self._places = bell_places_of(asker)
        self.known = tuple(_school(place) for place in self._places)

    @property
    def establishments(self) -> "list[Establishment]":
        return [place.establishment for place in self._places]

    @property
    def time_zone(self) -> str:
        """Return the clock of the main establishment, or the person's own when there is none."""
        return self.known[0].time_zone if self.known else self.asker.time_zone


def _school(place: BellPlace) -> School:
    return School(
        uai=place.establishment.uai,
        name=establishment_label(place.establishment),
        bells=bells_like(place.bells) if place.bells else USUAL_BELLS,
        is_usual=not place.bells,
        time_zone=zone_of_establishment(place.establishment).time_zone,
        may_change=place.may_change,
    )
