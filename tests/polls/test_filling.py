"""Answering many dates at once, and from one's own agenda: shown again, never saved by itself."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.polls.conftest import ballot, hidden_values, newcomer
from trousse.accounts.models import User
from trousse.agenda.models import BusyCalendar, BusyTime
from trousse.agenda.operations import EventDraft, put_event
from trousse.core.refs import Ref
from trousse.services.polls.models import Participant, Poll, Slot
from trousse.services.polls.operations import PollDraft, SlotDraft, create_poll

MONDAY = date(2026, 11, 30)
HOURS = (time(8), time(17))


@pytest.fixture
def poll(lea: User) -> Poll:
    """Two weeks of Mondays to Thursdays at eight and at five, then a whole Friday."""
    days = [MONDAY + timedelta(days=7 * week + day) for week in range(2) for day in range(4)]
    slots = [
        SlotDraft(day, hour, hour.replace(hour=hour.hour + 1)) for day in days for hour in HOURS
    ]
    draft = PollDraft("Conseil", [*slots, SlotDraft(date(2026, 12, 11))], "Europe/Paris")
    return create_poll(lea, draft, key="k" * 22)


def busy(user: User, *spans: tuple[datetime, datetime]) -> None:
    calendar, _ = BusyCalendar.objects.get_or_create(user=user, covers_until=spans[-1][1])
    BusyTime.objects.bulk_create(
        BusyTime(calendar=calendar, starts_at=start, ends_at=end) for start, end in spans
    )


def paris(day: date, hour: int, minute: int = 0) -> datetime:
    """Return an instant of the winter of Paris."""
    return datetime(day.year, day.month, day.day, hour - 1, minute, tzinfo=UTC)


def fill(client: Client, poll: Poll, what: str, series: str = "", **fields: str) -> str:
    sent = {**hidden_values(client, poll), "name": "Nadia", "email": "", **fields}
    response = client.post(poll.get_absolute_url(), sent | {"fill": what, "fill_series": series})
    assert response.status_code == 200
    return response.content.decode()


def checked(page: str, slot: Slot) -> str:
    """Return the letter that is chosen for ``slot`` on the page, or ""."""
    letters = [letter for letter in "ymn" if f'-{slot.public_id}" value="{letter}" checked' in page]
    return "".join(letters)


def test_a_whole_weekday_is_answered_at_once_and_nothing_is_saved(
    guest: Client, poll: Poll
) -> None:
    page = fill(guest, poll, "y", "d1")

    tuesdays = [slot for slot in poll.slots.all() if slot.day and slot.day.weekday() == 1]
    assert len(tuesdays) == 4
    assert {slot for slot in poll.slots.all() if checked(page, slot)} == set(tuesdays)
    assert {checked(page, slot) for slot in tuesdays} == {"y"}
    assert "4 dates remplies" in page
    assert 'value="Nadia"' in page
    assert "fr-error-text" not in page
    assert not Participant.objects.exists()


def test_what_was_filled_in_is_what_is_saved(guest: Client, poll: Poll) -> None:
    sent = ballot(guest, poll, "y" * 4 + "-" * 13)
    page = fill(guest, poll, "n", "h17:00", **sent)
    answers = {slot: checked(page, slot) for slot in poll.slots.all()}
    again = {f"answer-{slot.public_id}": letter for slot, letter in answers.items() if letter}
    guest.post(poll.get_absolute_url(), {**hidden_values(guest, poll), "name": "Nadia"} | again)

    row = Participant.objects.get()
    at_five = [row.answers[slot.public_id] for slot in poll.slots.filter(start=time(17))]
    assert at_five == ["n"] * 8
    assert sorted(row.answers.values()) == ["n"] * 8 + ["y"] * 2


def test_all_dates_take_one_answer(guest: Client, poll: Poll) -> None:
    page = fill(guest, poll, "n")

    assert {checked(page, slot) for slot in poll.slots.all()} == {"n"}


@pytest.mark.parametrize(("what", "series"), [("z", ""), ("y", "d6"), ("y", "x"), ("\u0000", "d1")])
def test_what_is_no_answer_or_no_series_fills_nothing(
    guest: Client, poll: Poll, what: str, series: str
) -> None:
    assert not any(checked(fill(guest, poll, what, series), slot) for slot in poll.slots.all())


def test_the_choice_names_weekdays_and_hours(guest: Client, poll: Poll) -> None:
    page = guest.get(poll.get_absolute_url()).content.decode()

    assert '<option value="d1">Tous les mardis</option>' in page
    assert '<option value="h17:00">Toujours à 17\u00a0h</option>' in page
    assert 'value="d4"' not in page, "one Friday is no series"


def test_a_viewer_without_rights_fills_nothing(poll: Poll) -> None:
    assert Client().post(poll.get_absolute_url(), {"fill": "y"}).status_code == 404


def test_the_agenda_proposes_no_where_one_is_busy(agent: Client, poll: Poll, karim: User) -> None:
    tuesday = date(2026, 12, 1)
    busy(
        karim,
        (paris(MONDAY, 17), paris(MONDAY, 18)),
        (paris(tuesday, 8, 40), paris(tuesday, 8, 55)),
    )
    page = fill(agent, poll, "agenda")

    answers = {(slot.day, slot.start): checked(page, slot) for slot in poll.slots.all()}
    assert answers.pop((MONDAY, time(17))) == "n"
    assert answers.pop((tuesday, time(8))) == "m", "a quarter of the hour"
    assert set(answers.values()) == {"y"}
    assert "occupé 17\u00a0h\u00a0– 18\u00a0h" in page
    assert not Participant.objects.exists()


def test_conflicts_stand_beside_each_date_for_me_alone(
    agent: Client, guest: Client, organiser: Client, poll: Poll, karim: User
) -> None:
    start = paris(MONDAY, 8)
    busy(karim, (start, start + timedelta(hours=1)))
    mine = agent.get(poll.get_absolute_url()).content.decode()
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "n" + "y" * 16))

    assert mine.count("occupé 8\u00a0h\u00a0– 9\u00a0h") == 1
    assert "Remplir d’après mon agenda" in mine
    for other in (guest, organiser):
        assert "occupé" not in other.get(poll.get_absolute_url()).content.decode()
        assert "occupé" not in fill(other, poll, "agenda")


def test_the_agenda_fills_nothing_for_a_guest(guest: Client, poll: Poll) -> None:
    assert not any(checked(fill(guest, poll, "agenda"), slot) for slot in poll.slots.all())


def test_a_whole_day_with_some_hours_taken_is_if_need_be(
    agent: Client, poll: Poll, karim: User
) -> None:
    friday = date(2026, 12, 11)
    busy(karim, (paris(friday, 9), paris(friday, 17)))
    page = fill(agent, poll, "agenda")

    assert checked(page, poll.slots.get(day=friday)) == "m"


def test_meetings_of_trousse_count_but_for_the_poll_itself(
    agent: Client, poll: Poll, karim: User, lea: User
) -> None:
    start = paris(MONDAY, 8)
    draft = EventDraft("Autre", "", "", start, start + timedelta(hours=1))
    put_event(poll.ref, draft, organiser=lea, people=[karim], guests=[])
    assert "occupé" not in agent.get(poll.get_absolute_url()).content.decode()
    put_event(Ref("meeting", "A" * 22), draft, organiser=lea, people=[karim], guests=[])

    assert "occupé" in agent.get(poll.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("Europe/Paris", date(2027, 3, 28), datetime(2027, 3, 28, 6, 0, tzinfo=UTC)),
        ("Europe/Paris", date(2027, 3, 27), datetime(2027, 3, 27, 7, 0, tzinfo=UTC)),
        ("Indian/Reunion", date(2027, 3, 28), datetime(2027, 3, 28, 4, 0, tzinfo=UTC)),
        ("America/Martinique", date(2027, 3, 28), datetime(2027, 3, 28, 12, 0, tzinfo=UTC)),
    ],
)
def test_hours_are_those_of_the_polls_zone_when_clocks_change(
    lea: User, karim: User, zone: str, day: date, begins: datetime
) -> None:
    """The poll asks for eight o'clock there; Karim is busy at that instant, and said so there."""
    slots = [SlotDraft(day, time(8), time(9)), SlotDraft(day, time(7), time(8)), SlotDraft(day)]
    poll = create_poll(lea, PollDraft("Ailleurs", slots, zone), key="z" * 22)
    busy(karim, (begins, begins + timedelta(hours=1)))
    client = newcomer(poll)
    client.force_login(karim)
    page = fill(client, poll, "agenda")

    found = {(slot.start, slot.end): checked(page, slot) for slot in poll.slots.all()}
    assert found == {(None, None): "m", (time(7), time(8)): "y", (time(8), time(9)): "n"}
    assert page.count("occupé 8\u00a0h\u00a0– 9\u00a0h") == 2


