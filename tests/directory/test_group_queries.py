"""Which groups somebody may find, and how lists of members come."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.groups import group, people, school, work
from tests.factories.people import UserFactory
from trousse.accounts.models import User
from trousse.directory import group_members
from trousse.directory import group_operations as operations
from trousse.directory.group_members import members_page
from trousse.directory.group_operations import GroupDraft
from trousse.directory.group_queries import (
    group_ids_of,
    groups_of,
    groups_one_may_join,
    is_member,
    search_groups,
    usable_groups,
)
from trousse.directory.models import Group, Profile

pytestmark = pytest.mark.django_db


def made(owner: User, name: str, policy: str = "closed", uai: str = "", text: str = "") -> Group:
    place = school(uai) if uai else None
    return operations.create_group(owner, GroupDraft(name, text, policy, place), key=name)


@pytest.fixture
def offer(teacher: User, head: User) -> None:
    """Léa works in one school; Sophie made groups of it, of another one, and open ones."""
    work(teacher, school("0350001A"))
    made(head, "Conseil pédagogique", uai="0350001A")
    made(head, "Conseil lointain", uai="0290001B")
    made(head, "Conseil secret")
    made(head, "Conseil de lecture", "request")
    made(head, "Conseils aux documentalistes", "open", text="Bretagne")
    made(teacher, "Mon conseil")


@pytest.mark.usefixtures("offer")
def test_it_finds_ones_own_then_ones_school_then_the_open_ones(teacher: User) -> None:
    assert [card.name for card in search_groups(teacher, "conseil")] == [
        "Mon conseil",
        "Conseil pédagogique",
        "Conseils aux documentalistes",
    ]


@pytest.mark.usefixtures("offer")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("PEDAGOGIQUE", ["Conseil pédagogique"]),
        ("peda cons", ["Conseil pédagogique"]),
        ("bretagne doc", ["Conseils aux documentalistes"]),
        ("onseil", []),
        ("secret", []),
        ("lointain", []),
        ("%", ["Mon conseil", "Conseil pédagogique"]),
        ("", ["Mon conseil", "Conseil pédagogique"]),
    ],
)
def test_words_begin_as_they_are_typed(teacher: User, typed: str, found: list[str]) -> None:
    assert [card.name for card in search_groups(teacher, typed)] == found


@pytest.mark.usefixtures("offer")
def test_no_more_are_found_than_asked_for(teacher: User) -> None:
    assert [card.name for card in search_groups(teacher, "conseil", limit=1)] == ["Mon conseil"]


@pytest.mark.usefixtures("offer")
def test_whoever_left_the_school_finds_its_groups_no_more(teacher: User) -> None:
    teacher.affiliations.update(until=date(2026, 11, 22))
    names = [card.name for card in search_groups(teacher, "conseil")]
    assert "Conseil pédagogique" not in names


@pytest.mark.usefixtures("offer")
def test_usable_groups_are_those_and_what_was_chosen_before(teacher: User) -> None:
    secret = Group.objects.get(name="Conseil secret")
    usable = {one.name for one in usable_groups(teacher)}
    assert usable == {"Mon conseil", "Conseil pédagogique", "Conseils aux documentalistes"}
    assert secret in usable_groups(teacher, also=[secret.public_id])


@pytest.mark.usefixtures("offer")
def test_open_groups_and_those_on_request_may_be_entered(teacher: User) -> None:
    names = [one.name for one in groups_one_may_join(teacher)]
    assert names == ["Conseil de lecture", "Conseils aux documentalistes"]
    assert [one.name for one in groups_one_may_join(teacher, "bret")] == [
        "Conseils aux documentalistes"
    ]


def test_an_automatic_group_is_never_offered_to_enter(teacher: User, head: User) -> None:
    Group.objects.create(name="CPE", rule="function:1", policy="open", search_name="cpe", size=3)
    assert groups_one_may_join(teacher) == []
    assert search_groups(teacher, "cpe") == []


def test_ones_groups_come_in_one_query(
    teacher: User, head: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mine, other = group(teacher, "Mien"), group(head, "Autre")
    assert list(groups_of(teacher)) == [mine]
    assert (is_member(teacher, mine), is_member(teacher, other)) == (True, False)
    with django_assert_num_queries(1):
        assert group_ids_of(teacher) == [mine.pk]


def names_by_page(of: Group, viewer: User, size: int, *, sees_hidden: bool = False) -> list[str]:
    names, after = [], ""
    while True:
        page = members_page(of, viewer, after=after, size=size, sees_hidden=sees_hidden)
        assert len(page.members) <= size
        names += [row.user.last_name for row in page.members]
        after = page.following
        if not after:
            return names


@pytest.fixture
def choir(teacher: User) -> Group:
    """Léa Martin manages; six others belong."""
    choir = group(teacher, "Chorale")
    singers = [UserFactory.create(last_name=name) for name in ("Zoé", "Abel", "Éloi", "Hue")]
    operations.add_members(choir, [*singers, *people(2)], teacher)
    choir.refresh_from_db()
    return choir


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("sorted_up_to", [0, 1000])
def test_pages_hold_every_member_once(
    choir: Group, teacher: User, size: int, sorted_up_to: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_members, "SORTED_UP_TO", sorted_up_to)
    names = names_by_page(choir, teacher, size)
    assert len(names) == len(set(names)) == 7


def test_small_groups_are_sorted_managers_first(choir: Group, teacher: User) -> None:
    names = names_by_page(choir, teacher, 50)
    assert [name for name in names if "Nom" not in name] == ["Martin", "Abel", "Éloi", "Hue", "Zoé"]


def test_hidden_people_show_to_managers_and_themselves(choir: Group, teacher: User) -> None:
    hidden = User.objects.get(last_name="Hue")
    other = User.objects.get(last_name="Abel")
    Profile.objects.update_or_create(user=hidden, defaults={"hidden": True})

    assert "Hue" not in names_by_page(choir, other, 50)
    assert "Hue" in names_by_page(choir, hidden, 50)
    assert "Hue" in names_by_page(choir, teacher, 50, sees_hidden=True)


def test_a_page_of_a_large_group_costs_two_queries(
    choir: Group,
    teacher: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(group_members, "SORTED_UP_TO", 0)
    first = members_page(choir, teacher, size=2)
    with django_assert_num_queries(2):
        members_page(choir, teacher, after=first.following, size=2)


def test_an_unknown_key_gives_the_first_page(choir: Group, teacher: User) -> None:
    assert members_page(choir, teacher, after="nobody").members[0].user == teacher
