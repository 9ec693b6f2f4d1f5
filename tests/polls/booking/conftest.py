"""An evening of appointments, and the gestures that its tests share."""

import re
from datetime import date, time

import pytest
from django.test import Client

from tests.polls.conftest import newcomer
from trousse.accounts.models import User
from trousse.services.polls.booking.creating import Asked, BookingDraft, create_booking
from trousse.services.polls.booking.places import slot_taken_by
from trousse.services.polls.models import Participant, Poll, Slot
from trousse.services.polls.proposing.slots import SlotDraft

TUESDAY = date(2026, 12, 1)
KEY = re.compile(r'name="key" value="([^"]*)"')


@pytest.fixture
def evening(lea: User) -> Poll:
    """Three appointments of ten minutes from 17:00, until 24 hours before."""
    return offered(lea)


@pytest.fixture
def family(evening: Poll) -> Client:
    return newcomer(evening)


@pytest.fixture
def other(evening: Poll) -> Client:
    return newcomer(evening)


def offered(organiser: User, **changes: object) -> Poll:
    hours = [(time(17), time(17, 10)), (time(17, 10), time(17, 20)), (time(17, 20), time(17, 30))]
    values: dict[str, object] = {
        "title": "Réunion 4e B",
        "slots": [SlotDraft(TUESDAY, *pair) for pair in hours],
        "time_zone": "Europe/Paris",
        "place": "Salle 12",
        "notice_hours": 24,
        **changes,
    }
    return create_booking(organiser, BookingDraft(**values), key="b" * 22)  # type: ignore[arg-type]  # by name


def asking(organiser: User, text: str) -> Poll:
    return offered(organiser, asked=[Asked(text, is_required=True)])


def slots_of(poll: Poll) -> list[Slot]:
    return list(Slot.everything.filter(poll=poll))


def page_of(client: Client, poll: Poll, query: str = "") -> str:
    return client.get(f"{poll.get_absolute_url()}{query}").content.decode()


def wish(client: Client, poll: Poll, index: int, **fields: object) -> dict[str, object]:
    """Fill the form of the page for the slot of that place in the day."""
    key = KEY.findall(page_of(client, poll, "?deplacer"))
    slot = slots_of(poll)[index].public_id
    start = {"key": key[0] if key else "z" * 22, "name": "Famille Durand", "email": ""}
    return {**start, "slot": slot, **fields}


def take(client: Client, poll: Poll, index: int, **fields: object) -> int:
    """Take the appointment of that place in the day; return the status."""
    sent = wish(client, poll, index, **fields)
    return client.post(poll.get_absolute_url(), sent).status_code


def wait(client: Client, poll: Poll, *indexes: int, **fields: object) -> int:
    """Wait for these appointments; return the status."""
    wanted = [slots_of(poll)[index].public_id for index in indexes]
    sent = wish(client, poll, 0, slot="", act="wait", waits_for=wanted, **fields)
    return client.post(poll.get_absolute_url(), sent).status_code


def taken(poll: Poll) -> list[str]:
    """Return who has each appointment, in the order of the day; "" for a free one."""
    names = {slot_taken_by(row): row.name for row in Participant.objects.filter(poll=poll)}
    return [names.get(slot.public_id, "") for slot in slots_of(poll)]
