"""Appointments elsewhere: pages about dates do not know them, lists and actions tell them."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from tests.polls.booking.conftest import slots_of, take, taken, wait
from tests.polls.conftest import keys_of, newcomer
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import adopt_guest
from trousse.agenda.models import Event
from trousse.core.errors import Conflict
from trousse.core.tokens import hash_token
from trousse.services.polls import urls
from trousse.services.polls.adding import add_slots
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.operations import hand_over_poll
from trousse.services.polls.proposing.slots import SlotDraft
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role

OTHERS = [
    one
    for one in urls.urlpatterns
    if isinstance(one, URLPattern) and "poll_id" in one.pattern.converters
]
ABOUT_DATES = sorted(str(one.name) for one in OTHERS if one.name not in urls.BOOKING_TOO)


def arguments(name: str, poll: Poll) -> dict[str, str]:
    [pattern] = [one for one in OTHERS if one.name == name]
    return dict.fromkeys(pattern.pattern.converters, "z" * 22) | {"poll_id": poll.public_id}


@pytest.mark.parametrize("name", ABOUT_DATES)
def test_pages_about_dates_find_no_appointments(
    organiser: Client, family: Client, evening: Poll, name: str
) -> None:
    take(family, evening, 0)
    address = reverse(f"polls:{name}", kwargs=arguments(name, evening))

    assert organiser.get(address).status_code == 404
    assert organiser.post(address, {}).status_code == 404
    assert taken(evening)[0] == "Famille Durand"


def test_every_page_that_knows_appointments_exists() -> None:
    assert set(urls.BOOKING_TOO) <= {one.name for one in OTHERS}


def test_changing_the_texts_leads_to_the_page_of_appointments(
    organiser: Client, evening: Poll
) -> None:
    response = organiser.get(f"{evening.get_absolute_url()}modifier")

    assert response["Location"].endswith("/rendez-vous/modifier")


def test_dates_are_not_added_to_appointments(lea: User, evening: Poll) -> None:
    with pytest.raises(Conflict):
        add_slots(evening, [SlotDraft(slots_of(evening)[0].day)], lea)  # type: ignore[arg-type]  # it has a day

    assert len(slots_of(evening)) == 3


def guest_of(client: Client) -> Guest:
    return Guest.objects.get(token_hash=hash_token(keys_of(client)[0]))


def test_a_guest_who_gets_an_account_keeps_the_appointment(
    family: Client, karim: User, evening: Poll
) -> None:
    take(family, evening, 0)
    adopt_guest(guest_of(family), karim)

    event = Event.objects.get()
    assert taken(evening)[0] == "Karim Benali"
    assert event.title.startswith("Karim Benali")
    assert event.attendances.filter(user=karim).exists()


def test_one_of_two_appointments_of_the_same_person_is_freed(
    family: Client, other: Client, karim: User, evening: Poll
) -> None:
    agent = newcomer(evening)
    agent.force_login(karim)
    take(agent, evening, 0)
    take(family, evening, 1)
    wait(other, evening, 1, name="Famille Petit", email="petit@famille.example")
    adopt_guest(guest_of(family), karim)

    assert taken(evening) == ["Karim Benali", "Famille Petit", ""]
    assert Event.objects.count() == Participant.objects.count() == 2


def test_appointments_of_an_organiser_who_leaves_go_to_whoever_else_is_responsible(
    family: Client, lea: User, karim: User, evening: Poll
) -> None:
    take(family, evening, 0)
    grant_person(evening.ref, karim, Role.MANAGE, by=lea)
    hand_over_poll(evening)

    event = Event.objects.get()
    assert event.organiser == karim
    assert event.attendances.filter(user=karim, is_removed=False).exists()


def test_deleting_says_what_goes(organiser: Client, evening: Poll) -> None:
    page = organiser.get(f"{evening.get_absolute_url()}supprimer").content.decode()

    assert "n’aura pas lieu" in page
    organiser.post(f"{evening.get_absolute_url()}supprimer")
    assert not Poll.objects.exists()
