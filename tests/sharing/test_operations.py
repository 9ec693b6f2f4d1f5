"""Giving, changing and taking back rights."""

from datetime import timedelta

import pytest

from tests.sharing.conftest import MONDAY, holder
from trousse.accounts.current import Visitor
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import adopt_guest, revoke_guest
from trousse.core.errors import Conflict, InvalidInput, NotFound
from trousse.core.models import AuditEntry, Event
from trousse.core.refs import Ref
from trousse.directory.models import Group
from trousse.sharing import things
from trousse.sharing.access import role_on
from trousse.sharing.models import Grant
from trousse.sharing.operations import (
    change_grant,
    forget_thing,
    grant_group,
    grant_guest,
    grant_person,
    leave,
    open_link,
    own_thing,
    withdraw,
    withdraw_origin,
)
from trousse.sharing.queries import guests_with_access, people_with_access, users_with_access
from trousse.sharing.roles import Role

LATER = MONDAY + timedelta(days=7)
MEETING = Ref("activity", "reunion")


def facts(ref: Ref) -> list[str]:
    """Return the types of the facts told about ``ref``, in order."""
    rows = Event.objects.filter(subject=str(ref)).order_by("sequence")
    return list(rows.values_list("type", flat=True))


def test_giving_twice_gives_once(booklet: Ref, teacher: User, head: User) -> None:
    first = grant_person(booklet, head, Role.VIEW, by=teacher)
    assert grant_person(booklet, head, Role.VIEW, by=teacher) == first
    assert facts(booklet) == ["access.granted", "access.granted"]
    assert AuditEntry.objects.filter(action="sharing:grant:give").count() == 2


def test_giving_more_keeps_one_grant(booklet: Ref, teacher: User, head: User) -> None:
    grant_person(booklet, head, Role.VIEW, by=teacher)
    grant_person(booklet, head, Role.EDIT, by=teacher)
    assert Grant.objects.filter(person=head).count() == 1
    assert role_on(Visitor(head), booklet) is Role.EDIT
    assert facts(booklet)[-1] == "access.granted"


@pytest.mark.parametrize(("role", "until"), [(Role.VIEW, None), (Role.EDIT, LATER)])
def test_giving_less_is_told_to_open_pages(
    booklet: Ref, teacher: User, head: User, role: Role, until: object
) -> None:
    grant = grant_person(booklet, head, Role.EDIT, by=teacher)
    change_grant(grant, role, by=teacher, until=until)  # type: ignore[arg-type]  # a date or None
    assert facts(booklet)[-1] == "access.changed"


def test_withdrawing_twice_is_harmless(booklet: Ref, teacher: User, head: User) -> None:
    grant = grant_person(booklet, head, Role.EDIT, by=teacher)
    withdraw(grant, teacher)
    withdraw(grant, teacher)
    assert role_on(Visitor(head), booklet) is None
    assert facts(booklet).count("access.changed") == 1
    with pytest.raises(NotFound):
        change_grant(grant, Role.VIEW, by=teacher, until=None)


def test_somebody_stays_responsible(booklet: Ref, teacher: User, head: User) -> None:
    own = Grant.objects.get(person=teacher)
    with pytest.raises(Conflict):
        withdraw(own, teacher)
    with pytest.raises(Conflict):
        change_grant(own, Role.EDIT, by=teacher, until=None)
    with pytest.raises(Conflict):
        change_grant(own, Role.MANAGE, by=teacher, until=LATER)
    with pytest.raises(Conflict):
        leave(booklet, teacher)
    grant_person(booklet, head, Role.MANAGE, by=teacher)
    leave(booklet, teacher)
    assert role_on(Visitor(teacher), booklet) is None
    with pytest.raises(Conflict):
        leave(booklet, head)


def test_leaving_gives_up_ones_own_grants_only(
    booklet: Ref, teacher: User, head: User, team: Group
) -> None:
    grant_person(booklet, head, Role.EDIT, by=teacher)
    grant_group(booklet, team, Role.VIEW, by=teacher)
    leave(booklet, head)
    leave(booklet, head)
    assert role_on(Visitor(head), booklet) is Role.VIEW


def test_each_origin_gives_and_takes_back_its_own(booklet: Ref, teacher: User, head: User) -> None:
    grant_person(booklet, head, Role.EDIT, by=teacher, origin=MEETING)
    grant_person(booklet, head, Role.VIEW, by=teacher)
    grant_person(Ref("booklet", "other"), head, Role.VIEW, by=teacher, origin=MEETING)
    withdraw_origin(MEETING, ref=booklet)
    assert role_on(Visitor(head), booklet) is Role.VIEW
    assert role_on(Visitor(head), Ref("booklet", "other")) is Role.VIEW
    withdraw_origin(MEETING)
    assert role_on(Visitor(head), Ref("booklet", "other")) is None
    assert facts(Ref("booklet", "other"))[-1] == "access.changed"


