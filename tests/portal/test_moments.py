"""When something is due, and how long ago it was, in words."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from trousse.portal.moments import ago_words, due_words

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)
NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def at(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (at(20, 17), "dès que possible"),
        (at(23, 10), "dès que possible"),
        (at(23, 17, 30), f"aujourd’hui avant 17{NBSP}h{NBSP}30"),
        (at(24, 0), "avant demain"),
        (at(24, 23), "avant demain"),
        (at(26, 17), "avant jeudi"),
        (at(29, 9), "avant dimanche"),
        (at(30, 9), "avant le 30 novembre"),
        (at(1, 9, month=12), "avant le 1er décembre"),
        (at(4, 9, month=1, year=2027), "avant le 4 janvier 2027"),
    ],
)
def test_due_dates_are_said_as_people_say_them(due: datetime, words: str) -> None:
    assert due_words(due, PARIS) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(23, 10), "à l’instant"),
        (at(23, 9, 59), f"il y a 1{NBSP}min"),
        (at(23, 9, 1), f"il y a 59{NBSP}min"),
        (at(23, 9), f"il y a 1{NBSP}h"),
        (at(23, 0, 5), f"il y a 9{NBSP}h"),
        (at(22, 23), "hier"),
        (at(19, 8), "jeudi"),
        (at(16, 8), "le 16 novembre"),
        (at(1, 8, month=9), "le 1er septembre"),
        (at(31, 8, month=12, year=2025), "le 31 décembre 2025"),
    ],
)
def test_past_moments_are_said_as_people_say_them(moment: datetime, words: str) -> None:
    assert ago_words(moment, PARIS) == words


def test_days_are_those_of_the_readers_calendar(clock: time_machine.Traveller) -> None:
    """At 22 h in Paris it is one o'clock in the morning of the next day in La Réunion."""
    clock.move_to(datetime(2026, 11, 23, 22, 0, tzinfo=PARIS))
    assert due_words(at(24, 17), PARIS) == "avant demain"
    assert due_words(at(24, 17), REUNION) == f"aujourd’hui avant 20{NBSP}h"
    assert ago_words(at(23, 20), PARIS) == f"il y a 2{NBSP}h"
    assert ago_words(at(23, 20), REUNION) == "hier"
