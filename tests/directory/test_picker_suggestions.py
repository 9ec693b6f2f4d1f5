"""The suggestions that pickers read while somebody types."""

import pytest
from django.test import Client

from tests.directory.picker_elements import Elements
from trousse.accounts.models import User
from trousse.directory.models import Profile

ADDRESS = "/annuaire/choisir/"


def words(client: Client, text: str, **options: str) -> list[str | None]:
    answer = client.get(ADDRESS, {"q": text, **options})
    assert answer.status_code == 200
    return [one["data-word"] for one in Elements(answer.content.decode()).all("div", role="option")]


def test_it_proposes_people(as_teacher: Client, head: User, outsider: User) -> None:
    assert words(as_teacher, "lefev") == [f"person:{head.public_id}"]


def test_it_never_writes_an_address_that_was_not_typed(as_teacher: Client, head: User) -> None:
    assert head.email not in as_teacher.get(ADDRESS, {"q": "lefevre"}).content.decode()


def test_it_proposes_to_invite_an_address_unless_told_not_to(as_teacher: Client) -> None:
    assert words(as_teacher, "nadia@parents.example") == ["email:nadia@parents.example"]
    assert words(as_teacher, "nadia@parents.example", emails="0") == []


def test_it_hides_who_hides(as_teacher: Client, head: User) -> None:
    Profile.objects.update_or_create(user=head, defaults={"hidden": True})
    assert words(as_teacher, "lefevre") == []


@pytest.mark.parametrize("text", ["", "l", " "])
def test_it_waits_for_two_letters(as_teacher: Client, head: User, text: str) -> None:
    answer = as_teacher.get(ADDRESS, {"q": text}).content.decode()
    assert "Écrivez au moins deux lettres." in answer


def test_it_says_how_many_and_when_there_is_nobody(as_teacher: Client, head: User) -> None:
    found = Elements(as_teacher.get(ADDRESS, {"q": "lefevre"}).content.decode())
    assert found.found[0][1]["data-status"] == "1 proposition"
    none = Elements(as_teacher.get(ADDRESS, {"q": "zzyzx"}).content.decode())
    assert "Aucun résultat pour «\u202fzzyzx\u202f»" in str(none.found[0][1]["data-status"])


def test_it_is_kept_out_of_caches(as_teacher: Client) -> None:
    assert "no-store" in as_teacher.get(ADDRESS, {"q": "le"})["Cache-Control"]


def test_guests_cannot_search(client: Client, head: User) -> None:
    answer = client.get(ADDRESS, {"q": "lefevre"})
    assert answer.status_code == 403
    assert "Sophie" not in answer.content.decode()


def test_it_refuses_a_text_that_nobody_types(as_teacher: Client) -> None:
    assert as_teacher.get(ADDRESS, {"q": "a" * 201}).status_code == 422


def test_it_only_reads(as_teacher: Client) -> None:
    assert as_teacher.post(ADDRESS, {"q": "lefevre"}).status_code == 405
