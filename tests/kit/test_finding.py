"""Finding things by the words of their titles, within one's rights."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.kit.conftest import Leaflet
from trousse.accounts.current import Visitor, hash_token
from trousse.accounts.models import User
from trousse.core.clock import now
from trousse.directory.group_operations import GroupDraft, create_group
from trousse.kit import finding
from trousse.kit.queries import find_things
from trousse.kit.resources import record_opening
from trousse.sharing.models import Grant
from trousse.sharing.operations import grant_group, grant_person, grant_signed_in, open_link
from trousse.sharing.roles import Role


def titles(visitor: User | Visitor, text: str, limit: int = 10) -> list[str]:
    return [found.title for found in find_things(visitor, text, limit)]


@pytest.mark.parametrize(
    "text",
    [
        "compte rendu mars",
        "Compte-rendu MARS",
        "mars compte",
        "comp ren",
        "compte rendu – mars 2026",
        "comtpe rendu",
        "compte rendi mars",
        "copmte rednu",
    ],
)
@pytest.mark.parametrize("most_grants", [5000, 0])
def test_it_finds_the_words_in_any_order_begun_or_mistyped(
    leaflet: Leaflet, teacher: User, text: str, most_grants: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_GRANTS", most_grants)
    leaflet("Compte rendu – mars 2026", teacher)
    leaflet("Compte à rebours", teacher)
    assert titles(teacher, text) == ["Compte rendu – mars 2026"]


@pytest.mark.parametrize("text", ["", "   ", "…", "omelette", "rendus"])
def test_it_finds_nothing_for_other_words(leaflet: Leaflet, teacher: User, text: str) -> None:
    leaflet("Compte rendu – mars 2026", teacher) if text != "rendus" else leaflet("Été", teacher)
    assert titles(teacher, text) == []


def test_an_exact_title_is_not_mixed_with_typos(leaflet: Leaflet, teacher: User) -> None:
    leaflet("Bilan", teacher)
    leaflet("Bilal", teacher)
    assert titles(teacher, "bilan") == ["Bilan"]


def test_only_what_one_may_see_is_found(leaflet: Leaflet, teacher: User, outsider: User) -> None:
    leaflet("Bilan secret", teacher)
    assert titles(outsider, "bilan") == []
    assert titles(outsider, "bilam") == []


@pytest.mark.parametrize("most_grants", [5000, 0])
def test_every_way_of_sharing_lets_it_be_found(
    leaflet: Leaflet,
    teacher: User,
    outsider: User,
    most_grants: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finding, "MOST_GRANTS", most_grants)
    grant_person(leaflet("Bilan un"), outsider, Role.VIEW, by=None)
    grant_signed_in(leaflet("Bilan deux"), Role.VIEW, by=None)
    group = create_group(teacher, GroupDraft("Équipe"), key="k" * 22)
    grant_group(leaflet("Bilan trois"), group, Role.VIEW, by=None)
    assert set(titles(teacher, "bilan")) == {"Bilan deux", "Bilan trois"}
    assert set(titles(outsider, "bilan")) == {"Bilan un", "Bilan deux"}


def test_a_guest_finds_what_their_link_opens(leaflet: Leaflet) -> None:
    ref = leaflet("Bilan")
    leaflet("Bilan des autres")
    keys = frozenset({hash_token(open_link(ref, Role.VIEW, by=None).token)})
    assert titles(Visitor(None, keys), "bilan") == ["Bilan"]
    assert titles(Visitor(), "bilan") == []


def test_what_was_opened_comes_first_then_what_was_given_then_what_is_for_all(
    leaflet: Leaflet, outsider: User
) -> None:
    opened, given = leaflet("Bilan ouvert"), leaflet("Bilan donné")
    grant_signed_in(leaflet("Bilan public"), Role.VIEW, by=None)
    for ref in (opened, given):
        grant_person(ref, outsider, Role.VIEW, by=None)
    record_opening(outsider, opened)
    assert titles(outsider, "bilan") == ["Bilan ouvert", "Bilan donné", "Bilan public"]


def test_the_last_changed_comes_first(leaflet: Leaflet, teacher: User) -> None:
    for number in range(4):
        leaflet(f"Bilan {number}", teacher)
    assert titles(teacher, "bilan", 2) == ["Bilan 3", "Bilan 2"]


def test_with_very_many_grants_the_newest_titles_are_looked_at(
    leaflet: Leaflet, outsider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_GRANTS", 0)
    monkeypatch.setattr(finding, "MOST_WALKED", 2)
    monkeypatch.setattr(finding, "FIRST_STEP", 1)
    for title in ["Bilan 0", "Bilan 1", "Bilan 2", "Bilan 3", "Bilan rare"]:
        grant_person(leaflet(title), outsider, Role.VIEW, by=None)
    assert titles(outsider, "bilan") == ["Bilan rare", "Bilan 3"]
    assert titles(outsider, "bilan rare") == ["Bilan rare"]
    assert titles(outsider, "bilan 0") == ["Bilan 0"]


@pytest.mark.parametrize("most_grants", [5000, 0])
def test_what_ended_or_is_somebody_elses_is_not_found_among_newer_things(
    leaflet: Leaflet,
    teacher: User,
    outsider: User,
    most_grants: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finding, "MOST_GRANTS", most_grants)
    monkeypatch.setattr(finding, "FIRST_STEP", 1)
    grant_person(leaflet("Bilan ancien"), outsider, Role.VIEW, by=None)
    ended = leaflet("Bilan fini")
    grant_person(ended, outsider, Role.VIEW, by=None)
    Grant.objects.filter(ref=str(ended)).update(until=now() - timedelta(days=1))
    for number in range(7):
        leaflet(f"Bilan {number}", teacher)
    assert titles(outsider, "bilan", 2) == ["Bilan ancien"]


def test_a_word_that_no_title_has_costs_two_queries(
    teacher: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # no title has it; no title has one like it
        assert finding.find_rows(Visitor(teacher), "introuvable", 10) == []
