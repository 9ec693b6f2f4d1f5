"""Guests: invited, prolonged, sent away, and one day people with an account."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import close_old_connections
from django.test import Client
from pytest_django import Settings

from trousse.accounts.current import KEYS_COOKIE, Visitor, hash_token
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import (
    adopt_guest,
    create_person,
    invite_guest,
    renew_guest,
    revoke_guest,
)
from trousse.accounts.queries import guests_behind, token_of_guest
from trousse.core.errors import Conflict, InvalidInput
from trousse.core.models import AuditEntry, Event
from trousse.core.tokens import derive_token

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "une phrase assez longue"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def invite(by: User | None, email: str = "nadia@example.org") -> tuple[Guest, str]:
    return invite_guest("Nadia", email, "fr", invited_by=by)


def sign_in(client: Client, user: User) -> None:
    sent = {"login": user.email, "password": PASSWORD}
    assert client.post("/comptes/login/", sent).status_code == 302


def test_the_token_is_random_and_only_its_hash_is_kept(teacher: User) -> None:
    guest, token = invite(teacher)
    assert len(token) == 32
    assert guest.token_hash == hash_token(token)
    assert token not in str(Guest.objects.values().get())
    assert guest.public_id not in token


def test_the_link_can_be_written_again(teacher: User) -> None:
    guest, token = invite(teacher)
    assert token_of_guest(Guest.objects.get()) == token
    revoke_guest(guest, by=teacher)
    assert token_of_guest(Guest.objects.get()) == ""


def test_links_survive_a_change_of_the_secret(teacher: User, settings: Settings) -> None:
    guest, token = invite(teacher)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret of the instance"
    assert token_of_guest(guest) == token
    assert invite(teacher) == (guest, token)


def test_a_lost_secret_gives_a_new_guest(teacher: User, settings: Settings) -> None:
    guest, token = invite(teacher)
    settings.SECRET_KEY = "another secret of the instance"
    again, other = invite(teacher)
    assert again != guest
    assert other != token
    assert guests_behind(Visitor(None, frozenset({hash_token(token)}))) == []


def test_the_tokens_of_two_kinds_of_rows_differ() -> None:
    assert derive_token("guest", "x" * 22) != derive_token("link", "x" * 22)


def test_the_same_address_is_one_guest_per_inviter(teacher: User, head: User) -> None:
    guest, token = invite(teacher)
    assert invite(teacher, "Nadia@Example.org ") == (guest, token)
    assert invite(head)[0] != guest
    assert Guest.objects.count() == 2


def test_guests_without_address_are_never_the_same(teacher: User) -> None:
    assert invite(teacher, "")[0] != invite(teacher, "")[0]


def test_nobody_is_invited_without_name_and_address(teacher: User) -> None:
    with pytest.raises(InvalidInput):
        invite_guest(" \u200b", "", "fr", invited_by=teacher)
    with pytest.raises(InvalidInput):
        invite_guest("Nadia", "nadia", "fr", invited_by=teacher)
    assert invite_guest("", "nadia@example.org", "fr", invited_by=teacher)[0].name == "nadia"


def test_a_guest_lasts_as_long_as_the_settings_say(teacher: User, settings: Settings) -> None:
    settings.GUEST_DAYS, settings.GUEST_MAX_DAYS = 10, 20
    far = MONDAY + timedelta(days=400)
    assert invite(teacher)[0].expires_at == MONDAY + timedelta(days=10)
    longest, _ = invite_guest("Nadia", "n@example.org", "fr", invited_by=teacher, expires_at=far)
    assert longest.expires_at == MONDAY + timedelta(days=20)


def test_inviting_again_prolongs(teacher: User, clock: time_machine.Traveller) -> None:
    guest, token = invite(teacher)
    clock.shift(timedelta(days=100))
    assert invite(teacher)[1] == token
    assert Guest.objects.get().expires_at == MONDAY + timedelta(days=280)
    renew_guest(guest, MONDAY + timedelta(days=120))
    assert Guest.objects.get().expires_at == MONDAY + timedelta(days=280)


def test_an_ended_invitation_can_be_renewed(teacher: User, clock: time_machine.Traveller) -> None:
    guest, token = invite(teacher)
    visitor = Visitor(None, frozenset({hash_token(token)}))
    clock.move_to(guest.expires_at)
    assert guests_behind(visitor) == []
    renew_guest(guest)
    assert guests_behind(visitor) == [guest]


def test_a_revoked_guest_stays_away(teacher: User) -> None:
    guest, token = invite(teacher)
    revoke_guest(guest, by=teacher)
    revoke_guest(guest, by=teacher)
    assert guests_behind(Visitor(None, frozenset({hash_token(token), hash_token("")}))) == []
    assert AuditEntry.objects.filter(action="accounts:guest:revoke").count() == 1
    with pytest.raises(Conflict):
        renew_guest(guest)
    assert invite(teacher)[1] != token


def test_adopting_twice_is_harmless(teacher: User, head: User, outsider: User) -> None:
    guest, _ = invite(teacher)
    adopt_guest(guest, head)
    adopt_guest(guest, outsider)
    guest.refresh_from_db()
    assert (guest.user, guest.token_hash) == (head, "")
    event = Event.objects.get(type="guest.adopted")
    assert event.data == {"user": head.public_id}
    assert "nadia" not in str(event.data)


def test_signing_in_takes_over_what_was_sent_to_ones_address(
    teacher: User, head: User, client: Client
) -> None:
    nadia = create_person("nadia@example.org", PASSWORD)
    by_teacher, by_head = invite(teacher)[0], invite(head)[0]
    other, _ = invite(teacher, "somebody.else@example.org")
    sign_in(client, nadia)
    mine = Guest.objects.filter(user=nadia)
    assert set(mine) == {by_teacher, by_head}
    other.refresh_from_db()
    assert other.user is None


def test_an_address_that_is_not_verified_proves_nothing(teacher: User, client: Client) -> None:
    karim = create_person("karim@example.org", PASSWORD)
    EmailAddress.objects.create(user=karim, email="nadia@example.org", verified=False)
    guest, _ = invite(teacher)
    sign_in(client, karim)
    guest.refresh_from_db()
    assert guest.user is None


def test_a_key_left_in_a_shared_browser_is_not_taken_over(teacher: User, client: Client) -> None:
    karim = create_person("karim@example.org", PASSWORD)
    guest, token = invite(teacher)
    client.cookies[KEYS_COOKIE] = token
    sign_in(client, karim)
    guest.refresh_from_db()
    assert guest.user is None
    assert "accès comme invité" in client.get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_invited_twice_at_once_somebody_is_one_guest(teacher: User) -> None:
    together = Barrier(4, timeout=20)

    def go(_: int) -> str:
        together.wait()
        try:
            return invite(teacher)[1]
        finally:
            close_old_connections()

    with ThreadPoolExecutor(4) as pool:
        tokens = set(pool.map(go, range(4)))
    assert len(tokens) == 1
    assert Guest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_cannot_adopt_one_guest(teacher: User, head: User, outsider: User) -> None:
    guest, _ = invite(teacher)
    together = Barrier(2, timeout=20)

    def adopt(user: User) -> None:
        together.wait()
        try:
            adopt_guest(guest, user)
        finally:
            close_old_connections()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(adopt, [head, outsider]))
    assert Event.objects.filter(type="guest.adopted").count() == 1
