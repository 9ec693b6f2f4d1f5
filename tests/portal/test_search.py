"""The global search through HTTP: who finds what, in which order, and what Enter opens."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories.directory import EstablishmentFactory, affiliated
from tests.factories.groups import group as group_of
from tests.factories.people import UserFactory
from tests.kit.conftest import Leaflet
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


@pytest.mark.usefixtures("services")
@pytest.mark.parametrize("typed", ["choisir une date", "trouver date", "DATE", "trouvr une date"])
def test_a_need_is_understood_and_begins_here(as_teacher: Client, typed: str) -> None:
    page = page_of(as_teacher, typed)
    assert titles(page)[0] == "Trouver une date"
    assert 'href="/sondages/nouveau"' in main_of(page)


@pytest.mark.usefixtures("services")
def test_a_need_that_nothing_here_answers_leads_to_the_library(as_teacher: Client) -> None:
    page = page_of(as_teacher, "visio")
    assert titles(page)[0] == "Se réunir en visio"
    assert 'href="/bibliotheque/besoin/meet-by-video/"' in main_of(page)


@pytest.mark.usefixtures("services")
def test_the_name_of_a_software_finds_it_before_its_need(as_teacher: Client) -> None:
    page = page_of(as_teacher, "framadate")
    assert titles(page)[0] == "Framadate"
    assert 'href="/bibliotheque/framadate/"' in page
    assert "Lien externe" in page


@pytest.mark.usefixtures("services")
def test_a_commercial_name_finds_what_does_the_same(as_teacher: Client) -> None:
    found = titles(page_of(as_teacher, "doodle"))
    assert found[0] == "Trouver une date"
    assert "Sondages" in found


@pytest.mark.usefixtures("services")
def test_a_visitor_searches_needs_and_services_where_the_library_is_open(
    client: Client, settings: Settings
) -> None:
    assert "Framadate" in titles(page_of(client, "framadate"))
    settings.LIBRARY_PUBLIC = False
    assert titles(page_of(client, "framadate")) == []


@pytest.mark.parametrize("typed", ["compte rendu mars", "rendu", "COMPTE", "comtpe rendu"])
def test_things_are_found_by_the_words_of_their_titles(
    as_teacher: Client, teacher: User, leaflet: Leaflet, typed: str
) -> None:
    ref = leaflet("Compte rendu du 3 mars", owner=teacher)
    page = page_of(as_teacher, typed)
    assert titles(page) == ["Compte rendu du 3 mars"]
    assert f'href="/depliants/{ref.id}/"' in page


def test_things_of_others_are_not_found(
    as_outsider: Client, client: Client, teacher: User, leaflet: Leaflet
) -> None:
    leaflet("Compte rendu du 3 mars", owner=teacher)
    assert titles(page_of(as_outsider, "compte rendu")) == []
    assert titles(page_of(client, "compte rendu")) == []


def test_go_does_not_open_a_thing_found_by_a_typo(
    as_teacher: Client, teacher: User, leaflet: Leaflet
) -> None:
    leaflet("Compte rendu", owner=teacher)
    assert as_teacher.get(SEARCH, {"q": "comtpe", "go": "1"}).status_code == 200
    assert as_teacher.get(SEARCH, {"q": "compte", "go": "1"}).status_code == 302


def test_go_stays_on_this_site(as_teacher: Client, teacher: User, leaflet: Leaflet) -> None:
    leaflet("Ailleurs", owner=teacher, url="https://ailleurs.example/")
    assert as_teacher.get(SEARCH, {"q": "ailleurs", "go": "1"}).status_code == 200


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
    page = main_of(page_of(as_teacher, "zzzzzz"))
    assert "Rien n’a été trouvé" in page
    assert 'href="/bibliotheque/"' in page
    assert 'href="/bibliotheque/proposer/nouveau"' in page
    assert "/comptes/login/" not in page


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


def test_every_page_leads_to_the_search(client: Client, as_teacher: Client) -> None:
    for browser in (client, as_teacher):
        page = browser.get("/contact/").content.decode()
        assert 'href="/chercher/" aria-keyshortcuts="Control+K"' in page
    assert "autofocus" in main_of(client.get(SEARCH).content.decode())
    assert "autofocus" not in main_of(page_of(client, "conseil"))


@pytest.mark.usefixtures("services")
def test_it_takes_as_many_queries_for_much_as_for_little(
    as_teacher: Client,
    teacher: User,
    colleague: User,
    leaflet: Leaflet,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20):
        leaflet(f"Sophie {number}", owner=teacher)
    as_teacher.get(SUGGESTIONS, {"q": "sophie"})
    with django_assert_max_num_queries(24):
        as_teacher.get(SUGGESTIONS, {"q": "sophie"})
