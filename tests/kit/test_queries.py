"""What waits, what was opened, what takes place: each only for those who may see it."""

from datetime import timedelta

import pytest
import time_machine

from tests.kit.conftest import MONDAY, Leaflet, Shelf
from trousse.accounts.current import Visitor, hash_token
from trousse.accounts.models import User
from trousse.core.clock import now
from trousse.core.personal_data import DataSubject
from trousse.core.refs import Ref
from trousse.kit import personal_data
from trousse.kit.keeping import OPENINGS_KEPT, forget_old_openings
from trousse.kit.models import ResourcePerson
from trousse.kit.queries import days_of, recents_of, todo_of
from trousse.kit.resources import record_opening
from trousse.sharing.models import TakeDown
from trousse.sharing.operations import grant_person, grant_signed_in, open_link, withdraw
from trousse.sharing.roles import Role


def todo_titles(user: User) -> list[str]:
    return [line.thing.title for line in todo_of(user)]


def recent_titles(visitor: User | Visitor) -> list[str]:
    return [line.thing.title for line in recents_of(visitor)]


def test_what_is_expected_comes_the_most_urgent_first(leaflet: Leaflet, outsider: User) -> None:
    for title, due in [("Later", 9), ("Soon", 2), ("Some day", None)]:
        due_at = MONDAY + timedelta(days=due) if due else None
        grant_person(leaflet(title, asks=True, due_at=due_at), outsider, Role.TAKE_PART, by=None)
    found = todo_of(outsider)
    assert [line.thing.title for line in found] == ["Soon", "Later", "Some day"]
    assert (found[0].verb, found[0].due_at) == ("Sign", MONDAY + timedelta(days=2))


def test_nothing_is_expected_of_who_may_only_see(leaflet: Leaflet, outsider: User) -> None:
    grant_person(leaflet("Été", asks=True), outsider, Role.VIEW, by=None)
    assert todo_titles(outsider) == []


def test_nothing_is_expected_of_strangers(leaflet: Leaflet, outsider: User) -> None:
    grant_signed_in(leaflet("Été", asks=True), Role.TAKE_PART, by=None)
    assert todo_titles(outsider) == []


def test_nothing_is_expected_once_it_is_over(
    leaflet: Leaflet, outsider: User, clock: time_machine.Traveller
) -> None:
    end = MONDAY + timedelta(days=1)
    grant_person(leaflet("Été", asks=True, expected_until=end), outsider, Role.TAKE_PART, by=None)
    assert todo_titles(outsider) == ["Été"]
    clock.move_to(end)
    assert todo_titles(outsider) == []


def test_what_is_done_is_no_longer_expected(leaflet: Leaflet, outsider: User, shelf: Shelf) -> None:
    refs = [leaflet(title, asks=True) for title in ("Été", "Hiver")]
    for ref in refs:
        grant_person(ref, outsider, Role.TAKE_PART, by=None)
    shelf.settled[outsider.pk] = {refs[0]}
    assert todo_titles(outsider) == ["Hiver"]


def test_what_waits_is_found_behind_much_that_is_done(
    leaflet: Leaflet, outsider: User, shelf: Shelf
) -> None:
    refs = [leaflet(f"Été {number}", asks=True) for number in range(70)]
    for ref in refs:
        grant_person(ref, outsider, Role.TAKE_PART, by=None)
    shelf.settled[outsider.pk] = set(refs[1:])
    assert todo_titles(outsider) == ["Été 0"]


def test_what_one_made_or_opened_comes_back_the_last_first(
    leaflet: Leaflet, teacher: User, clock: time_machine.Traveller
) -> None:
    first, _second = (leaflet(title, teacher) for title in ("Été", "Hiver"))
    assert recent_titles(teacher) == ["Hiver", "Été"]
    clock.shift(60)
    record_opening(teacher, first)
    assert recent_titles(teacher) == ["Été", "Hiver"]
    assert recents_of(teacher)[0].opened_at == now()


def test_opening_again_at_once_writes_nothing(
    leaflet: Leaflet, teacher: User, django_assert_num_queries: object
) -> None:
    ref = leaflet("Été", teacher)
    record_opening(teacher, ref)
    with django_assert_num_queries(0):  # type: ignore[operator]
        record_opening(teacher, ref)


def test_opening_what_is_not_indexed_keeps_nothing(teacher: User) -> None:
    record_opening(teacher, Ref("leaflet", "x" * 22))
    assert not ResourcePerson.objects.exists()


def test_what_is_no_longer_shared_does_not_come_back(leaflet: Leaflet, outsider: User) -> None:
    ref = leaflet("Été")
    grant = grant_person(ref, outsider, Role.VIEW, by=None)
    record_opening(outsider, ref)
    assert recent_titles(outsider) == ["Été"]
    withdraw(grant, None)
    assert recent_titles(outsider) == []


def test_what_the_browser_has_a_link_to_comes_back(leaflet: Leaflet, outsider: User) -> None:
    ref = leaflet("Été")
    token = open_link(ref, Role.VIEW, by=None).token
    record_opening(outsider, ref)
    assert recent_titles(outsider) == []
    assert recent_titles(Visitor(outsider, frozenset({hash_token(token)}))) == ["Été"]


def test_what_was_taken_down_is_nowhere(leaflet: Leaflet, teacher: User) -> None:
    ref = leaflet("Été", teacher, starts_at=MONDAY, ends_at=MONDAY)
    TakeDown.objects.create(ref=str(ref), reason="spam")
    assert recent_titles(teacher) == []
    assert days_of(teacher, MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("start", "end", "is_there"), [(0, 2, True), (2, 3, False), (-1, 0, False), (1, 2, True)]
)
def test_what_takes_place_within_the_days(
    leaflet: Leaflet, teacher: User, start: int, end: int, is_there: bool
) -> None:
    leaflet("Été", teacher, starts_at=MONDAY, ends_at=MONDAY + timedelta(days=2))
    found = days_of(teacher, MONDAY + timedelta(days=start), MONDAY + timedelta(days=end))
    assert [line.thing.title for line in found] == (["Été"] if is_there else [])


def test_what_others_have_on_a_day_is_not_told(
    leaflet: Leaflet, teacher: User, outsider: User
) -> None:
    leaflet("Été", teacher, starts_at=MONDAY, ends_at=MONDAY + timedelta(days=2))
    assert days_of(outsider, MONDAY, MONDAY + timedelta(days=1)) == []


def test_openings_are_forgotten_in_time(
    leaflet: Leaflet, teacher: User, clock: time_machine.Traveller
) -> None:
    record_opening(teacher, leaflet("Été", teacher))
    clock.shift(OPENINGS_KEPT)
    forget_old_openings()
    assert ResourcePerson.objects.exists()
    clock.shift(1)
    forget_old_openings()
    assert not ResourcePerson.objects.exists()


def test_people_get_what_they_opened_and_can_have_it_erased(
    leaflet: Leaflet, teacher: User
) -> None:
    record_opening(teacher, leaflet("Été", teacher))
    subject = DataSubject(user=teacher, guests=(), emails=frozenset({teacher.email}))
    assert personal_data.export(subject) == {"opened": [{"title": "Été", "opened": MONDAY}]}
    personal_data.erase(subject)
    assert personal_data.export(subject) == {}
