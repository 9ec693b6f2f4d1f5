"""Time zones in words: the territory when it is one of ours, else the town."""

from trousse.core.dates import zone_label
from trousse.core.time_zones import TIME_ZONES

_TERRITORIES = dict(TIME_ZONES)


def zone_words(zone: str) -> str:
    """Return ``France métropolitaine`` for ``Europe/Paris``, ``Tokyo`` for ``Asia/Tokyo``."""
    return str(_TERRITORIES.get(zone) or zone_label(zone))
