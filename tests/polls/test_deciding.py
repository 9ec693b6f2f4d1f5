"""Closing, deciding, reopening and deleting; the calendar event that goes out."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.test import Client

from tests.polls.conftest import ballot, newcomer
from trousse.accounts.models import User
from trousse.core.models import AuditEntry, Mail
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.operations import PollDraft, SlotDraft, create_poll, decide_slot
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role

Mailbox = Callable[[], list[Mail]]
PARIS = ZoneInfo("Europe/Paris")


def event_of(letter: Mail) -> tuple[str, Any]:
    """Read the calendar part of a letter with another library than the one that wrote it."""
    calendar = vobject.readOne(bytes(letter.calendar).decode())
    return calendar.method.value, calendar.vevent


def decide(client: Client, poll: Poll, index: int = 0) -> Any:
    slot = poll.slots.all()[index]
    return client.post(f"{poll.get_absolute_url()}decider", {"slot": slot.public_id}, follow=True)


def test_everybody_with_an_address_gets_the_event(
    organiser: Client,
    guest: Client,
    agent: Client,
    poll: Poll,
    run_tasks: Callable[..., int],
    mailbox: Mailbox,
) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--", email="nadia@example.org"))
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "y--"))
    page = decide(organiser, poll).content.decode()
    run_tasks()

    letters = [letter for letter in mailbox() if letter.calendar]
    assert sorted(letter.to for letter in letters) == [
        "karim@college.example",
        "lea@college.example",
        "nadia@example.org",
    ]
    assert "3 personnes" in page
    assert "mardi 1er décembre" in letters[0].subject
    assert poll.title not in letters[0].subject
    assert all(letter.to in str(event_of(letter)[1].attendee.value) for letter in letters)


def test_the_event_is_what_was_decided(
    organiser: Client, poll: Poll, run_tasks: Callable[..., int], mailbox: Mailbox
) -> None:
    decide(organiser, poll)
    run_tasks()

    method, event = event_of(mailbox()[0])
    assert method == "REQUEST"
    assert event.summary.value == "Conseil pédagogique"
    assert event.location.value == "Salle 12"
    assert event.dtstart.value == datetime(2026, 12, 1, 17, tzinfo=PARIS)
    assert event.dtend.value == datetime(2026, 12, 1, 18, tzinfo=PARIS)
    assert event.sequence.value == "1"
    assert event.uid.value.startswith(f"poll-{poll.public_id}@")


def test_a_whole_day_is_a_date(
    organiser: Client, poll: Poll, run_tasks: Callable[..., int], mailbox: Mailbox
) -> None:
    decide(organiser, poll, index=2)
    run_tasks()

    _, event = event_of(mailbox()[0])
    assert event.dtstart.value == date(2026, 12, 5)
    assert event.dtend.value == date(2026, 12, 6)


def test_hours_of_an_overseas_poll_stay_its_own(lea: User) -> None:
    draft = PollDraft("Conseil", [SlotDraft(date(2026, 12, 1), time(8))], "Indian/Reunion")
    poll = create_poll(lea, draft, key="r" * 22)
    decide_slot(poll, poll.slots.get(), lea)

    file = newcomer(poll).get(f"{poll.get_absolute_url()}agenda.ics").content.decode()
    event = vobject.readOne(file).vevent
    assert event.dtstart.value == datetime(2026, 12, 1, 8, tzinfo=ZoneInfo("Indian/Reunion"))
    assert event.dtend.value == datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("Indian/Reunion"))


def test_reopening_cancels_the_same_event(
    organiser: Client, poll: Poll, run_tasks: Callable[..., int], mailbox: Mailbox
) -> None:
    decide(organiser, poll)
    run_tasks()
    organiser.post(f"{poll.get_absolute_url()}rouvrir")
    run_tasks()

    (_, first), (method, last) = map(event_of, mailbox())
    assert method == "CANCEL"
    assert last.uid.value == first.uid.value
    assert int(last.sequence.value) > int(first.sequence.value)
    assert last.status.value == "CANCELLED"
    poll.refresh_from_db()
    assert (poll.state, poll.decided_slot) == (Poll.State.OPEN, None)


def test_deciding_twice_sends_once(
    organiser: Client, poll: Poll, run_tasks: Callable[..., int], mailbox: Mailbox
) -> None:
    decide(organiser, poll)
    decide(organiser, poll)
    run_tasks()

    assert len(mailbox()) == 1
    assert AuditEntry.objects.filter(action="polls:poll:decide").count() == 1


def test_another_date_asks_to_reopen_first(organiser: Client, poll: Poll) -> None:
    decide(organiser, poll)
    refused = decide(organiser, poll, index=1)

    assert refused.status_code == 409
    poll.refresh_from_db()
    assert poll.decided_slot == poll.slots.all()[0]


def test_deleting_a_decided_poll_tells_it_and_leaves_nothing(
    organiser: Client, agent: Client, poll: Poll, run_tasks: Callable[..., int], mailbox: Mailbox
) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "y--"))
    decide(organiser, poll)
    run_tasks()
    asked = organiser.get(f"{poll.get_absolute_url()}supprimer").content.decode()
    organiser.post(f"{poll.get_absolute_url()}supprimer")
    run_tasks()

    assert "1 personne" in asked
    assert not Poll.objects.exists()
    assert not Participant.objects.exists()
    assert [event_of(letter)[0] for letter in mailbox()] == ["REQUEST"] * 2 + ["CANCEL"] * 2


@pytest.mark.parametrize("gesture", ["decider", "clore", "rouvrir", "supprimer", "modifier"])
def test_only_the_organiser_manages(agent: Client, guest: Client, poll: Poll, gesture: str) -> None:
    slot = poll.slots.all()[0]
    url = f"{poll.get_absolute_url()}{gesture}"
    refused = agent.post(url, {"slot": slot.public_id, "title": "À moi"})
    sent_away = guest.post(url, {"slot": slot.public_id, "title": "À moi"})

    assert refused.status_code == 403
    assert sent_away["Location"].startswith("/comptes/")
    poll.refresh_from_db()
    assert (poll.state, poll.title) == (Poll.State.OPEN, "Conseil pédagogique")


@pytest.mark.parametrize("gesture", ["decider", "clore", "rouvrir"])
def test_gestures_are_posted(organiser: Client, poll: Poll, gesture: str) -> None:
    assert organiser.get(f"{poll.get_absolute_url()}{gesture}").status_code == 405


def test_a_foreign_slot_cannot_be_chosen(organiser: Client, poll: Poll, karim: User) -> None:
    draft = PollDraft("Autre", [SlotDraft(date(2026, 12, 9))], "Europe/Paris")
    other = create_poll(karim, draft, key="o" * 22)
    url = f"{poll.get_absolute_url()}decider"

    assert organiser.post(url, {"slot": other.slots.get().public_id}).status_code == 404
    assert organiser.post(url).status_code == 404


def test_closing_stops_answers_and_reopening_takes_them_again(
    organiser: Client, guest: Client, poll: Poll
) -> None:
    organiser.post(f"{poll.get_absolute_url()}clore")
    closed = guest.get(poll.get_absolute_url()).content.decode()
    organiser.post(f"{poll.get_absolute_url()}rouvrir")
    opened = guest.get(poll.get_absolute_url()).content.decode()

    assert "<auto-save" not in closed
    assert "Clos" in closed
    assert "<auto-save" in opened


def test_texts_can_be_changed(organiser: Client, poll: Poll) -> None:
    url = f"{poll.get_absolute_url()}modifier"
    refused = organiser.post(url, {"title": "", "place": "Salle 14", "description": ""})
    organiser.post(url, {"title": "Conseil", "place": "Salle 14", "description": ""})

    assert refused.status_code == 422
    assert 'value="Salle 14"' in refused.content.decode()
    poll.refresh_from_db()
    assert (poll.title, poll.place) == ("Conseil", "Salle 14")


def test_the_file_of_the_page_names_nobody(organiser: Client, guest: Client, poll: Poll) -> None:
    decide(organiser, poll)
    response = guest.get(f"{poll.get_absolute_url()}agenda.ics")

    event = vobject.readOne(response.content.decode()).vevent
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert event.summary.value == "Conseil pédagogique"
    assert "@college.example" not in response.content.decode()


def test_no_calendar_file_before_the_decision(guest: Client, poll: Poll) -> None:
    assert guest.get(f"{poll.get_absolute_url()}agenda.ics").status_code == 404


def test_invited_people_who_did_not_answer_get_the_date_too(
    organiser: Client,
    poll: Poll,
    karim: User,
    lea: User,
    run_tasks: Callable[..., int],
    mailbox: Mailbox,
) -> None:
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    decide(organiser, poll)
    run_tasks()

    assert karim.email in {letter.to for letter in mailbox() if letter.calendar}


def test_a_change_of_place_updates_the_event_under_the_same_identity(
    organiser: Client, poll: Poll, run_tasks: Callable[..., int], mailbox: Mailbox
) -> None:
    decide(organiser, poll)
    run_tasks()
    texts = {"title": poll.title, "place": "Salle 14", "description": ""}
    organiser.post(f"{poll.get_absolute_url()}modifier", texts)
    run_tasks()

    (_, first), (method, last) = (event_of(letter) for letter in mailbox() if letter.calendar)
    assert method == "REQUEST"
    assert (last.uid.value, last.location.value) == (first.uid.value, "Salle 14")
    assert int(last.sequence.value) == int(first.sequence.value) + 1
