"""Who is asked to answer, who sees the poll, who is reminded."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories.groups import group
from tests.factories.people import UserFactory
from tests.polls.conftest import ballot
from tests.polls.test_creation import URL, form
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import invite_guest
from trousse.core.models import AuditEntry, Event, Mail
from trousse.directory.models import Membership
from trousse.notifications.models import Notification
from trousse.services.polls.inviting import tell_organisers
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.operations import close_poll
from trousse.sharing.models import Grant
from trousse.sharing.operations import (
    grant_group,
    grant_guest,
    grant_person,
    withdraw,
)
from trousse.sharing.roles import Role

Mailbox = Callable[[], list[Mail]]


@pytest.fixture
def as_karim(karim: User) -> Client:
    """Return Karim's browser, which has opened no link."""
    client = Client()
    client.force_login(karim)
    return client


def told(person: User, kind: str) -> int:
    return Notification.objects.filter(user=person, kind=kind).count()


def test_people_chosen_with_the_poll_may_answer_and_are_told(
    organiser: Client, as_karim: Client, karim: User
) -> None:
    words = [f"person:{karim.public_id}", "email:nadia@example.org"]
    organiser.post(URL, form(people=words, has_link=""))

    poll = Poll.objects.get()
    page = as_karim.get(poll.get_absolute_url()).content.decode()
    assert "<auto-save" in page
    assert told(karim, "sharing.given") == 1
    assert Guest.objects.get().email == "nadia@example.org"
    assert not Grant.objects.of(poll.ref).filter(kind="link").exists()  # the box was not ticked


def test_sending_the_form_twice_invites_once(
    organiser: Client, karim: User, mailbox: Mailbox
) -> None:
    sent = form(people=[f"person:{karim.public_id}", "email:nadia@example.org"])
    organiser.post(URL, sent)
    organiser.post(URL, sent)

    assert Poll.objects.count() == Guest.objects.count() == 1
    assert told(karim, "sharing.given") == 1
    assert len([letter for letter in mailbox() if letter.to == "nadia@example.org"]) == 1


def test_choosing_people_keeps_the_rest_of_the_form(organiser: Client, karim: User) -> None:
    word = f"person:{karim.public_id}"
    page = organiser.post(URL, form(people=[word], **{"people-search": "1"}))

    assert page.status_code == 200
    assert 'value="Conseil pédagogique"' in page.content.decode()
    assert word in page.content.decode()
    assert not Poll.objects.exists()


def test_too_many_invitations_create_nothing_and_keep_the_form(
    organiser: Client, settings: object
) -> None:
    settings.INVITATIONS_PER_DAY = 1  # type: ignore[attr-defined]  # pytest-django's
    words = ["email:a@example.org", "email:b@example.org", "email:c@example.org"]
    refused = organiser.post(URL, form(people=words))

    assert refused.status_code == 429
    assert "a@example.org" in refused.content.decode()
    assert not Poll.objects.exists()
    assert not Guest.objects.exists()


def test_a_poll_shared_with_a_team_is_in_the_list_of_its_members(
    as_karim: Client, karim: User, poll: Poll, lea: User
) -> None:
    team = group(lea)
    Membership.objects.create(group=team, user=karim)
    before = as_karim.get("/sondages/").content.decode()
    grant_group(poll.ref, team, Role.TAKE_PART, by=lea)
    after = as_karim.get("/sondages/").content.decode()

    assert poll.title not in before
    assert poll.title in after
    assert as_karim.get(poll.get_absolute_url()).status_code == 200


def test_an_answer_by_the_link_keeps_the_poll_in_ones_list(agent: Client, poll: Poll) -> None:
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "y--"))
    link = Grant.objects.of(poll.ref).get(kind="link")
    withdraw(link, None)

    assert agent.get(poll.get_absolute_url()).status_code == 200
    assert poll.title in agent.get("/sondages/").content.decode()


def test_an_answer_of_a_team_member_leaves_with_the_team(
    as_karim: Client, karim: User, poll: Poll, lea: User
) -> None:
    team = group(lea)
    Membership.objects.create(group=team, user=karim)
    given = grant_group(poll.ref, team, Role.TAKE_PART, by=lea)
    as_karim.post(poll.get_absolute_url(), ballot(as_karim, poll, "y--"))
    withdraw(given, lea)

    assert Participant.objects.filter(user=karim).exists()
    assert as_karim.get(poll.get_absolute_url()).status_code == 404


def test_a_closed_link_opens_nothing_but_the_guests_who_answered_stay(
    guest: Client, poll: Poll
) -> None:
    sent = ballot(guest, poll, "ymn")
    guest.post(poll.get_absolute_url(), sent)
    withdraw(Grant.objects.of(poll.ref).get(kind="link"), None)

    assert guest.get(poll.get_absolute_url()).status_code == 200
    withdraw(Grant.objects.of(poll.ref).get(kind="guest"), None)
    assert guest.get(poll.get_absolute_url()).status_code == 404


def test_whoever_may_only_see_cannot_answer(
    as_karim: Client, karim: User, poll: Poll, lea: User
) -> None:
    grant_person(poll.ref, karim, Role.VIEW, by=lea)
    page = as_karim.get(poll.get_absolute_url()).content.decode()
    refused = as_karim.post(poll.get_absolute_url(), {"name": "Karim"})

    assert "<auto-save" not in page
    assert "seules les personnes conviées" in page
    assert refused.status_code == 403