def test_a_long_list_has_a_heading_a_day(guest: Client, poll: Poll) -> None:
    page = guest.get(poll.get_absolute_url()).content.decode()

    assert page.count('<h3 class="t-ballot__group">') == 9
    assert '<h3 class="t-ballot__group">mardi 1er décembre</h3>' in page
    assert page.count("mardi 1er décembre</span>") == 2, "each date still says its day"


def test_signed_in_it_stays_under_nine_queries(
    agent: Client,
    poll: Poll,
    karim: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    busy(karim, *[(paris(MONDAY, 8), paris(MONDAY, 9))] * 40)
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "y" * 17))
    agent.get(poll.get_absolute_url())
    with django_assert_max_num_queries(9):
        agent.get(poll.get_absolute_url())


def test_a_long_list_says_what_each_date_shares_with_others(guest: Client, poll: Poll) -> None:
    page = guest.get(poll.get_absolute_url()).content.decode()
    assert page.count('data-series="d0 h08:00"') == 2
    assert "polls-long" in page, "the script that fills and counts"


def test_a_short_list_brings_nothing_of_a_long_one(guest: Client, poll: Poll) -> None:
    poll.slots.filter(day__gt=MONDAY).delete()
    page = guest.get(poll.get_absolute_url()).content.decode()
    assert "polls-long" not in page
    assert "data-series" not in page
    assert 'name="fill"' not in page


def test_one_goes_to_the_first_date_of_each_of_many_weeks(lea: User) -> None:
    days = [MONDAY + timedelta(days=days) for days in (1, 3, 7, 9, 28)]
    draft = PollDraft("Conseil", [SlotDraft(day) for day in days], "America/Martinique")
    poll = create_poll(lea, draft, key="w" * 22)
    page = newcomer(poll).get(poll.get_absolute_url()).content.decode()
    links = re.findall(r'<a href="#(s\d+y)">([^<]+)</a>', page)
    assert links == [("s1y", "30 nov."), ("s3y", "7 déc."), ("s5y", "28 déc.")]
    assert all(f'id="{target}"' in page for target, _words in links)


def test_two_weeks_need_no_way_to_each(guest: Client, poll: Poll) -> None:
    assert 't-weeks"' not in guest.get(poll.get_absolute_url()).content.decode()
