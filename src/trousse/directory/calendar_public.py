"""Public holidays of France and its territories: fixed days, and days counted from Easter.

Sources: Labour Code, articles L3133-1 and L3422-2; local law of Alsace-Moselle (article L3134-13);
deliberations of the collectivities of the Pacific. Compared with the package `holidays` 0.109 for
2025 to 2040. Calculated here because that package asks for an older dateutil than our calendars.
"""

from datetime import date, timedelta
from functools import cache

FIXED = {
    (1, 1): "Jour de l’an",
    (5, 1): "Fête du Travail",
    (5, 8): "Victoire de 1945",
    (7, 14): "Fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "Armistice de 1918",
    (12, 25): "Noël",
}
AFTER_EASTER = {1: "Lundi de Pâques", 39: "Ascension", 50: "Lundi de Pentecôte"}

ABOLITION, SCHOELCHER = "Abolition de l’esclavage", "Fête de Victor Schœlcher"
LOCAL_FIXED: dict[str, dict[tuple[int, int], str]] = {
    "alsace-moselle": {(12, 26): "Saint-Étienne"},
    "guadeloupe": {(5, 27): ABOLITION, (7, 21): SCHOELCHER},
    "martinique": {(5, 22): ABOLITION, (7, 21): SCHOELCHER},
    "guyane": {(6, 10): ABOLITION},
    "reunion": {(12, 20): ABOLITION},
    "mayotte": {(4, 27): ABOLITION},
    "saint-barthelemy": {(10, 9): ABOLITION},
    "saint-martin": {(5, 28): ABOLITION, (7, 21): SCHOELCHER},
    "saint-pierre-et-miquelon": {},
    "nouvelle-caledonie": {(9, 24): "Fête de la citoyenneté"},
    "polynesie-francaise": {(3, 5): "Arrivée de l’Évangile", (11, 20): "Matari’i"},
    "wallis-et-futuna": {
        (4, 28): "Saint Pierre Chanel",
        (6, 29): "Saints Pierre et Paul",
        (7, 29): "Fête du Territoire",
    },
}
LOCAL_AFTER_EASTER = {
    "alsace-moselle": {-2: "Vendredi saint"},
    "guadeloupe": {-24: "Mi-carême", -2: "Vendredi saint"},
    "polynesie-francaise": {-2: "Vendredi saint"},
}
TERRITORIES = frozenset(LOCAL_FIXED)
"""Where other days are public holidays than in the rest of the country, which is ``""``."""


@cache
def public_holidays(territory: str, year: int) -> dict[date, str]:
    """Return the public holidays of ``territory`` in ``year``, with their French names."""
    sunday = easter(year)
    fixed = FIXED | LOCAL_FIXED.get(territory, {})
    moving = AFTER_EASTER | LOCAL_AFTER_EASTER.get(territory, {})
    moved = {sunday + timedelta(days=shift): name for shift, name in moving.items()}
    return {date(year, month, day): name for (month, day), name in fixed.items()} | moved


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Butcher's method; Meeus, 1991, p. 67)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    weekday = (32 + 2 * century_rest + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
