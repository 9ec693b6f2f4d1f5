"""Changing what an open poll proposes while people answer it."""

import re
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.test import Client

from tests.polls.conftest import THURSDAY, TUESDAY, ballot, hidden_values
from trousse.accounts.models import User
from trousse.core.models import AuditEntry, Event, Mail
from trousse.notifications.models import Notification
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.operations import close_poll, decide_slot
from trousse.services.polls.rooms import refuse_beyond_limits

KNOWN = re.compile(r'name="known" value="(\w+)"')
Rows = list[tuple[str, ...]]
AS_MADE: Rows = [
    ("2026-12-01", "17:00", "18:00"),
    ("2026-12-03", "12:30", ""),
    ("2026-12-05", "", ""),
]


def form(client: Client, poll: Poll, rows: Rows, **fields: str) -> dict[str, object]:
    """Fill the form of the page with ``rows``: day, start, end and, if any, room and places."""
    page = client.get(f"{poll.get_absolute_url()}dates").content.decode()
    found = KNOWN.search(page)
    assert found
    names = ("day", "start", "end", "room", "places")
    wide = [(*row, *[""] * (5 - len(row))) for row in rows]
    cells = {
        name: list(column) for name, column in zip(names, zip(*wide, strict=True), strict=True)
    }
    return {"known": found[1], "rooms": "1", **cells, **fields}


def save(client: Client, poll: Poll, rows: Rows) -> int:
    return client.post(f"{poll.get_absolute_url()}dates", form(client, poll, rows)).status_code


def test_what_did_not_change_keeps_its_id_and_its_answers(
    organiser: Client, agent: Client, poll: Poll
) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "ymn"))
    before = {slot.day: slot.public_id for slot in poll.slots.all()}

    assert save(organiser, poll, [AS_MADE[0], ("2026-12-03", "13:00", ""), AS_MADE[2]]) == 302

    after = {slot.day: slot.public_id for slot in poll.slots.all()}
    assert after[TUESDAY] == before[TUESDAY]
    assert after[THURSDAY] != before[THURSDAY]
    row = Participant.objects.get()
    assert row.answers == {after[TUESDAY]: "y", after[date(2026, 12, 5)]: "n"}
    told = Event.objects.filter(subject=str(poll.ref)).order_by("sequence").last()
    assert told
    assert told.type == "poll.changed"
    assert AuditEntry.objects.filter(action="polls:poll:change_slots").count() == 1


def test_those_who_had_answered_are_told_once_with_their_link(
    organiser: Client, agent: Client, guest: Client, poll: Poll, karim: User
) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "ymn"))
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "nnn", email="nadia@mairie.example"))
    Mail.objects.all().delete()

    save(organiser, poll, [*AS_MADE, ("2026-12-08", "", "")])

    lines = Notification.objects.filter(kind="polls.slots_changed")
    assert [line.user for line in lines] == [karim]
    letter = Mail.objects.get(to="nadia@mairie.example")
    assert f"{poll.get_absolute_url()}?cle=" in letter.text
    assert "1 proposition attend votre réponse" in letter.text


def test_a_date_taken_back_is_told_to_those_who_could_come(
    organiser: Client, agent: Client, guest: Client, poll: Poll, karim: User
) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "ymn"))
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "ynn", email="nadia@mairie.example"))
    Mail.objects.all().delete()

    save(organiser, poll, [AS_MADE[0], AS_MADE[2]])

    assert Notification.objects.get(kind="polls.slots_changed").user == karim
    assert not Mail.objects.exists()


def test_saving_the_same_dates_tells_nobody(organiser: Client, agent: Client, poll: Poll) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "ymn"))
    facts = Event.objects.filter(subject=str(poll.ref)).count()
    page = organiser.post(
        f"{poll.get_absolute_url()}dates", form(organiser, poll, AS_MADE), follow=True
    )
    assert "Personne n’a à répondre de nouveau" in page.content.decode()
    assert Event.objects.filter(subject=str(poll.ref)).count() == facts
    assert not Notification.objects.filter(kind="polls.slots_changed").exists()


def test_a_form_open_meanwhile_keeps_what_was_chosen_and_points_out_the_new(
    organiser: Client, guest: Client, poll: Poll
) -> None:
    sent = ballot(guest, poll, "ymn", name="Nadia Roy")
    save(organiser, poll, [*AS_MADE, ("2026-12-08", "", "")])

    answer = guest.post(poll.get_absolute_url(), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nadia Roy" in page
    assert re.findall(r'value="([ymn])" checked', page) == ["y", "m", "n"]
    assert page.count("À compléter") == 1
    assert "mardi 8 décembre" in page.partition("À compléter")[0].rpartition("<fieldset")[2]
    again = {**sent, **hidden_values(guest, poll)}
    assert guest.post(poll.get_absolute_url(), again).status_code == 302


def test_coming_back_shows_what_is_left_to_answer(
    organiser: Client, agent: Client, poll: Poll
) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "ymn"))
    assert "À compléter" not in agent.get(poll.get_absolute_url()).content.decode()
    save(organiser, poll, [*AS_MADE, ("2026-12-08", "", "")])
    assert agent.get(poll.get_absolute_url()).content.decode().count("À compléter") == 1


