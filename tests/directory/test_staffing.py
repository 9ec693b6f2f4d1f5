"""Taking up and leaving functions, hiding from the directory."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories.directory import academy_called
from trousse.accounts.models import User
from trousse.core.errors import InvalidInput
from trousse.core.models import AuditEntry, Event
from trousse.directory.models import Affiliation, Establishment, Function, PersonKey, Profile
from trousse.directory.operations import Post, affiliate, end_affiliation, hide, show
from trousse.directory.queries import (
    academies_of,
    establishments_of,
    find_people,
    main_establishment,
    search_people,
)


def post(place: Establishment, code: str = "enseignant", **fields: bool) -> Post:
    return Post(place, Function.objects.get(code=code), **fields)


def told() -> list[tuple[str, dict[str, str]]]:
    return list(Event.objects.order_by("pk").values_list("type", "data"))


def written() -> list[str]:
    return list(
        AuditEntry.objects.filter(action__startswith="directory:")
        .order_by("pk")
        .values_list("action", flat=True)
    )


def test_somebody_takes_up_a_function(teacher: User, head: User, college: Establishment) -> None:
    made = affiliate(teacher, post(college, "cpe"), by=head)
    assert (made.since, made.until) == (timezone.localdate(), None)
    codes = {"academy": "14", "establishment": college.uai, "function": "cpe"}
    assert told() == [("user.affiliated", codes)]
    assert written() == ["directory:affiliation:start"]
    assert establishments_of(teacher) == [college]
    assert academies_of(teacher) == [college.academy]


def test_the_same_function_twice_is_one(teacher: User, college: Establishment) -> None:
    first = affiliate(teacher, post(college))
    assert affiliate(teacher, post(college)) == first
    assert Affiliation.objects.count() == 1
    assert len(told()) == 1


def test_a_new_main_place_replaces_the_former_one(
    teacher: User, college: Establishment, far_away: Establishment
) -> None:
    affiliate(teacher, post(college, is_main=True))
    affiliate(teacher, post(far_away, is_main=True))
    assert main_establishment(teacher) == far_away
    assert establishments_of(teacher) == [far_away, college]
    assert [one.slug for one in academies_of(teacher)] == ["lille", "rennes"]
    assert Affiliation.objects.filter(is_main=True).count() == 1


def test_somebody_works_for_a_whole_academy(teacher: User) -> None:
    affiliate(teacher, Post(academy_called("corse"), Function.objects.get(code="ia-ipr")))
    assert establishments_of(teacher) == []
    assert main_establishment(teacher) is None
    assert [one.slug for one in academies_of(teacher)] == ["corse"]


def test_an_end_before_the_start_is_refused(teacher: User, college: Establishment) -> None:
    with pytest.raises(InvalidInput) as refusal:
        affiliate(teacher, post(college), since=date(2026, 9, 2), until=date(2026, 9, 1))
    assert refusal.value.field == "until"
    made = affiliate(teacher, post(college))
    with pytest.raises(InvalidInput):
        end_affiliation(made, last_day=made.since - timedelta(days=1))
    assert len(told()) == 1


def test_a_function_ends_after_its_last_day(
    teacher: User, head: User, college: Establishment
) -> None:
    today = timezone.localdate()
    made = affiliate(teacher, post(college), since=today - timedelta(days=9))
    end_affiliation(made, by=head, last_day=today)
    assert main_establishment(teacher) == college
    end_affiliation(made, by=head, last_day=today - timedelta(days=1))
    end_affiliation(made, by=head)
    assert main_establishment(teacher) is None
    assert [kind for kind, _data in told()] == ["user.affiliated"] + 2 * ["user.affiliation_ended"]
    assert told()[-1][1]["until"] == (today - timedelta(days=1)).isoformat()
    assert set(PersonKey.objects.filter(user=teacher).values_list("academy", flat=True)) == {None}


def test_a_function_that_is_gone_ends_quietly(teacher: User, college: Establishment) -> None:
    made = affiliate(teacher, post(college))
    Affiliation.objects.all().delete()
    end_affiliation(made)
    assert len(told()) == 1


def test_one_hides_and_shows_oneself(teacher: User, outsider: User) -> None:
    hide(teacher, by=teacher)
    hide(teacher, by=teacher)
    assert search_people(outsider, "martin").people == []
    show(teacher, by=teacher)
    show(teacher, by=teacher)
    assert [card.name for card in search_people(outsider, "martin").people] == ["Léa Martin"]
    assert [kind for kind, _data in told()] == ["user.hidden", "user.shown"]
    assert written()[0] == "directory:person:hide"
    assert written()[2:4] == ["directory:person:show", "directory:people:search"]


def test_hiding_reaches_somebody_without_profile(teacher: User, outsider: User) -> None:
    Profile.objects.all().delete()
    hide(teacher, by=teacher)
    assert search_people(outsider, "martin").people == []


def test_people_are_fetched_by_their_ids_in_order(
    teacher: User, head: User, outsider: User
) -> None:
    hide(head, by=head)
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    wanted = [head.public_id, "unknown", teacher.public_id, outsider.public_id, head.public_id]
    assert find_people(wanted) == [head, teacher]
    assert find_people([]) == []
