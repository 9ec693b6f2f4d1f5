"""Reads « tous les mardis et jeudis 17 h – 18 h pendant trois semaines » as people type it.

A small grammar, without a library: the sentence is cut into hours, dates, how long and days of
the week, each taken out in turn; whatever is left and means nothing is told back to the person.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from trousse.services.polls.proposing.bells import USUAL_BELLS, Bell, half_day, lunch, named
from trousse.services.polls.proposing.recurrence import WORKING_DAYS, Recurrence, weeks_from
from trousse.services.polls.proposing.sentence_dates import (
    MONTHS,
    NUMBERS,
    WEEKDAYS,
    end_of_month,
    fold,
    parse_dates,
)
from trousse.services.polls.proposing.slots import WHOLE_DAY, Hours

DAY = timedelta(days=1)
EXAMPLE = "tous les mardis et jeudis 17 h – 18 h pendant trois semaines"

LONGEST_SENTENCE = 300
MOST_WEEKS = 60
HOUR = r"(?:(?P<{0}h>\d{{1,2}}) ?(?:h(?:eures?)?|:) ?(?P<{0}m>\d\d)?|(?P<{0}noon>midi))"
HOURS = re.compile(
    rf"\b(?:de |entre |a partir de |des |a )?{HOUR.format('a')}(?! ?[\d])"
    rf"(?: ?(?:-|a|jusqu'a|et) ?{HOUR.format('b')})?"
)
SHORT_HOURS = re.compile(r"\b(?:(de |entre )(\d{1,2}) ?(?:a|et)|(\d{1,2}) ?-) ?(\d{1,2}) ?h")
"""« 17-18 h », « de 17 à 18 h »: the first hour has no letter of its own."""
BELL = re.compile(r"\b([ms][1-9])\b(?: ?(?:-|a) ?([ms][1-9])\b)?")
HALF_DAYS = {"m": re.compile(r"\b(?:le )?matins?\b"), "s": re.compile(r"\b(?:l')?apres-?midis?\b")}
LUNCH = re.compile(
    r"\b(?:(?:pendant |sur |a )?(?:la )?pause (?:de |du )?(?:midi|dejeuner|meridienne)"
    r"|entre midi et deux(?: heures)?)\b"
)
WHOLE = re.compile(r"\b(?:toute la journee|journees? entieres?)\b")
DURATION = re.compile(
    rf"\b(?:pendant|durant|sur|pour)(?: les)?(?: prochaine?s?)? (\d{{1,2}}|{'|'.join(NUMBERS)})"
    r"(?: prochaine?s?)? (semaines?|mois|jours?)\b(?: prochaine?s)?"
)
EVERY_OTHER = re.compile(
    r"\b(?:une semaine sur deux|toutes les (?:deux|2) semaines|tous les quinze jours)\b"
)
WEEK_WORDS = {
    re.compile(r"\b(?:la )?semaine prochaine\b"): 1,
    re.compile(r"\bcette semaine\b"): 0,
}
DAY_NAME = "|".join(WEEKDAYS)
SPAN_OF_DAYS = re.compile(rf"\bdu ({DAY_NAME}) au ({DAY_NAME})\b")
DAYS = re.compile(rf"\b({DAY_NAME})(s?)\b")
EVERY_DAY = re.compile(r"\b(?:tous les jours|chaque jour|jours ouvr(?:es|ables))\b")
COMES_BACK = re.compile(r"\b(?:tous les|toutes les|chaque|les)\b")
FILLERS = frozenset(
    [
        "tous",
        "toutes",
        "les",
        "le",
        "la",
        "l",
        "de",
        "du",
        "d",
        "des",
        "et",
        "ou",
        "puis",
        "chaque",
        "a",
        "au",
        "aux",
        "en",
        "dans",
        "prochain",
        "prochains",
        "prochaine",
        "ainsi",
        "que",
        "proposer",
        "propose",
        ",",
        ".",
        ";",
        "-",
    ]
)
WORD = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")


class SentenceNotUnderstood(ValueError):
    """What was typed cannot be read; the message tells the person what to write instead."""


@dataclass
class _Reading:
    """The sentence with what is still to be read, and what was found so far."""

    text: str
    today: date
    bells: Sequence[Bell]
    hours: list[Hours] = field(default_factory=list)
    first: date | None = None
    last: date | None = None
    days: list[date] = field(default_factory=list)
    weekdays: set[int] = field(default_factory=set)
    comes_back: bool = False
    weeks: int = 0
    every: int = 1

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Take all that ``pattern`` finds out of the text, and return it."""
        found = list(pattern.finditer(self.text))
        self.text = pattern.sub(" , ", self.text)
        return found


def read_sentence(sentence: str, *, today: date, bells: Sequence[Bell] = USUAL_BELLS) -> Recurrence:
    """Return the days and hours that a French sentence means.

    Raises SentenceNotUnderstood, with words for the person, when it cannot be read.
    """
    if len(sentence) > LONGEST_SENTENCE:
        raise SentenceNotUnderstood(_("This sentence is too long."))
    text = SHORT_HOURS.sub(_long_hours, fold(sentence))
    reading = _Reading(text, today, bells)
    reading.comes_back = bool(COMES_BACK.search(reading.text))
    for read in (_read_whole, _read_length, _read_bells, _read_hours, _read_dates, _read_days):
        read(reading)
    _refuse_rest(reading, sentence)
    return _meaning(reading)


def names_bells(sentence: str) -> bool:
    """Tell whether a sentence names hours by the bells, half-days and the lunch break included."""
    text = fold(sentence)
    return any(pattern.search(text) for pattern in (BELL, LUNCH, *HALF_DAYS.values()))


def _read_whole(reading: _Reading) -> None:
    if reading.take(WHOLE):
        reading.hours.append(WHOLE_DAY)


