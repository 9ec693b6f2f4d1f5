"""« tous les mardis et jeudis… »: what people type, read by a small grammar."""

import re
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trousse.services.polls.proposing.recurrence import Recurrence
from trousse.services.polls.proposing.sentence import SentenceNotUnderstood, read_sentence

TODAY = date(2026, 11, 23)  # a Monday
DAY_NAMES = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
PIECES = re.findall(
    r"\S+",
    "tous les mardi jeudis 17 h 18h30 – à de du au le 2 décembre 31 février 2026 M1 S9 midi "
    "pendant trois semaines jusqu’au une semaine sur deux 12/13 25h , matin 99 mois demain",
)


on_a_busy_machine = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)


def read(sentence: str) -> Recurrence:
    return read_sentence(sentence, today=TODAY)


def days_of(sentence: str) -> list[str]:
    return [f"{day:%d/%m}" for day in read(sentence).all_days]


def hours_of(sentence: str) -> list[tuple[time | None, time | None]]:
    return [tuple(hours) for hours in read(sentence).hours]


def test_the_sentence_that_everybody_types() -> None:
    sentence = "tous les mardis et jeudis 17 h – 18 h pendant trois semaines"
    assert days_of(sentence) == ["24/11", "26/11", "01/12", "03/12", "08/12", "10/12"]
    assert hours_of(sentence) == [(time(17), time(18))]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("les mardis jusqu’au 15 décembre", ["24/11", "01/12", "08/12", "15/12"]),
        ("les mardis avant le 15 décembre", ["24/11", "01/12", "08/12"]),
        ("chaque lundi pendant 2 semaines", ["30/11", "07/12"]),
        ("mardi et jeudi 17 h", ["24/11", "26/11"]),
        ("vendredi prochain", ["27/11"]),
        ("du mardi 1er au vendredi 4 décembre", ["01/12", "02/12", "03/12", "04/12"]),
        ("du 3 au 8/12", ["03/12", "04/12", "07/12", "08/12"]),
        ("les mardis du 28 décembre au 13 janvier", ["29/12", "05/01", "12/01"]),
        ("le 2, le 4 et le 9 décembre à 17 h", ["02/12", "04/12", "09/12"]),
        ("le mardi 1er à 17 h", ["01/12"]),
        ("3/12/2026", ["03/12"]),
        ("demain et après-demain", ["24/11", "25/11"]),
        ("lundi et mardi la semaine prochaine", ["30/11", "01/12"]),
        ("du lundi au mercredi pendant une semaine", ["24/11", "25/11", "30/11"]),
        ("une semaine sur deux le vendredi pendant 4 semaines", ["27/11", "11/12"]),
        ("les mercredis en janvier", ["06/01", "13/01", "20/01", "27/01"]),
        ("à partir du 5 janvier tous les lundis pendant 2 semaines", ["11/01", "18/01"]),
        ("TOUS LES   MARDIS pendant deux semaines.", ["24/11", "01/12"]),
        ("tous les jours pendant une semaine", ["24/11", "25/11", "26/11", "27/11", "30/11"]),
    ],
)
def test_it_reads_days(sentence: str, days: list[str]) -> None:
    assert days_of(sentence) == days


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("17h-18h", [(time(17), time(18))]),
        ("de 17 à 18 h", [(time(17), time(18))]),
        ("17-18h", [(time(17), time(18))]),
        ("de 9 h 30 à 10:15", [(time(9, 30), time(10, 15))]),
        ("entre midi et 13h", [(time(12), time(13))]),
        ("à 17 heures", [(time(17), None)]),
        ("9h-10h et 10h-11h", [(time(9), time(10)), (time(10), time(11))]),
        ("M1", [(time(8), time(8, 55))]),
        ("m1-m2", [(time(8), time(9, 50))]),
        ("l’après-midi", [(time(13, 30), time(17, 25))]),
        ("pendant la pause de midi", [(time(11, 55), time(13, 30))]),
        ("entre midi et deux", [(time(11, 55), time(13, 30))]),
        ("toute la journée", [(None, None)]),
        ("", [(None, None)]),
    ],
)
def test_it_reads_hours(words: str, hours: list[tuple[time | None, time | None]]) -> None:
    assert hours_of(f"mardi {words}") == hours


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("", "Écrivez par exemple"),
        ("les mardis", "jusqu’à quand"),
        ("un conseil mardi", "un conseil"),
        ("mardi 25h", "25h.* n’est pas une heure"),
        ("le 31 novembre", "31 novembre.* n’est pas une date"),
        ("mardi 18h à 17h", "avant le début"),
        ("du 8 au 2 décembre", "avant le premier"),
        ("mardi M9", "M9.*heure de cours"),
        ("les mardis pendant 99 semaines", "60"),
        ("mardi " * 80, "trop longue"),
    ],
)
def test_it_says_what_it_does_not_understand(sentence: str, words: str) -> None:
    with pytest.raises(SentenceNotUnderstood, match=words):
        read(sentence)


@on_a_busy_machine
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=25).map(" ".join))
def test_it_never_breaks(sentence: str) -> None:
    try:
        days = read(sentence).all_days
    except SentenceNotUnderstood:
        return
    assert days == sorted(set(days))


@on_a_busy_machine
@given(
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    start=st.integers(0, 22),
    weeks=st.integers(1, 20),
    today=st.dates(date(2026, 1, 1), date(2040, 1, 1)),
)
def test_so_many_weeks_are_so_many_of_each_day(
    weekdays: set[int], start: int, weeks: int, today: date
) -> None:
    names = " et ".join(f"{DAY_NAMES[number]}s" for number in weekdays)
    sentence = f"tous les {names} {start}h-{start + 1}h pendant {weeks} semaines"
    meant = read_sentence(sentence, today=today)
    found = [day.weekday() for day in meant.all_days]
    assert {number: found.count(number) for number in set(found)} == dict.fromkeys(weekdays, weeks)
    assert all(day > today for day in meant.all_days)
    assert meant.hours == ((time(start), time(start + 1)),)
