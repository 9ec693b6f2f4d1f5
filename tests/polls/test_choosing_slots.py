"""The buttons that fill the form with slots, as a page without script presses them."""

import re

import pytest
from django.test import Client

from tests.polls.test_creation import URL, form
from trousse.directory.calendar import WorkZone
from trousse.services.polls.models import Poll
from trousse.services.polls.views import creation

SENTENCE = "tous les mardis et jeudis 17 h – 18 h jusqu’au 8 janvier"
DAY = re.compile(r'name="day" id="jour-\d+" value="([\d-]*)"')
LEFT = re.compile(r'name="left_out" value="([^"]*)"')
BLANK = {"day": [""], "start": [""], "end": [""]}


@pytest.fixture(autouse=True)
def _in_zone_a(lea: object, monkeypatch: pytest.MonkeyPatch) -> None:
    zone = WorkZone(holiday_zone="A")
    monkeypatch.setattr(creation, "zones_concerned", lambda *_args: [zone])


def press(client: Client, **fields: object) -> str:
    response = client.post(URL, form(**{**BLANK, **fields}))
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def days_in(page: str) -> list[str]:
    return [day for day in DAY.findall(page) if day]


def test_a_sentence_fills_the_form_and_says_what_it_left_out(organiser: Client) -> None:
    page = press(organiser, sentence=SENTENCE, propose="1")

    assert len(days_in(page)) == 10
    assert "2026-12-22" not in days_in(page)
    assert "10 dates ajoutées. 4 jours de congé laissés de côté." in page
    assert "Vacances de Noël, zone A" in page
    assert "10 dates proposées, du mardi 24 novembre au jeudi 7 janvier 2027" in page
    assert "Conseil pédagogique" in page
    assert not Poll.objects.exists()


def test_a_day_left_out_is_proposed_anyway(organiser: Client) -> None:
    page = press(organiser, sentence=SENTENCE, propose="1")
    left = LEFT.findall(page)
    kept = press(organiser, left_out=left, keep="2026-12-22")

    assert left[0] == "2026-12-22 17:00/18:00"
    assert days_in(kept) == ["2026-12-22"]
    assert LEFT.findall(kept) == left[1:]
    assert len(days_in(press(organiser, left_out=left, keep="all"))) == 4


def test_fields_do_what_the_sentence_does(organiser: Client) -> None:
    fields = {"from": "2026-12-01", "until": "2026-12-17", "weekday": ["1", "3"]}
    page = press(organiser, propose="1", repeat_start="17:00", repeat_end="18:00", **fields)
    assert days_in(page) == [f"2026-12-{day}" for day in ("01", "03", "08", "10", "15", "17")]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sentence": "un jour peut-être", "propose": "1"}, "n’est pas compris"),
        ({"propose": "1"}, "Écrivez une phrase"),
        ({"from": "2026-12-08", "until": "2026-12-01", "propose": "1"}, "avant le premier"),
        ({"same_start": "17:00", "same_hours": "1"}, "Choisissez d’abord des jours"),
    ],
)
def test_it_says_why_it_does_nothing(organiser: Client, fields: dict[str, str], words: str) -> None:
    page = press(organiser, **fields)
    assert words in page
    assert days_in(page) == []


def test_enter_in_the_sentence_proposes_and_creates_nothing(organiser: Client) -> None:
    assert len(days_in(press(organiser, sentence=SENTENCE))) == 10
    assert not Poll.objects.exists()


def test_days_ticked_on_the_month_become_slots_with_the_hours_of_the_first(
    organiser: Client,
) -> None:
    rows = {"day": ["2026-12-01", "2026-12-03"], "start": ["17:00"] * 2, "end": ["18:00"] * 2}
    ticks = {"ticked": "2026-12-01 2026-12-03", "tap": ["2026-12-01", "2026-12-22"]}
    organiser.post(URL, form(**rows, **ticks))

    slots = Poll.objects.get().slots.all()
    assert [(slot.day.isoformat(), slot.start and slot.start.hour) for slot in slots] == [
        ("2026-12-01", 17),
        ("2026-12-22", 17),
    ]


def test_turning_the_month_keeps_what_was_ticked(organiser: Client) -> None:
    page = press(organiser, shown="2026-12", ticked="", tap=["2026-12-02"], month="2027-01")
    assert days_in(page) == ["2026-12-02"]
    assert "janvier 2027" in page
    assert 'value="2027-01-05"' in page
    back = press(organiser, day=["2026-12-02"], shown="2027-01", month="2026-12")
    assert re.search(
        r'value="2026-12-02" id="j1202" aria-label="mercredi 2 décembre" checked', back
    )


def test_holidays_are_written_on_the_month(organiser: Client) -> None:
    page = press(organiser, month="2026-12")
    assert 'aria-label="mardi 22 décembre, Vacances de Noël, zone A"' in page
    assert "du samedi 19 au jeudi 24 décembre : Vacances de Noël, zone A" in page


def test_bells_and_hours_go_to_every_day(organiser: Client) -> None:
    rows = {"day": ["2026-12-01", "2026-12-22"], "start": [""] * 2, "end": [""] * 2}
    page = press(organiser, **rows, bell=["M1", "S4"], same_hours="1")
    assert days_in(page) == ["2026-12-01"] * 2 + ["2026-12-22"] * 2
    assert page.count('value="16:30"') == 2


def test_the_hours_of_a_day_are_copied_to_the_others(organiser: Client) -> None:
    rows = {
        "day": ["2026-12-01", "2026-12-01", "2026-12-03"],
        "start": ["09:00", "17:00", ""],
        "end": ["10:00", "18:00", ""],
    }
    page = press(organiser, **rows, copy="2026-12-01")
    assert days_in(page) == ["2026-12-01"] * 2 + ["2026-12-03"] * 2


def test_all_days_are_removed_at_once(organiser: Client) -> None:
    assert days_in(press(organiser, day=["2026-12-01"], clear="1")) == []


@pytest.mark.parametrize("left", ["", "x", "2026-12-22", "2026-13-45 17:00/18:00", "9" * 400])
def test_odd_left_out_days_are_dropped(organiser: Client, left: str) -> None:
    assert days_in(press(organiser, left_out=[left], keep="all")) == []


def test_a_poll_holds_three_hundred_slots(organiser: Client) -> None:
    first, last = "2026-12-01", "2027-11-20"
    page = press(
        organiser, **{"from": first, "until": last, "propose": "1"}, weekday=list("0123456")
    )
    days = days_in(page)
    organiser.post(URL, form(day=days, start=[""] * len(days), end=[""] * len(days)))
    assert 200 < len(days) <= 300
    assert Poll.objects.get().slots.count() == len(days)