def _read_length(reading: _Reading) -> None:
    if reading.take(EVERY_OTHER):
        reading.every = 2
    for match in reading.take(DURATION):
        count = NUMBERS.get(match[1]) or int(match[1])
        unit = match[2]
        if unit.startswith("jour"):
            reading.first = reading.first or reading.today
            reading.last = reading.first + timedelta(days=count - 1)
        else:
            reading.weeks = count * (1 if unit.startswith("semaine") else 4)
    for pattern, later in WEEK_WORDS.items():
        if reading.take(pattern):
            monday = reading.today - timedelta(days=reading.today.weekday()) + 7 * later * DAY
            reading.first, reading.last = max(reading.today, monday), monday + 6 * DAY
    if reading.weeks > MOST_WEEKS:
        raise SentenceNotUnderstood(_("Ask for at most %d weeks.") % MOST_WEEKS)


def _read_dates(reading: _Reading) -> None:
    try:
        found = parse_dates(reading.text, reading.today)
    except ValueError as error:
        raise SentenceNotUnderstood(_("“%s” is not a date.") % error) from error
    reading.text = found.rest
    reading.days = found.days
    reading.first = found.first or reading.first
    reading.last = found.last or reading.last
    for month in re.finditer(rf"\b(?:en|au mois de?'?) ?({'|'.join(MONTHS)})\b", reading.text):
        number = MONTHS[month[1]]
        year = reading.today.year + (number < reading.today.month)
        reading.first = max(reading.today, date(year, number, 1))
        reading.last = end_of_month(date(year, number, 1))
        reading.text = reading.text.replace(month[0], " , ")


def _read_bells(reading: _Reading) -> None:
    for match in reading.take(BELL):
        first = named(reading.bells, match[1].upper())
        last = named(reading.bells, (match[2] or match[1]).upper())
        if first is None or last is None:
            raise SentenceNotUnderstood(_("“%s” is not an hour of the bells.") % match[0].upper())
        reading.hours.append(_checked(first.start, last.end))
    lunch_break = lunch(reading.bells)
    if lunch_break and reading.take(LUNCH):
        reading.hours.append(lunch_break)
    for letter, pattern in HALF_DAYS.items():
        half = half_day(reading.bells, letter.upper())
        if half and reading.take(pattern):
            reading.hours.append(half)


def _read_hours(reading: _Reading) -> None:
    for match in reading.take(HOURS):
        start = _hour(match, "a")
        end = _hour(match, "b") if match["bh"] or match["bnoon"] else None
        reading.hours.append(_checked(start, end))


def _long_hours(match: re.Match[str]) -> str:
    return f"{match[2] or match[3]}h - {match[4]}h"


def _hour(match: re.Match[str], side: str) -> time:
    if match[f"{side}noon"]:
        return time(12)
    try:
        return time(int(match[f"{side}h"]), int(match[f"{side}m"] or 0))
    except ValueError as error:
        raise SentenceNotUnderstood(_("“%s” is not a time.") % match[0].strip()) from error


def _checked(start: time | None, end: time | None) -> Hours:
    if start and end and end <= start:
        raise SentenceNotUnderstood(_("The end comes before the start."))
    return Hours(start, end)


def _read_days(reading: _Reading) -> None:
    for match in reading.take(SPAN_OF_DAYS):
        first, last = WEEKDAYS[match[1]], WEEKDAYS[match[2]]
        reading.weekdays |= {(first + shift) % 7 for shift in range((last - first) % 7 + 1)}
        reading.comes_back = True
    if reading.take(EVERY_DAY):
        reading.weekdays |= WORKING_DAYS
    for match in reading.take(DAYS):
        reading.weekdays.add(WEEKDAYS[match[1]])
        reading.comes_back = reading.comes_back or bool(match[2])
    for word, later in (("apres-demain", 2), ("demain", 1), ("aujourd'hui", 0)):
        if word in reading.text:
            reading.text = reading.text.replace(word, " , ")
            reading.days.append(reading.today + later * DAY)


def _refuse_rest(reading: _Reading, sentence: str) -> None:
    unknown = [word for word in WORD.findall(reading.text) if word not in FILLERS and word != "'"]
    if unknown:
        raise SentenceNotUnderstood(
            _("“%s” is not understood. Write for example: %s") % (" ".join(unknown)[:60], EXAMPLE)
        )
    if not sentence.strip():
        raise SentenceNotUnderstood(_("Write for example: %s") % EXAMPLE)


def _meaning(reading: _Reading) -> Recurrence:
    weekdays = frozenset(reading.weekdays)
    hours = tuple(dict.fromkeys(reading.hours)) or (WHOLE_DAY,)
    if reading.days and not (reading.first or reading.last or reading.weeks):
        day = min(reading.days)
        return Recurrence(day, day, frozenset(), hours, days=tuple(reading.days))
    first, last = _period(reading, weekdays or WORKING_DAYS)
    if last < first:
        raise SentenceNotUnderstood(_("The last day comes before the first one."))
    return Recurrence(
        first, last, weekdays or WORKING_DAYS, hours, reading.every, tuple(reading.days)
    )


def _period(reading: _Reading, weekdays: frozenset[int]) -> tuple[date, date]:
    first = reading.first or reading.today + DAY
    if reading.weeks:
        start, end = weeks_from(first, weekdays, reading.weeks)
        return start, min(end, reading.last) if reading.last else end
    if reading.last:
        return first, reading.last
    if reading.weekdays and not reading.comes_back:
        return weeks_from(first, weekdays, 1)  # « mardi et jeudi 17 h »: the next ones
    raise SentenceNotUnderstood(
        _("Say until when too: “pendant trois semaines”, or “jusqu’au 18 décembre”.")
    )
