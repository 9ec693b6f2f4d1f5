"""What one's académie tells on the home page: news with an end, and the next school holidays."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from trousse.core.clock import now
from trousse.core.dates import day_label
from trousse.directory.calendar import Holiday, WorkZone, holidays, zone_of_academy
from trousse.directory.queries import academies_of
from trousse.library.queries import AnnouncementCard, announcements_for

if TYPE_CHECKING:
    from trousse.accounts.models import User

SHOWN_NEWS = 4
LOOKED_AHEAD = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class AcademyNews:
    """``academy``: its title, empty for who works nowhere; ``holidays``: in words, or empty."""

    academy: str
    news: list[AnnouncementCard]
    holidays: str


def academy_of(user: "User") -> AcademyNews:
    """Return what the académie of ``user`` tells, and what is told to everybody."""
    news = announcements_for(user, SHOWN_NEWS)
    academy = next(iter(academies_of(user)), None)
    if academy is None:
        return AcademyNews("", news, "")
    today = timezone.localdate(now(), ZoneInfo(user.time_zone))
    next_one = _next_holidays(zone_of_academy(academy), today)
    return AcademyNews(academy.title, news, _words(next_one, today) if next_one else "")


def _next_holidays(zone: WorkZone, today: date) -> Holiday | None:
    found = holidays(zone, today, today + LOOKED_AHEAD)
    return next((one for one in found if one.kind == "school"), None)


def _words(one: Holiday, today: date) -> str:
    last = day_label(one.last, today=today)
    if one.first <= today:
        return _("%(name)s: until %(last)s") % {"name": one.name, "last": last}
    first = day_label(one.first, today=today)
    return _("%(name)s: from %(first)s to %(last)s") % {
        "name": one.name,
        "first": first,
        "last": last,
    }
