"""What somebody may do on a thing, whoever they are and however they came to it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from tests.sharing.conftest import MONDAY, holder
from trousse.accounts.current import Visitor
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import revoke_guest
from trousse.core.errors import InvalidInput, NotAllowed, NotFound
from trousse.core.refs import Ref
from trousse.directory.models import Affiliation, Establishment, Group
from trousse.sharing.access import refs_shared_with, require_role, role_on, roles_on
from trousse.sharing.operations import (
    grant_establishment,
    grant_group,
    grant_guest,
    grant_person,
    grant_signed_in,
    open_link,
    own_thing,
)
from trousse.sharing.roles import Role

SOON = MONDAY + timedelta(hours=1)


def test_whoever_made_a_thing_is_responsible_for_it(booklet: Ref, teacher: User) -> None:
    assert role_on(Visitor(teacher), booklet) is Role.MANAGE


def test_nobody_else_sees_it(booklet: Ref, outsider: User) -> None:
    assert role_on(Visitor(outsider), booklet) is None
    assert role_on(Visitor(), booklet) is None


def test_a_missing_thing_looks_like_a_hidden_one(booklet: Ref, outsider: User) -> None:
    for ref in (booklet, Ref("booklet", "missing")):
        with pytest.raises(NotFound):
            require_role(Visitor(outsider), ref, Role.VIEW)


def test_seeing_is_not_changing(booklet: Ref, teacher: User, head: User) -> None:
    grant_person(booklet, head, Role.TAKE_PART, by=teacher)
    assert require_role(Visitor(head), booklet, Role.TAKE_PART) is Role.TAKE_PART
    with pytest.raises(NotAllowed):
        require_role(Visitor(head), booklet, Role.EDIT)


def test_the_best_of_several_grants_counts(
    booklet: Ref, teacher: User, head: User, team: Group
) -> None:
    grant_person(booklet, head, Role.VIEW, by=teacher)
    grant_group(booklet, team, Role.EDIT, by=teacher)
    grant_signed_in(booklet, Role.TAKE_PART, by=teacher)
    assert role_on(Visitor(head), booklet) is Role.EDIT


def test_a_group_lets_its_members_in_only(
    booklet: Ref, teacher: User, head: User, outsider: User, team: Group
) -> None:
    grant_group(booklet, team, Role.TAKE_PART, by=teacher)
    assert role_on(Visitor(head), booklet) is Role.TAKE_PART
    assert role_on(Visitor(outsider), booklet) is None
    team.memberships.all().delete()
    assert role_on(Visitor(head), booklet) is None


@pytest.fixture
def shared_with_school(booklet: Ref, teacher: User, school: Establishment) -> Ref:
    grant_establishment(booklet, school, Role.VIEW, by=teacher)
    return booklet


@pytest.mark.parametrize(
    ("since", "until", "role"),
    [
        (date(2026, 9, 1), None, Role.VIEW),
        (date(2026, 9, 1), date(2026, 11, 23), Role.VIEW),
        (date(2026, 9, 1), date(2026, 11, 22), None),
        (date(2026, 11, 24), None, None),
    ],
)
def test_an_establishment_lets_in_those_who_work_there_today(
    shared_with_school: Ref,
    head: User,
    post: Callable[..., Affiliation],
    since: date,
    until: date | None,
    role: Role | None,
) -> None:
    post(head, since, until)
    assert role_on(Visitor(head), shared_with_school) is role


def test_everybody_signed_in_means_no_guest(
    booklet: Ref, teacher: User, outsider: User, nadia: tuple[Guest, str]
) -> None:
    grant_signed_in(booklet, Role.TAKE_PART, by=teacher)
    assert role_on(Visitor(outsider), booklet) is Role.TAKE_PART
    assert role_on(holder(nadia[1]), booklet) is None


def test_a_link_opens_its_thing_only(booklet: Ref, teacher: User) -> None:
    other = Ref("booklet", "other")
    own_thing(other, teacher)
    link = open_link(booklet, Role.TAKE_PART, by=teacher)
    assert role_on(holder(link.token), booklet) is Role.TAKE_PART
    assert role_on(holder(link.token), other) is None
    assert role_on(holder(link.token + "x"), booklet) is None


def test_a_stored_hash_is_no_key(booklet: Ref, teacher: User) -> None:
    link = open_link(booklet, Role.VIEW, by=teacher)
    assert role_on(holder(link.grant.token_hash), booklet) is None


def test_a_personal_link_opens_what_its_guest_was_given(
    booklet: Ref, teacher: User, nadia: tuple[Guest, str]
) -> None:
    guest, token = nadia
    grant_guest(booklet, guest, Role.TAKE_PART, by=teacher)
    assert role_on(holder(token), booklet) is Role.TAKE_PART
    revoke_guest(guest, by=teacher)
    assert role_on(holder(token), booklet) is None


def test_an_expired_guest_is_a_stranger(
    booklet: Ref, teacher: User, nadia: tuple[Guest, str], clock: time_machine.Traveller
) -> None:
    guest, token = nadia
    grant_guest(booklet, guest, Role.VIEW, by=teacher)
    clock.move_to(guest.expires_at)
    assert role_on(holder(token), booklet) is None


def test_an_account_and_a_key_add_up(booklet: Ref, teacher: User, head: User) -> None:
    grant_person(booklet, head, Role.VIEW, by=teacher)
    link = open_link(booklet, Role.EDIT, by=teacher)
    assert role_on(holder(link.token, user=head), booklet) is Role.EDIT


def test_a_right_ends_when_it_was_said_to(
    booklet: Ref, teacher: User, head: User, team: Group, clock: time_machine.Traveller
) -> None:
    grant_person(booklet, head, Role.EDIT, by=teacher, until=SOON)
    grant_group(booklet, team, Role.VIEW, by=teacher, until=SOON)
    link = open_link(booklet, Role.VIEW, by=teacher, until=SOON)
    assert role_on(Visitor(head), booklet) is Role.EDIT
    clock.move_to(SOON)
    assert role_on(holder(link.token, user=head), booklet) is None


@pytest.mark.parametrize("give", [grant_signed_in, open_link])
def test_responsibility_is_given_to_people_only(
    booklet: Ref, teacher: User, give: Callable[..., object]
) -> None:
    with pytest.raises(InvalidInput):
        give(booklet, Role.MANAGE, by=teacher)


def test_it_asks_one_question_in_the_usual_case(
    booklet: Ref, teacher: User, team: Group, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    grant_group(booklet, team, Role.EDIT, by=teacher)
    link = open_link(booklet, Role.EDIT, by=teacher)
    with django_assert_num_queries(1):
        role_on(Visitor(teacher), booklet)
    with django_assert_num_queries(1):
        role_on(holder(link.token), booklet)


def test_it_asks_about_groups_only_when_they_may_give_more(
    booklet: Ref,
    teacher: User,
    head: User,
    team: Group,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    grant_group(booklet, team, Role.VIEW, by=teacher)
    with django_assert_num_queries(2):
        assert role_on(Visitor(head), booklet) is Role.VIEW
    grant_person(booklet, head, Role.TAKE_PART, by=teacher)
    with django_assert_num_queries(1):
        assert role_on(Visitor(head), booklet) is Role.TAKE_PART


def test_a_stranger_without_key_costs_nothing(
    booklet: Ref, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert role_on(Visitor(), booklet) is None


def test_a_list_of_things_costs_as_much_as_one(
    teacher: User,
    head: User,
    team: Group,
    school: Establishment,
    post: Callable[..., Affiliation],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    refs = [Ref("booklet", f"b{number}") for number in range(20)]
    for ref in refs:
        own_thing(ref, teacher)
    for ref in refs[:5]:
        grant_group(ref, team, Role.VIEW, by=teacher)
    for ref in refs[3:8]:
        grant_establishment(ref, school, Role.EDIT, by=teacher)
    grant_person(refs[9], head, Role.MANAGE, by=teacher)
    post(head, date(2026, 9, 1))
    with django_assert_num_queries(3):
        found = roles_on(Visitor(head), refs)
    views = dict.fromkeys(refs[:3], Role.VIEW)
    assert found == {**views, **dict.fromkeys(refs[3:8], Role.EDIT), refs[9]: Role.MANAGE}


def test_it_lists_what_is_shared_with_somebody(
    booklet: Ref,
    teacher: User,
    head: User,
    team: Group,
    school: Establishment,
    post: Callable[..., Affiliation],
) -> None:
    by_group, by_school, by_name, open_to_all = (
        Ref("booklet", word) for word in ("group", "school", "name", "all")
    )
    grant_group(by_group, team, Role.VIEW, by=teacher)
    grant_establishment(by_school, school, Role.EDIT, by=teacher)
    grant_person(by_name, head, Role.TAKE_PART, by=teacher)
    grant_person(Ref("leaflet", "other"), head, Role.VIEW, by=teacher)
    grant_signed_in(open_to_all, Role.VIEW, by=teacher)
    post(head, date(2026, 9, 1))
    assert set(refs_shared_with(head, "booklet")) == {"group", "school", "name"}
    assert set(refs_shared_with(head, "booklet", at_least=Role.TAKE_PART)) == {"school", "name"}
    assert set(refs_shared_with(teacher, "booklet")) == {booklet.id}
