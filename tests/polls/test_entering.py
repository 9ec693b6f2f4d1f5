"""An organiser answers for somebody: who sees it, who is told, and how it becomes theirs."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.harness.people import signed_in
from tests.polls.conftest import HIDDEN_VALUE, ballot, newcomer
from trousse.accounts.models import Guest, User
from trousse.core.errors import Conflict
from trousse.core.models import AuditEntry, Mail
from trousse.notifications.models import Notification
from trousse.services.polls.entering import Entry, Somebody, change_entered, enter_answers
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.operations import close_poll
from trousse.services.polls.queries import card_of, hash_slots
from trousse.sharing.access import Standing
from trousse.sharing.inviting import Invitation, share_with
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role

Mailbox = Callable[[], list[Mail]]
ANA = {"name": "Ana Sol", "email": "ana@mairie.example"}


@pytest.fixture
def invited(poll: Poll, karim: User, lea: User) -> User:
    share_with(poll.ref, card_of(poll), Invitation([karim], [], [], Role.TAKE_PART), by=lea)
    return karim


def address(poll: Poll) -> str:
    return f"{poll.get_absolute_url()}repondre-pour"


def form(
    browser: Client, poll: Poll, letters: str, where: str = "", **fields: str
) -> dict[str, str]:
    """Fill the organiser's form: one letter a slot, « - » leaves it unanswered."""
    page = browser.get(where or address(poll)).content.decode()
    answers = {
        f"answer-{slot.public_id}": letter
        for slot, letter in zip(poll.slots.all(), letters, strict=True)
        if letter != "-"
    }
    return {"version": "", **dict(HIDDEN_VALUE.findall(page)), **answers, **fields}


def person(page: str, name: str) -> str:
    """Return what the form sends for the invited person of that name."""
    found = re.search(rf'<option value="([ug][^"]+)">\s*{name}', page)
    assert found
    return found[1]


def entry(poll: Poll, letter: str, version: int | None = None) -> Entry:
    slots = list(poll.slots.all())
    answers = {slot.public_id: letter for slot in slots}
    return Entry(answers, key=letter * 22, slots_hash=hash_slots(slots), version=version)


def given(row: Participant) -> str:
    return "".join(row.answers.get(slot.public_id, "-") for slot in row.poll.slots.all())


def test_the_trace_stands_beside_the_name(organiser: Client, guest: Client, poll: Poll) -> None:
    sent = form(organiser, poll, "yn-", name="Mme Petit")
    reply = organiser.post(address(poll), sent, follow=True)
    assert "Les réponses de Mme Petit sont enregistrées." in reply.content.decode()
    row = poll.participants.get()
    assert (row.name, given(row), row.guest, row.user) == ("Mme Petit", "yn-", None, None)
    assert "saisi par Léa Martin" in guest.get(poll.get_absolute_url()).content.decode()
    entry = AuditEntry.objects.get(action="polls:answers:enter")
    assert entry.details == {"participant": row.public_id}


def test_an_agent_is_told_and_makes_the_answers_theirs(
    organiser: Client, poll: Poll, invited: User
) -> None:
    page = organiser.get(address(poll)).content.decode()
    sent = form(organiser, poll, "yyn", person=person(page, "Karim Benali"))
    organiser.post(address(poll), sent)
    told = Notification.objects.get(user=invited, kind="polls.entered")
    assert told.params["organiser"] == "Léa Martin"
    karim = signed_in(invited)
    theirs = karim.get(told.url).content.decode()
    assert "Léa Martin a répondu pour vous." in theirs
    karim.post(poll.get_absolute_url(), ballot(karim, poll, "yyn"))  # nothing changed: checked
    row = poll.participants.get()
    assert (row.user, given(row), row.entered_by) == (invited, "yyn", None)
    assert "saisi par" not in organiser.get(poll.get_absolute_url()).content.decode()
    assert organiser.get(f"{address(poll)}/{row.public_id}").status_code == 404


def test_an_address_receives_a_link_that_leads_to_the_answers(
    organiser: Client, poll: Poll, mailbox: Mailbox
) -> None:
    sent = form(organiser, poll, "yy-", name="Ana Sol", email="Ana@mairie.example")
    organiser.post(address(poll), sent)
    (letter,) = mailbox()
    assert "J’ai répondu pour vous." in letter.text
    found = re.search(rf"{poll.get_absolute_url()}\?cle=\S+", letter.text)
    assert found
    ana = Client()
    ana.get(found[0], follow=True)
    assert 'value="Ana Sol"' in ana.get(poll.get_absolute_url()).content.decode()
    ana.post(poll.get_absolute_url(), ballot(ana, poll, "nny", **ANA))
    row = poll.participants.get()
    assert (given(row), row.entered_by) == ("nny", None)


def test_an_invited_guest_is_written_to(
    organiser: Client, poll: Poll, lea: User, mailbox: Mailbox
) -> None:
    invitation = Invitation([], [], ["ana@mairie.example"], Role.TAKE_PART)
    share_with(poll.ref, card_of(poll), invitation, by=lea)
    guest = Guest.objects.get()
    page = organiser.get(address(poll)).content.decode()
    sent = form(organiser, poll, "y--", person=person(page, "ana"))
    organiser.post(address(poll), sent)
    assert poll.participants.get().guest == guest
    assert "Léa Martin a répondu pour vous" in mailbox()[-1].text


def test_an_address_that_has_answered_is_left_alone(
    organiser: Client, guest: Client, poll: Poll, mailbox: Mailbox
) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "nnn", **ANA))
    letters = len(mailbox())
    reply = organiser.post(address(poll), form(organiser, poll, "yyy", **ANA))
    assert reply.status_code == 409
    assert "ses propres réponses restent" in reply.content.decode()
    assert given(poll.participants.get()) == "nnn"
    assert len(mailbox()) == letters, "no letter leaves for what is not saved"


