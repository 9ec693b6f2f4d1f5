"""Rights that end elsewhere close what is open too, whatever carries the news."""

from collections.abc import Callable, Iterator

import pytest

from tests.core.realtime.clients import Site
from tests.core.realtime.conftest import running_server
from tests.sharing.conftest import holder
from trousse.accounts.current import KEYS_COOKIE, Visitor, visitor_with
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import revoke_guest
from trousse.core.models import Event
from trousse.core.realtime import Viewer, authorize_with, registry
from trousse.core.refs import Ref
from trousse.directory.group_operations import delete_group, remove_member
from trousse.directory.models import Group
from trousse.sharing.access import role_on
from trousse.sharing.operations import (
    forget_thing,
    grant_group,
    grant_guest,
    grant_person,
    open_link,
    withdraw,
)
from trousse.sharing.roles import Role


def may_follow(viewer: Viewer, ref: Ref) -> bool:
    return role_on(visitor_with(viewer.user, viewer.cookies), ref) is not None


def ends(ref: Ref) -> int:
    """Count how often open pages of ``ref`` were to be checked again."""
    return Event.objects.filter(subject=str(ref), type="access.changed").count()


def test_a_member_removed_from_a_group_is_checked_on_all_it_was_given(
    booklet: Ref, teacher: User, head: User, team: Group, run_tasks: Callable[..., int]
) -> None:
    other = Ref("booklet", "other")
    grant_group(booklet, team, Role.VIEW, by=teacher)
    grant_group(other, team, Role.VIEW, by=teacher)
    grant_person(Ref("booklet", "third"), head, Role.VIEW, by=teacher)
    remove_member(team, head, teacher)
    run_tasks()
    assert (ends(booklet), ends(other), ends(Ref("booklet", "third"))) == (1, 1, 0)
    assert role_on(Visitor(head), booklet) is None


def test_a_group_that_goes_takes_its_rights_along(booklet: Ref, teacher: User, team: Group) -> None:
    grant_group(booklet, team, Role.VIEW, by=teacher)
    delete_group(team, teacher)
    assert ends(booklet) == 1


def test_an_account_that_goes_is_told_once(booklet: Ref, teacher: User, head: User) -> None:
    grant_person(booklet, head, Role.VIEW, by=teacher)
    head.delete()
    assert ends(booklet) == 1


def test_a_withdrawn_grant_is_told_once(booklet: Ref, teacher: User, head: User) -> None:
    withdraw(grant_person(booklet, head, Role.VIEW, by=teacher), teacher)
    assert ends(booklet) == 1


@pytest.fixture
def site(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(registry, "_types", dict(registry._types))
    authorize_with("booklet", may_follow)
    with running_server() as running:
        yield running


def test_an_open_page_ends_with_its_link(site: Site, booklet: Ref, teacher: User) -> None:
    link = open_link(booklet, Role.VIEW, by=teacher)
    site.cookies[KEYS_COOKIE] = link.token
    with site.page() as page:
        assert "subscribed" in page.follow(str(booklet), after=2)
        withdraw(link.grant, teacher)
        assert page.hear() == {"gone": str(booklet)}


def test_an_open_page_ends_with_its_guest(
    site: Site, booklet: Ref, teacher: User, nadia: tuple[Guest, str]
) -> None:
    grant_guest(booklet, nadia[0], Role.VIEW, by=teacher)
    site.cookies[KEYS_COOKIE] = nadia[1]
    with site.page() as page:
        assert "subscribed" in page.follow(str(booklet), after=2)
        revoke_guest(nadia[0], by=teacher)
        assert page.hear() == {"gone": str(booklet)}


def test_an_open_page_ends_with_its_thing(site: Site, booklet: Ref, teacher: User) -> None:
    link = open_link(booklet, Role.VIEW, by=teacher)
    site.cookies[KEYS_COOKIE] = link.token
    with site.stream(str(booklet), after=2) as messages:
        assert "subscribed" in next(messages)
        forget_thing(booklet)
        assert next(messages)["gone"] == str(booklet)


def test_who_keeps_access_another_way_stays(site: Site, booklet: Ref, teacher: User) -> None:
    first = open_link(booklet, Role.TAKE_PART, by=teacher)
    second = open_link(booklet, Role.VIEW, by=teacher)
    site.cookies[KEYS_COOKIE] = f"{first.token}.{second.token}"
    with site.page() as page:
        assert "subscribed" in page.follow(str(booklet), after=3)
        withdraw(first.grant, teacher)
        assert page.hear()["event"]["type"] == "access.changed"
    assert role_on(holder(second.token), booklet) is Role.VIEW