def test_a_link_keeps_its_address_until_it_is_closed(booklet: Ref, teacher: User) -> None:
    link = open_link(booklet, Role.TAKE_PART, by=teacher)
    again = open_link(booklet, Role.TAKE_PART, by=teacher, until=LATER)
    assert (again.grant, again.token) == (link.grant, link.token)
    assert again.grant.until == LATER
    withdraw(link.grant, teacher)
    assert role_on(holder(link.token), booklet) is None
    assert open_link(booklet, Role.TAKE_PART, by=teacher).token != link.token


def test_a_link_cannot_change_role(booklet: Ref, teacher: User) -> None:
    link = open_link(booklet, Role.VIEW, by=teacher)
    with pytest.raises(InvalidInput):
        change_grant(link.grant, Role.TAKE_PART, by=teacher, until=None)


def test_no_token_is_stored(booklet: Ref, teacher: User, nadia: tuple[Guest, str]) -> None:
    link = open_link(booklet, Role.VIEW, by=teacher)
    stored = [*Grant.objects.values_list(), *Guest.objects.values_list(), *Event.objects.values()]
    assert link.token not in str(stored)
    assert nadia[1] not in str(stored)


def test_a_thing_that_goes_takes_everything_along(
    booklet: Ref, teacher: User, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[Ref] = []
    monkeypatch.setattr(things, "_on_forget", [forgotten.append])
    grant_person(booklet, head, Role.VIEW, by=teacher)
    other = Ref("booklet", "other")
    own_thing(other, teacher)
    forget_thing(booklet)
    forget_thing(booklet)
    assert forgotten == [booklet, booklet]
    assert list(Grant.objects.values_list("ref", flat=True)) == [str(other)]
    assert facts(booklet)[-1] == "access.changed"


def test_the_account_takes_over_what_the_guest_had(
    booklet: Ref, teacher: User, head: User, nadia: tuple[Guest, str]
) -> None:
    guest, token = nadia
    other = Ref("booklet", "other")
    grant_guest(booklet, guest, Role.TAKE_PART, by=teacher)
    grant_guest(other, guest, Role.EDIT, by=teacher, until=LATER, origin=MEETING)
    grant_person(booklet, head, Role.VIEW, by=teacher)
    adopt_guest(guest, head)
    adopt_guest(guest, head)
    mine = Grant.objects.filter(person=head).order_by("ref")
    assert list(mine.values_list("ref", "role", "until", "origin")) == [
        (str(booklet), Role.TAKE_PART, None, ""),
        (str(other), Role.EDIT, LATER, str(MEETING)),
    ]
    assert role_on(holder(token), booklet) is None
    assert not Grant.objects.filter(guest=guest).exists()
    guest.refresh_from_db()
    assert guest.user == head
    assert facts(guest.ref) == ["guest.adopted"]


def test_adoption_never_lowers_a_role(
    booklet: Ref, teacher: User, head: User, nadia: tuple[Guest, str]
) -> None:
    grant_guest(booklet, nadia[0], Role.VIEW, by=teacher)
    grant_person(booklet, head, Role.EDIT, by=teacher)
    adopt_guest(nadia[0], head)
    assert role_on(Visitor(head), booklet) is Role.EDIT


def test_revoking_a_guest_tells_open_pages(
    booklet: Ref, teacher: User, nadia: tuple[Guest, str]
) -> None:
    grant_guest(booklet, nadia[0], Role.VIEW, by=teacher)
    revoke_guest(nadia[0], by=teacher)
    assert facts(booklet)[-1] == "access.changed"
    assert not Grant.objects.filter(guest=nadia[0]).exists()


def test_it_says_who_has_access_and_why(
    booklet: Ref, teacher: User, head: User, team: Group, nadia: tuple[Guest, str]
) -> None:
    grant_group(booklet, team, Role.VIEW, by=teacher)
    grant_guest(booklet, nadia[0], Role.TAKE_PART, by=teacher)
    grant_person(booklet, head, Role.EDIT, by=teacher, origin=MEETING)
    lines = [(line.name, line.role, line.origin) for line in people_with_access(booklet)]
    assert lines == [
        ("Léa Martin", Role.MANAGE, "own"),
        ("Sophie Lefèvre", Role.EDIT, str(MEETING)),
        ("Nadia", Role.TAKE_PART, ""),
        ("Équipe pédagogique de 2de 4", Role.VIEW, ""),
    ]
    assert [guest.name for guest in guests_with_access(booklet)] == ["Nadia"]
    assert guests_with_access(booklet, Role.EDIT) == []


def test_it_counts_everybody_once(booklet: Ref, teacher: User, head: User, team: Group) -> None:
    grant_group(booklet, team, Role.VIEW, by=teacher)
    grant_person(booklet, head, Role.TAKE_PART, by=teacher)
    everybody = users_with_access(booklet).order_by("pk")
    assert list(everybody) == sorted([teacher, head], key=lambda user: user.pk)
    assert list(users_with_access(booklet, Role.MANAGE)) == [teacher]
