"""The dates of a French sentence: « le 2 décembre », « du 2 au 18/12 », « à partir de lundi 7 »."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    )
}
MONTH_NAMES = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, start=1)} | {
    "janv": 1,
    "fev": 2,
    "fevr": 2,
    "avr": 4,
    "juil": 7,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "une",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
        ],
        start=1,
    )
} | {"quinze": 15, "un": 1}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = (
    rf"(?:(?:{'|'.join(WEEKDAYS)}) )?"
    rf"(?:(?P<{{0}}d>\d{{{{1,2}}}})[/.](?P<{{0}}n>\d{{{{1,2}}}})(?:[/.](?P<{{0}}y>\d{{{{4}}}}))?"
    rf"|(?P<{{0}}e>\d{{{{1,2}}}})(?:er)?"
    rf"(?: ?(?P<{{0}}m>{_MONTH})\b\.?(?: (?P<{{0}}z>\d{{{{4}}}}))?"
    r"|(?! ?(?:er\b|h\b|h\d|:|heure|semaine|mois|jour|[/.\d]))))"
)
_SPAN = re.compile(
    rf"\b(?:du|entre le) {_DATE.format('a')} (?:jusqu'au|au|et le) {_DATE.format('b')}"
)
_FROM = re.compile(
    rf"\b(?:a partir du|a compter du|a partir de|des le|des|depuis le) {_DATE.format('a')}"
)
_UNTIL = re.compile(rf"\b(?P<before>jusqu'au|jusqu'a|avant le) {_DATE.format('a')}")
_LONE = re.compile(rf"(?<![\w:]){_DATE.format('a')}")


@dataclass
class DatesFound:
    """``days``: dates named one by one. ``rest``: the text without what was read."""

    rest: str
    first: date | None = None
    last: date | None = None
    days: list[date] = field(default_factory=list)


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents, one kind of dash, quote and space."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"[\u2010-\u2015\u2212→]", "-", plain).replace("\u2019", "'")
    return re.sub(r"\s+", " ", plain).strip()


def end_of_month(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def parse_dates(text: str, today: date) -> DatesFound:
    """Read the dates of a folded text. Raises ValueError, with the words, for one that is none."""
    found = DatesFound(text)
    for match in _SPAN.finditer(text):
        found.last = _date(match, "b", today)
        found.first = _date(match, "a", today, like=found.last)
    found.rest = _SPAN.sub(" , ", text)
    for match in _FROM.finditer(found.rest):
        found.first = _date(match, "a", today)
    found.rest = _FROM.sub(" , ", found.rest)
    for match in _UNTIL.finditer(found.rest):
        before = timedelta(days=match["before"] == "avant le")
        found.last = _date(match, "a", today) - before
    found.rest = _UNTIL.sub(" , ", found.rest)
    found.days = _lone_days(list(_LONE.finditer(found.rest)), today)
    found.rest = _LONE.sub(" , ", found.rest)
    return found


def _lone_days(matches: list[re.Match[str]], today: date) -> list[date]:
    """Read « le 2, le 4 et le 9 décembre »: a day without month is of the month said after it."""
    days: list[date] = []
    like: date | None = None
    for match in reversed(matches):
        like = _date(match, "a", today, like=like)
        days.append(like)
    return sorted(days)


def _date(match: re.Match[str], side: str, today: date, like: date | None = None) -> date:
    """Return the date of one side of a match; without month or year, the next one that comes."""
    number = int(match[f"{side}d"] or match[f"{side}e"])
    month = int(match[f"{side}n"] or 0) or MONTHS.get(match[f"{side}m"] or "", 0)
    year = int(match[f"{side}y"] or match[f"{side}z"] or 0)
    try:
        return _next_date(number, month, year, today, like)
    except ValueError as error:
        raise ValueError(match[0].strip()) from error


def _next_date(number: int, month: int, year: int, today: date, like: date | None) -> date:
    if year:
        return date(year, month or today.month, number)
    if like is not None and (not month or month <= like.month):
        return date(like.year, month or like.month, number)
    if like is not None:
        return date(like.year - 1, month, number)
    if month:
        return date(today.year + ((month, number) < (today.month, today.day)), month, number)
    day = today.replace(day=1)
    if number < today.day:
        day = end_of_month(day) + timedelta(days=1)
    return day.replace(day=number)
