"""What a service says about an event, checked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from trousse.core.errors import InvalidInput
from trousse.core.time_zones import is_time_zone

TITLE_LENGTH, DESCRIPTION_LENGTH, PLACE_LENGTH = 200, 2000, 500


@dataclass(frozen=True, slots=True)
class EventDraft:
    """What takes place, where and when.

    ``whole_day``: ``start`` and ``end`` are dates, ``end`` excluded; else aware instants.
    ``zone``: IANA name of the zone in which the hours are said. Raises InvalidInput for an end
    that does not come after the start, naive instants, an unknown zone or texts too long.
    """

    title: str
    description: str
    place: str
    start: date | datetime
    end: date | datetime
    zone: str = "Europe/Paris"
    whole_day: bool = False

    def __post_init__(self) -> None:
        if not self._has_sound_bounds():
            raise InvalidInput(_("The end must come after the beginning."), field="end")
        if not is_time_zone(self.zone):
            raise InvalidInput(_("This time zone is unknown."), field="zone")
        for name, length in (
            ("title", TITLE_LENGTH),
            ("description", DESCRIPTION_LENGTH),
            ("place", PLACE_LENGTH),
        ):
            if len(getattr(self, name)) > length:
                raise InvalidInput(_("This text is too long."), field=name)

    def _has_sound_bounds(self) -> bool:
        start, end = self.start, self.end
        if isinstance(start, datetime) and isinstance(end, datetime):
            aware = start.tzinfo is not None and end.tzinfo is not None
            return not self.whole_day and aware and start < end
        has_hours = isinstance(start, datetime) or isinstance(end, datetime)
        return self.whole_day and not has_hours and start < end

    def columns(self) -> dict[str, Any]:
        """Return the draft as columns of ``Event``."""
        days, hours = ("first_day", "day_after"), ("starts_at", "ends_at")
        used, empty = (days, hours) if self.whole_day else (hours, days)
        return {
            "title": self.title,
            "description": self.description,
            "place": self.place,
            "zone": self.zone,
            **dict(zip(used, (self.start, self.end), strict=True)),
            **dict.fromkeys(empty),
        }