def test_somebody_who_may_change_decides_but_does_not_delete(
    as_karim: Client, karim: User, poll: Poll, lea: User
) -> None:
    grant_person(poll.ref, karim, Role.EDIT, by=lea)
    slot = poll.slots.all()[0]
    url = poll.get_absolute_url()

    assert as_karim.post(f"{url}supprimer").status_code == 403
    assert as_karim.post(f"{url}decider", {"slot": slot.public_id}).status_code == 302
    poll.refresh_from_db()
    assert poll.is_decided


def test_an_invited_guest_finds_the_name_and_answers_as_invited(poll: Poll, lea: User) -> None:
    guest, token = invite_guest("Nadia Traoré", "nadia@example.org", "fr", invited_by=lea)
    grant_guest(poll.ref, guest, Role.TAKE_PART, by=lea)
    browser = Client()
    link = f"{poll.get_absolute_url()}?cle={token}"
    page = browser.get(link).content.decode()
    browser.cookies["trousse_keys"] = token
    browser.post(poll.get_absolute_url(), ballot(browser, poll, "y--", name="Nadia Traoré"))

    assert 'value="Nadia Traoré"' in page
    assert Participant.objects.get().guest == guest
    assert Guest.objects.count() == 1


def test_only_those_who_are_missing_are_reminded(
    organiser: Client, agent: Client, karim: User, poll: Poll, lea: User, mailbox: Mailbox
) -> None:
    late = UserFactory.create(first_name="Inès", last_name="Fernandes")
    for person in (karim, late):
        grant_person(poll.ref, person, Role.TAKE_PART, by=lea)
    guest, _token = invite_guest("Nadia", "nadia@example.org", "fr", invited_by=lea)
    grant_guest(poll.ref, guest, Role.TAKE_PART, by=lea)
    agent.post(poll.get_absolute_url(), ballot(agent, poll, "y--"))
    before = organiser.get(poll.get_absolute_url()).content.decode()
    done = organiser.post(f"{poll.get_absolute_url()}relancer", follow=True).content.decode()

    assert "Inès Fernandes, Nadia" in before
    assert "2 personnes sont relancées" in done
    assert (told(late, "polls.reminder"), told(karim, "polls.reminder")) == (1, 0)
    letter = next(letter for letter in mailbox() if letter.to == "nadia@example.org")
    assert poll.title not in letter.subject
    assert "?cle=" in letter.text
    assert AuditEntry.objects.filter(action="polls:poll:remind").count() == 1


def test_people_are_not_reminded_twice_a_day(
    organiser: Client, karim: User, poll: Poll, lea: User, clock: time_machine.Traveller
) -> None:
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    url = f"{poll.get_absolute_url()}relancer"
    first, second = organiser.post(url), organiser.post(url)
    clock.shift(timedelta(hours=21))
    organiser.force_login(lea)  # the session is over by then
    third = organiser.post(url)

    assert (first.status_code, second.status_code, third.status_code) == (302, 409, 302)
    assert Event.objects.filter(type="poll.reminded").count() == 2


@pytest.mark.parametrize("gesture", ["relancer"])
def test_reminding_belongs_to_those_who_manage(
    agent: Client, guest: Client, organiser: Client, poll: Poll, lea: User, gesture: str
) -> None:
    url = f"{poll.get_absolute_url()}{gesture}"

    assert agent.post(url).status_code == 403
    assert guest.post(url)["Location"].startswith("/comptes/")
    assert organiser.get(url).status_code == 405
    close_poll(poll, lea)
    assert organiser.post(url).status_code == 409


def test_nobody_missing_is_said(organiser: Client, poll: Poll) -> None:
    page = organiser.post(f"{poll.get_absolute_url()}relancer", follow=True).content.decode()

    assert "Toutes les personnes conviées ont répondu" in page
    assert not Event.objects.filter(type="poll.reminded").exists()


def test_the_organiser_is_told_of_answers_once_a_day(
    guest: Client, organiser: Client, poll: Poll, lea: User, clock: time_machine.Traveller
) -> None:
    organiser.post(poll.get_absolute_url(), ballot(organiser, poll, "y--"))
    clock.shift(timedelta(minutes=5))
    tell_organisers()
    own_answer_only = told(lea, "polls.answered")
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "y--"))
    clock.shift(timedelta(minutes=5))
    tell_organisers()
    tell_organisers()

    assert (own_answer_only, told(lea, "polls.answered")) == (0, 1)


def test_news_of_a_poll_go_with_the_right_to_see_it(
    organiser: Client, karim: User, lea: User
) -> None:
    organiser.post(URL, form(people=[f"person:{karim.public_id}"], has_link=""))
    poll = Poll.objects.get()
    team = group(lea)
    Membership.objects.create(group=team, user=karim)
    through_team = grant_group(poll.ref, team, Role.TAKE_PART, by=lea)
    withdraw(Grant.objects.of(poll.ref).get(person=karim), lea)
    while_in_team = told(karim, "sharing.given")
    grant_person(poll.ref, karim, Role.VIEW, by=lea)
    withdraw(through_team, lea)
    withdraw(Grant.objects.of(poll.ref).get(person=karim), lea)

    assert (while_in_team, told(karim, "sharing.given")) == (1, 0)


def test_news_of_a_poll_go_with_it(organiser: Client, karim: User) -> None:
    organiser.post(URL, form(people=[f"person:{karim.public_id}"]))
    organiser.post(f"{Poll.objects.get().get_absolute_url()}supprimer")

    assert told(karim, "sharing.given") == 0
    assert not Grant.objects.exists()
