"""The global search through HTTP: who finds what, in which order, and what Enter opens."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.factories.directory import EstablishmentFactory, affiliated
from tests.factories.groups import group as group_of
from tests.factories.people import UserFactory
from trousse.accounts.models import User
from trousse.core.models import AuditEntry
from trousse.directory.operations import hide
from trousse.directory.queries import SEARCH_RATE

SEARCH, SUGGESTIONS = "/chercher/", "/chercher/suggestions"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    cache.clear()
    with time_machine.travel("2026-11-23 09:00:00Z", tick=False):
        yield


@pytest.fixture
def colleague(teacher: User, head: User) -> User:
    """Sophie Lefèvre works where Léa does."""
    school = EstablishmentFactory.create(name="Collège Simone-Veil")
    affiliated(teacher, school, "enseignant", "histoire-geographie")
    affiliated(head, school, "principal")
    return head


def page_of(client: Client, text: str = "", **more: str) -> str:
    answer = client.get(SEARCH, {"q": text, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def titles(page: str) -> list[str]:
    return [
        part.partition("<")[0]
        for part in page.split('class="t-hit__title"')[1:]
        for part in [part.partition(">")[2]]
    ]


@pytest.mark.parametrize("typed", ["sophie", "LEFEVRE", "lefèvre so", "sohpie", "lefevrre"])
def test_a_colleague_is_found_whatever_the_accents_and_one_typo(
    as_teacher: Client, colleague: User, typed: str
) -> None:
    page = page_of(as_teacher, typed)
    assert titles(page) == ["Sophie Lefèvre"]
    assert f"/annuaire/personnes/{colleague.public_id}/" in page
    assert "Principal de collège" in page
    assert "sophie@example.org" not in page


def test_a_correction_is_said(as_teacher: Client, colleague: User) -> None:
    assert "Voici ce qu’il y a pour «\u202f<strong>sophie" in page_of(as_teacher, "sohpie")
    assert "Voici ce qu’il y a" not in page_of(as_teacher, "sophie")


def test_whoever_hides_is_not_found(as_teacher: Client, colleague: User) -> None:
    hide(colleague, by=colleague)
    assert titles(page_of(as_teacher, "sophie")) == []


def test_groups_are_found(as_teacher: Client, teacher: User) -> None:
    group = group_of(teacher, "Club lecture", policy="closed")
    page = page_of(as_teacher, "lecture")
    assert titles(page) == ["Club lecture"]
    assert f"/annuaire/groupes/{group.public_id}/" in page


def test_a_closed_group_of_others_is_not_found(as_outsider: Client, teacher: User) -> None:
    group_of(teacher, "Club lecture", policy="closed")
    assert titles(page_of(as_outsider, "lecture")) == []


def test_the_kind_with_the_nearest_thing_comes_first(as_teacher: Client, colleague: User) -> None:
    group_of(colleague, "Lefèvre", policy="open")
    group_of(colleague, "Amis de Sophie Lefèvre", policy="open")
    assert titles(page_of(as_teacher, "lefevre"))[0] == "Lefèvre"
    assert titles(page_of(as_teacher, "sophie lefevre"))[0] == "Sophie Lefèvre"


def test_a_visitor_finds_neither_people_nor_groups(client: Client, teacher: User) -> None:
    group_of(teacher, "Martin", policy="open")
    page = page_of(client, "martin")
    assert titles(page) == []
    assert "Rien n’a été trouvé" in page
    assert "/comptes/login/" in main_of(page)
    assert not AuditEntry.objects.filter(action="directory:people:search").exists()


def test_one_search_counts_as_one_search_for_people(as_teacher: Client, colleague: User) -> None:
    page_of(as_teacher, "sophie")
    assert AuditEntry.objects.filter(action="directory:people:search").count() == 1


def test_whoever_searches_too_much_still_finds_the_rest(
    as_teacher: Client, teacher: User, colleague: User
) -> None:
    group_of(teacher, "Sophie et nous", policy="closed")
    for _ in range(int(SEARCH_RATE.partition("/")[0])):
        as_teacher.get(SUGGESTIONS, {"q": "sophie"})
    page = page_of(as_teacher, "sophie")
    assert titles(page) == ["Sophie et nous"]
    assert "Vous avez cherché beaucoup de personnes" in page


@pytest.mark.parametrize("typed", ["", " ", "\u200b", "s"])
def test_nothing_typed_proposes_gestures_or_says_so(
    as_teacher: Client, colleague: User, typed: str
) -> None:
    page = page_of(as_teacher, typed)
    assert titles(page) == []
    assert not AuditEntry.objects.filter(action="directory:people:search").exists()
    assert ("Trouver une date" in main_of(page)) == (typed != "s")


def test_nothing_found_says_what_to_do(as_teacher: Client, teacher: User) -> None:
    page = page_of(as_teacher, "zzzzzz")
    assert "Rien n’a été trouvé" in page
    assert "/comptes/login/" not in main_of(page)


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "' OR 1=1 --", "%", "_" * 500, "é\ud7ff", "a" * 5000]
)
def test_hostile_texts_are_only_text(as_teacher: Client, colleague: User, typed: str) -> None:
    page = page_of(as_teacher, typed)
    assert "<script>alert" not in page
    assert titles(page) == []
    fragment = as_teacher.get(SUGGESTIONS, {"q": typed}).content.decode()
    assert "<script>alert" not in fragment


def test_one_kind_is_shown_alone_and_whole(as_teacher: Client, colleague: User) -> None:
    school = EstablishmentFactory.create(name="Collège voisin")
    for number in range(8):
        friend = UserFactory.create(
            first_name="Sophie", last_name=f"Durand {number}", email=f"s{number}@example.org"
        )
        affiliated(friend, school, "enseignant")
    page = page_of(as_teacher, "sophie")
    assert len(titles(page)) == 5
    assert "?q=sophie&amp;dans=personnes" in page
    whole = page_of(as_teacher, "sophie", dans="personnes")
    assert len(titles(whole)) == 9
    assert "dans=" not in main_of(whole)


def test_an_unknown_kind_does_not_exist(as_teacher: Client) -> None:
    assert as_teacher.get(SEARCH, {"q": "so", "dans": "secrets"}).status_code == 404


def test_go_opens_the_first_result(as_teacher: Client, colleague: User) -> None:
    answer = as_teacher.get(SEARCH, {"q": "sophie", "go": "1"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/annuaire/personnes/{colleague.public_id}/"


@pytest.mark.parametrize("typed", ["sohpie", "zzzzzz", ""])
def test_go_never_opens_a_guess(as_teacher: Client, colleague: User, typed: str) -> None:
    assert as_teacher.get(SEARCH, {"q": typed, "go": "1"}).status_code == 200


def test_suggestions_are_options_of_a_list(as_teacher: Client, colleague: User) -> None:
    page = as_teacher.get(SUGGESTIONS, {"q": "soph"}).content.decode()
    assert "<html" not in page
    assert page.count('role="option"') == 2  # Sophie, and the page of all results
    assert 'data-status="1 proposition' in page
    assert f'data-href="/annuaire/personnes/{colleague.public_id}/"' in page
    assert 'data-href="/chercher/?q=soph"' in page


def test_answers_are_kept_by_nobody(as_teacher: Client, client: Client) -> None:
    for answer in (as_teacher.get(SEARCH, {"q": "so"}), client.get(SUGGESTIONS, {"q": "so"})):
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex"


def test_robots_are_slowed_down(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trousse.portal.search_views.VISITORS_RATE", "3/m")
    asked = [client.get(SUGGESTIONS, {"q": "so"}).status_code for _ in range(4)]
    assert asked == [200, 200, 200, 429]
    assert client.get(SEARCH, {"q": "so"}).status_code == 429
    assert client.get(SEARCH).status_code == 200


def test_it_answers_reading_methods_only(client: Client, db: None) -> None:
    for address in (SEARCH, SUGGESTIONS):
        assert client.head(address).status_code == 200
        assert client.post(address, {"q": "so"}).status_code == 405


def test_every_page_has_the_box(client: Client, as_teacher: Client) -> None:
    for browser in (client, as_teacher):
        page = browser.get("/contact/").content.decode()
        assert page.count('action="/chercher/"') == 1
        assert 'aria-keyshortcuts="Control+K"' in page
