"""Days and hours in words, as French and English write them."""

from datetime import date, time
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import get_language, gettext

from trousse.core.time_zones import TIME_ZONES

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
EN_DASH = "\u2013"
_OVERSEAS = dict(TIME_ZONES[1:])


def day_label(day: date, *, today: date) -> str:
    """Return ``mardi 2 décembre``, with the year when it is not this one's."""
    pattern = "l j F" if day.year == today.year else "l j F Y"
    words = formats.date_format(day, pattern)
    if _in_french():
        words = words.lower().replace(" 1 ", " 1er ")
    return words


def weekday_label(day: date) -> str:
    """Return ``samedi`` in French, ``Saturday`` in English."""
    words = formats.date_format(day, "l")
    return words.lower() if _in_french() else words


def hour_label(hour: time) -> str:
    """Return ``17 h`` or ``17 h 30`` in French, ``17:00`` in English."""
    if not _in_french():
        return f"{hour:%H:%M}"
    minutes = f"{NO_BREAK_SPACE}{hour:%M}" if hour.minute else ""
    return f"{hour.hour}{NO_BREAK_SPACE}h{minutes}"


def hours_label(start: time | None, end: time | None) -> str:
    """Return ``17 h – 18 h``, ``17 h`` without end, or the words for a whole day."""
    if start is None:
        return gettext("all day")
    if end is None:
        return hour_label(start)
    return f"{hour_label(start)}{NO_BREAK_SPACE}{EN_DASH} {hour_label(end)}"


def zone_label(zone: str) -> str:
    """Return the territory of a time zone overseas, else its town: « La Réunion », « Paris »."""
    if zone in _OVERSEAS:
        return str(_OVERSEAS[zone])
    return ZoneInfo(zone).key.rpartition("/")[2].replace("_", " ")


def _in_french() -> bool:
    return (get_language() or "").startswith("fr")
