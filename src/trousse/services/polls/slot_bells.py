"""The hours of bells that the form of dates offers, of the schools where its author works."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trousse.core.time_zones import TIME_ZONES
from trousse.services.polls.proposing.bells import Bell, School, lunch
from trousse.services.polls.proposing.proposal import Setting
from trousse.services.polls.proposing.slots import Hours

LUNCH = "midi"
"""Value of the box of the lunch break, beside M1, S1 and the others."""


@dataclass(frozen=True, slots=True)
class OfferedBells:
    """``chosen``: UAI of the school whose hours are wanted, empty for the main one."""

    setting: Setting
    chosen: str = ""

    @property
    def schools(self) -> Sequence[School]:
        return self.setting.schools

    @property
    def school(self) -> School:
        """Return whose hours are offered."""
        schools = self.schools or (School(),)
        return next((one for one in schools if one.uai == self.chosen), schools[0])

    @property
    def is_on_clock(self) -> bool:
        """Tell whether the hours of the school are also those of the poll's clock."""
        return self.school.is_on_clock(self.setting.zone, self.setting.today)

    @property
    def bells(self) -> Sequence[Bell]:
        """Return the hours to offer: none when the poll is on another clock than the school."""
        return self.school.bells if self.is_on_clock else ()

    @property
    def lunch(self) -> Hours | None:
        return lunch(self.bells)

    @property
    def clock_words(self) -> str:
        """Say why no hours are offered; nothing when they are."""
        return "" if self.is_on_clock else self._other_clock()

    def _other_clock(self) -> str:
        zones, school, zone = dict(TIME_ZONES), self.school, self.setting.zone
        words = _(
            "The hours of %(school)s are on its own clock (%(own)s), this poll is on another "
            "(%(zone)s). Choose the same time zone for the poll to propose them."
        )
        told = {"school": school.name, "zone": zones.get(zone.key, zone.key)}
        return words % (told | {"own": zones.get(school.time_zone, school.time_zone)})

    def ticked(self, names: Collection[str]) -> list[Hours]:
        """Return the hours of the boxes with these values, in the order of the day."""
        hours = [bell.hours for bell in self.bells if bell.name in names]
        return [*hours, self.lunch] if self.lunch and LUNCH in names else hours