def test_sent_twice_it_is_one_row_and_one_notice(
    organiser: Client, poll: Poll, invited: User
) -> None:
    page = organiser.get(address(poll)).content.decode()
    sent = form(organiser, poll, "yyn", person=person(page, "Karim Benali"))
    assert organiser.post(address(poll), sent).status_code == 302
    again = organiser.post(address(poll), sent)
    assert again.status_code in {302, 200}  # Karim is no longer in the list: nothing is written
    assert poll.participants.count() == 1
    assert Notification.objects.filter(kind="polls.entered").count() == 1


def test_a_name_sent_twice_is_one_row(organiser: Client, poll: Poll) -> None:
    sent = form(organiser, poll, "yyn", name="Mme Petit")
    assert [organiser.post(address(poll), sent).status_code for _ in range(2)] == [302, 302]
    assert poll.participants.count() == 1
    assert AuditEntry.objects.filter(action="polls:answers:enter").count() == 1


def test_whoever_answers_in_the_meantime_keeps_their_answers(
    poll: Poll, lea: User, invited: User
) -> None:
    karim = signed_in(invited)
    somebody = Somebody(user=invited)  # as the form knew
    karim.post(poll.get_absolute_url(), ballot(karim, poll, "nnn"))
    poll.standing = Standing(Role.MANAGE)
    with pytest.raises(Conflict):
        enter_answers(poll, somebody, entry(poll, "y"), lea)
    assert given(poll.participants.get()) == "nnn"


def test_it_is_changed_and_erased_until_somebody_takes_it_over(
    organiser: Client, poll: Poll
) -> None:
    organiser.post(address(poll), form(organiser, poll, "yyn", name="Mme Petit"))
    row = poll.participants.get()
    where = f"{address(poll)}/{row.public_id}"
    assert "checked" in organiser.get(where).content.decode()
    organiser.post(where, form(organiser, poll, "n--", where))
    row.refresh_from_db()
    assert given(row) == "n--"
    stale = form(organiser, poll, "m--", where, version="1")
    assert organiser.post(where, stale).status_code == 409
    organiser.post(where, {"erase": "1"})
    assert not poll.participants.exists()
    assert organiser.get(where).status_code == 404


def test_what_its_person_erased_is_not_written_again(poll: Poll, lea: User, invited: User) -> None:
    poll.standing = Standing(Role.MANAGE)
    row = enter_answers(poll, Somebody(user=invited), entry(poll, "y"), lea)
    Participant.objects.filter(pk=row.pk).delete()
    with pytest.raises(Conflict):
        change_entered(poll, row, entry(poll, "n", version=1), lea)
    assert not poll.participants.exists()


def test_answers_of_somebody_who_answered_are_not_the_organisers(
    organiser: Client, guest: Client, poll: Poll
) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "nnn"))
    row = poll.participants.get()
    where = f"{address(poll)}/{row.public_id}"
    assert organiser.get(where).status_code == 404
    assert organiser.post(where, {"erase": "1"}).status_code == 404
    assert poll.participants.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Choisissez quelqu’un ou écrivez un nom."),
        ({"name": "Ana", "email": "ana"}, "adresse"),
        ({"person": "u-nobody"}, "Sélectionnez un choix valide"),
        ({"name": "Ana", "key": "short"}, "fr-alert--error"),
    ],
)
def test_what_is_missing_is_said_and_answers_stay_chosen(
    organiser: Client, poll: Poll, fields: dict[str, str], words: str
) -> None:
    reply = organiser.post(address(poll), form(organiser, poll, "yn-", **fields))
    page = reply.content.decode()
    assert reply.status_code == 200
    assert words in page
    assert page.count(" checked") == 2
    assert not poll.participants.exists()


def test_a_closed_poll_takes_none(organiser: Client, poll: Poll, lea: User) -> None:
    sent = form(organiser, poll, "yyn", name="Mme Petit")
    close_poll(poll, lea)
    reply = organiser.post(address(poll), sent)
    assert (reply.status_code, poll.participants.count()) == (409, 0)
    assert "repondre-pour" not in organiser.get(poll.get_absolute_url()).content.decode()


def test_whoever_may_change_the_poll_enters_but_invites_nobody(poll: Poll, invited: User) -> None:
    grant_person(poll.ref, invited, Role.EDIT, by=poll.organiser)
    helper = signed_in(invited)
    assert 'name="email"' not in helper.get(address(poll)).content.decode()
    helper.post(address(poll), form(helper, poll, "y--", **ANA))
    assert poll.participants.get().guest is None
    assert not Guest.objects.exists()


def test_nobody_else_enters_anything(guest: Client, poll: Poll, invited: User) -> None:
    for browser in (guest, signed_in(invited)):
        reply = browser.post(address(poll), {"name": "Mme Petit"})
        assert reply.status_code in {302, 403}
    assert not poll.participants.exists()


def test_a_plain_poll_pays_nothing_for_it(
    guest: Client, poll: Poll, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    guest.post(poll.get_absolute_url(), ballot(guest, poll, "nnn"))
    stranger = newcomer(poll)
    with django_assert_max_num_queries(6):
        stranger.get(poll.get_absolute_url())


def test_appointments_are_not_answered_for_somebody(organiser: Client, poll: Poll) -> None:
    Poll.objects.filter(pk=poll.pk).update(kind=Poll.Kind.BOOKING)
    assert organiser.get(address(poll)).status_code == 404