def test_of_two_windows_the_second_is_told_and_loses_nothing(organiser: Client, poll: Poll) -> None:
    first = form(organiser, poll, [*AS_MADE, ("2026-12-08", "", "")])
    second = form(organiser, poll, [*AS_MADE, ("2026-12-10", "09:15", "")])
    address = f"{poll.get_absolute_url()}dates"
    organiser.post(address, first)

    refused = organiser.post(address, second)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "09:15" in page
    assert "mardi 8 décembre" in page.partition("Proposé maintenant")[2]
    assert poll.slots.count() == 4
    fresh = KNOWN.search(page)
    assert fresh
    assert organiser.post(address, {**second, "known": fresh[1]}).status_code == 302
    assert poll.slots.filter(day=date(2026, 12, 10), start=time(9, 15)).exists()


def test_a_place_changes_and_answers_stay(organiser: Client, agent: Client, poll: Poll) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "ymn"))
    before = poll.slots.first()
    save(organiser, poll, [(*AS_MADE[0], "Salle 12"), *AS_MADE[1:]])

    slot = poll.slots.first()
    assert before
    assert slot
    assert (slot.public_id, slot.place) == (before.public_id, "Salle 12")
    assert Participant.objects.get().answers[slot.public_id] == "y"
    page = agent.get(poll.get_absolute_url()).content.decode()
    assert page.count("Salle 12") >= 3  # ballot, results, table


def test_the_same_hours_in_two_places_are_two_slots(organiser: Client, poll: Poll) -> None:
    two = [(*AS_MADE[0], "Site A", "5"), (*AS_MADE[0], "Site B", "9")]
    assert save(organiser, poll, two) == 302
    assert list(poll.slots.values_list("place", "capacity")) == [("Site A", 5), ("Site B", 9)]


@pytest.mark.parametrize("way", ["closed", "decided"])
def test_a_poll_that_takes_no_answers_is_not_changed(
    organiser: Client, poll: Poll, lea: User, way: str
) -> None:
    sent = form(organiser, poll, AS_MADE[:1])
    slot = poll.slots.first()
    assert slot
    if way == "closed":
        close_poll(poll, lea)
    else:
        decide_slot(poll, slot, lea)
    assert organiser.get(f"{poll.get_absolute_url()}dates").status_code == 409
    assert organiser.post(f"{poll.get_absolute_url()}dates", sent).status_code == 409
    assert poll.slots.count() == 3


def test_three_hundred_are_the_most(organiser: Client, poll: Poll) -> None:
    rows = [(f"2027-{m:02}-{d:02}", "", "") for m in range(1, 12) for d in range(1, 29)][:300]
    assert save(organiser, poll, rows) == 302
    assert poll.slots.count() == 300
    answer = organiser.post(
        f"{poll.get_absolute_url()}dates", form(organiser, poll, [*rows, ("2027-12-20", "", "")])
    )
    assert answer.status_code == 422
    assert "300" in answer.content.decode()
    assert poll.slots.count() == 300


def test_a_date_that_is_over_stays_when_it_was_there(
    organiser: Client, poll: Poll, lea: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 12, 4, 9, tzinfo=UTC))
    organiser.force_login(lea)  # the session has ended meanwhile
    assert save(organiser, poll, [*AS_MADE, ("2026-12-08", "", "")]) == 302
    assert save(organiser, poll, [*AS_MADE, ("2026-12-02", "", "")]) == 422


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("2026-12-01", "", "", "", "0"), "nombre de places"),
        (("2026-12-01", "", "", "", "beaucoup"), "nombre de places"),
        (("2026-12-01", "", "", "x" * 121, ""), "120 caractères"),
        (("", "", "", "", ""), "au moins un jour"),
    ],
)
def test_it_says_what_is_wrong_with_a_line(
    organiser: Client, poll: Poll, row: tuple[str, ...], words: str
) -> None:
    answer = organiser.post(f"{poll.get_absolute_url()}dates", form(organiser, poll, [row]))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert poll.slots.count() == 3


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(organiser: Client, poll: Poll, method: str) -> None:
    assert getattr(organiser, method)(f"{poll.get_absolute_url()}dates").status_code == 405


def test_others_do_not_change_dates(agent: Client, guest: Client, poll: Poll) -> None:
    assert agent.get(f"{poll.get_absolute_url()}dates").status_code == 403
    assert guest.get(f"{poll.get_absolute_url()}dates").status_code in {302, 403}


def test_rooms_and_places_are_written_for_every_date(organiser: Client, poll: Poll) -> None:
    fields = form(organiser, poll, AS_MADE, same_room="CDI", same_places="8", same_rooms="1")
    page = organiser.post(f"{poll.get_absolute_url()}dates", fields).content.decode()
    assert page.count('value="CDI"') == 3
    assert page.count('value="8"') == 3


def test_rooms_that_nobody_sees_do_not_count(organiser: Client, poll: Poll) -> None:
    fields = form(organiser, poll, [(*AS_MADE[0], "CDI", "3")])
    del fields["rooms"]
    organiser.post(f"{poll.get_absolute_url()}dates", fields)
    assert list(poll.slots.values_list("place", "capacity")) == [("", None)]


def test_nothing_is_asked_of_the_database_without_limits(
    poll: Poll, django_assert_num_queries: object
) -> None:
    slots = list(poll.slots.all())
    with django_assert_num_queries(0):  # type: ignore[operator]  # pytest-django's fixture
        answers = {slot.public_id: "y" for slot in slots}
        refuse_beyond_limits(poll, slots, answers, key="k", own=None, user=None)
