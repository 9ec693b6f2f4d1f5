"""Signing keys: changed without signing anybody out."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.factories.clients import Party
from tests.identity.test_sign_in import identity
from trousse.identity.keys import PUBLISHED_FOR, public_keys, rotate_key, signing_key
from trousse.identity.models import SigningKey


def test_the_private_half_is_neither_published_nor_stored_open(db: None, client: Client) -> None:
    found = client.get("/connexion/cles.json").json()["keys"]
    assert [key.keys() & {"d", "p", "q"} for key in found] == [set()]
    assert "PRIVATE" not in SigningKey.objects.get().sealed


def test_a_new_key_is_published_before_it_signs(db: None, clock: Any) -> None:
    old = signing_key().thumbprint()
    new = rotate_key()
    assert signing_key().thumbprint() == old
    assert {key["kid"] for key in public_keys()} == {old, new}
    clock.shift(PUBLISHED_FOR)
    assert signing_key().thumbprint() == new
    assert {key["kid"] for key in public_keys()} == {old, new}
    clock.shift(25 * 3600)
    assert {key["kid"] for key in public_keys()} == {new}


def test_a_leaked_key_counts_no_more(db: None) -> None:
    old = signing_key().thumbprint()
    rotate_key()
    new = rotate_key(at_once=True)
    assert old != new
    assert [key["kid"] for key in public_keys()] == [new]
    assert signing_key().thumbprint() == new


def test_a_token_signed_before_the_change_still_counts(party: Party, browser: Client) -> None:
    tokens = party.trade(party.code(browser))
    call_command("rotate_signing_key")
    assert identity(tokens)["aud"] == party.credentials.client_id


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_keys_are_only_read(db: None, client: Client, method: str) -> None:
    assert getattr(client, method)("/connexion/cles.json").status_code == 405
