"""Addresses in the picker: pasted, typed, of agents, of people who hide."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.directory.picker_elements import Elements, chosen, proposed
from trousse.accounts.models import User
from trousse.directory.models import Profile
from trousse.directory.picker import choices
from trousse.directory.picker.addresses import read_addresses

pytestmark = pytest.mark.urls("tests.directory.picker_page")
GUEST = "email:nadia@parents.example"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def send(client: Client, **fields: str | list[str]) -> str:
    data = {"title": "Conseil", "people-text": "", "witness-text": "", **fields}
    return client.post("/inviter/", data).content.decode()


@pytest.mark.parametrize(
    ("text", "found", "left"),
    [
        ("a@b.fr", ("a@b.fr",), ""),
        ("A@B.fr, c@d.fr;e@f.fr\ng@h.fr", ("a@b.fr", "c@d.fr", "e@f.fr", "g@h.fr"), ""),
        ("a@b.fr c@d.fr", ("a@b.fr", "c@d.fr"), ""),
        ("Léa Martin <lea@b.fr>; Paul <paul@b.fr>", ("lea@b.fr", "paul@b.fr"), ""),
        ("a@b.fr, a@b.fr", ("a@b.fr",), ""),
        ("a@b.fr, Karim", ("a@b.fr",), "Karim"),
        ("a@b", (), "a@b"),
        ("Karim Benali", (), "Karim Benali"),
        (f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.fr", (), None),
        ("", (), ""),
    ],
)
def test_addresses_are_read_as_mail_programs_write_them(
    text: str, found: tuple[str, ...], left: str | None
) -> None:
    addresses = read_addresses(text)
    assert addresses.found == found
    assert addresses.left == (text if left is None else left)


def test_one_address_searched_is_proposed(as_teacher: Client) -> None:
    page = send(as_teacher, **{"people-text": "nadia@parents.example", "people-search": "1"})
    assert proposed(page, "people") == [GUEST]
    assert "Inviter" in page


def test_several_addresses_are_taken_at_once_and_the_rest_stays(as_teacher: Client) -> None:
    text = "nadia@parents.example; paul@parents.example, karim"
    page = send(as_teacher, **{"people-text": text, "people-search": "1"})
    assert chosen(page, "people") == [GUEST, "email:paul@parents.example"]
    assert Elements(page).one("input", name="people-text")["value"] == "karim"


def test_an_address_left_in_the_box_is_taken_when_the_form_is_sent(as_teacher: Client) -> None:
    page = send(as_teacher, **{"people-text": "Nadia@parents.example"})
    assert page == "saved + Conseil + nadia@parents.example"


def test_a_wrong_address_is_named_and_kept(as_teacher: Client) -> None:
    page = send(as_teacher, people=[GUEST, "email:nadia@nowhere"])
    assert "nadia@nowhere n’est pas une adresse de courriel." in page
    assert chosen(page, "people") == [GUEST, "email:nadia@nowhere"]


def test_the_address_of_an_agent_becomes_the_agent(as_teacher: Client, head: User) -> None:
    word = f"person:{head.public_id}"
    page = send(as_teacher, **{"people-text": "SOPHIE@example.org", "people-search": "1"})
    assert proposed(page, "people") == [word]
    assert send(as_teacher, people=["email:sophie@example.org", word]) == (
        "saved + Conseil + Sophie Lefèvre"
    )


def test_where_addresses_are_not_taken_they_still_find_agents(
    as_teacher: Client, head: User
) -> None:
    page = send(as_teacher, **{"witness-text": head.email, "witness-search": "1"})
    assert proposed(page, "witness") == [f"person:{head.public_id}"]
    page = send(as_teacher, **{"witness-text": "nadia@parents.example", "witness-search": "1"})
    assert proposed(page, "witness") == []
    assert "Personne de l’annuaire n’a cette adresse." in page


def test_the_address_of_somebody_hidden_stays_an_address(as_teacher: Client, head: User) -> None:
    Profile.objects.update_or_create(user=head, defaults={"hidden": True})
    page = send(as_teacher, people=f"email:{head.email}")
    assert page == "saved + Conseil + sophie@example.org"


def test_who_asks_for_too_many_owners_gets_addresses(
    as_teacher: Client, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choices, "OWNERS_OF_ADDRESSES", "1/h")
    assert "Sophie" in send(as_teacher, people=f"email:{head.email}")
    assert "Sophie" not in send(as_teacher, people=f"email:{head.email}")
