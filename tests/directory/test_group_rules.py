"""Automatic groups follow the directory: who is in, when, under which name."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from tests.factories.groups import academy, group, people, school, work
from trousse.accounts.models import User
from trousse.core.models import AuditEntry, Event
from trousse.directory.group_following import rebuild_groups
from trousse.directory.group_operations import add_members
from trousse.directory.group_refreshing import rebuild_academy, recount_groups, refresh_group
from trousse.directory.models import (
    Affiliation,
    Discipline,
    Group,
    Membership,
    SchoolClass,
    Teaching,
)

pytestmark = pytest.mark.django_db
UAI = "0350001A"
Run = Callable[..., int]


def members(rule: str) -> set[str]:
    rows = Membership.objects.filter(group__rule=rule)
    return set(rows.values_list("user__first_name", flat=True))


def maths() -> Discipline:
    return Discipline.objects.get_or_create(code="maths", defaults={"label": "Mathématiques"})[0]


@pytest.fixture
def second_4() -> SchoolClass:
    return SchoolClass.objects.create(establishment=school(), name="2de 4", year=2026)


@pytest.fixture
def staff(teacher: User, head: User, outsider: User, second_4: SchoolClass) -> None:
    """Léa teaches maths to 2de 4, Sophie directs, Marc is CPE; all in one school."""
    work(teacher, school(), discipline=maths())
    work(head, school(), "principal")
    work(outsider, school(), "cpe")
    Teaching.objects.create(user=teacher, school_class=second_4)


@pytest.mark.usefixtures("staff")
def test_a_rebuild_makes_every_group_of_the_academie(second_4: SchoolClass) -> None:
    rebuild_academy("rennes")

    found = {one.rule: (one.name, members(one.rule), one.size) for one in Group.objects.all()}
    place = "Collège Simone-Veil, Rennes"
    everybody = {"Léa", "Sophie", "Marc"}
    titles = {name.partition(" – ")[0]: (who, size) for name, who, size in found.values()}
    assert found[f"staff:{UAI}"] == (f"Personnels – {place}", everybody, 3)
    assert found[f"teachers:{UAI}"] == (f"Enseignants – {place}", {"Léa"}, 1)
    assert found[f"school_life:{UAI}"] == (f"Vie scolaire – {place}", {"Marc"}, 1)
    assert found[f"direction:{UAI}"] == (f"Direction – {place}", {"Sophie"}, 1)
    assert found[f"discipline:{UAI}:maths"] == (f"Mathématiques – {place}", {"Léa"}, 1)
    team = f"Équipe pédagogique de 2de 4 – {place}"
    assert found[f"class_team:{second_4.pk}"] == (team, {"Léa"}, 1)
    assert titles["CPE"] == ({"Marc"}, 1)
    assert titles.keys() >= {"Enseignants", "Principaux de collège"}


@pytest.mark.usefixtures("staff")
def test_one_group_is_refreshed_as_a_rebuild_would() -> None:
    rebuild_academy("rennes")
    everything = {one.rule: members(one.rule) for one in Group.objects.all()}
    Group.objects.all().delete()
    for rule in everything:
        refresh_group(rule)
    assert {one.rule: members(one.rule) for one in Group.objects.all()} == everything


@pytest.mark.usefixtures("staff")
def test_a_second_rebuild_writes_nothing() -> None:
    rebuild_academy("rennes")
    before = (Event.objects.count(), AuditEntry.objects.count())
    rebuild_academy("rennes")
    assert (Event.objects.count(), AuditEntry.objects.count()) == before


@pytest.mark.usefixtures("staff")
def test_a_rebuild_reads_few_rows_at_a_time(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    rebuild_academy("rennes")
    with django_assert_max_num_queries(10):
        rebuild_academy("rennes")


def test_only_those_who_are_there_today_belong(teacher: User, head: User, outsider: User) -> None:
    work(teacher, school(), until=date(2026, 11, 22))
    work(head, school(), since=date(2026, 11, 24))
    work(outsider, school(), until=date(2026, 11, 23))
    refresh_group(f"staff:{UAI}")
    assert members(f"staff:{UAI}") == {"Marc"}


def test_a_closed_account_belongs_nowhere(teacher: User, head: User, run_tasks: Run) -> None:
    work(teacher, school())
    work(head, school())
    refresh_group(f"staff:{UAI}")
    teacher.is_active = False
    teacher.save(update_fields=["is_active"])
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=UTC), tick=False):
        run_tasks()
    assert members(f"staff:{UAI}") == {"Sophie"}


def test_who_left_the_school_leaves_its_teams(teacher: User, second_4: SchoolClass) -> None:
    post = work(teacher, school())
    Teaching.objects.create(user=teacher, school_class=second_4)
    rule = f"class_team:{second_4.pk}"
    refresh_group(rule)
    assert members(rule) == {"Léa"}

    Affiliation.objects.filter(pk=post.pk).update(until=date(2026, 11, 22))
    refresh_group(rule)
    assert members(rule) == set()
    assert Group.objects.get(rule=rule).size == 0
    assert Event.objects.filter(type="group.member_removed").count() == 1


def test_a_team_of_another_year_says_so(teacher: User, second_4: SchoolClass) -> None:
    work(teacher, school())
    Teaching.objects.create(user=teacher, school_class=second_4)
    with time_machine.travel(datetime(2027, 8, 2, tzinfo=UTC), tick=False):
        made = refresh_group(f"class_team:{second_4.pk}")
    assert made is not None
    assert "2de 4 (2026-2027)" in made.name


def test_a_group_follows_the_name_of_its_school(teacher: User) -> None:
    work(teacher, school())
    refresh_group(f"staff:{UAI}")
    place = school()
    place.name = "Collège Louise-Michel"
    place.save()

    refresh_group(f"staff:{UAI}")
    assert (
        Group.objects.get(rule=f"staff:{UAI}").name == "Personnels – Collège Louise-Michel, Rennes"
    )
    assert Group.objects.get(rule=f"staff:{UAI}").search_name.startswith(
        "personnels college louise"
    )


def test_a_group_goes_with_its_class(teacher: User, second_4: SchoolClass) -> None:
    work(teacher, school())
    Teaching.objects.create(user=teacher, school_class=second_4)
    rule = f"class_team:{second_4.pk}"
    refresh_group(rule)
    second_4.delete()
    assert refresh_group(rule) is None
    assert not Group.objects.filter(rule=rule).exists()


@pytest.mark.parametrize("rule", ["staff:nowhere", "function:lyon:cpe", "class_team:7"])
def test_no_group_is_made_of_nobody(rule: str) -> None:
    assert refresh_group(rule) is None
    assert not Group.objects.exists()


@pytest.mark.parametrize("rule", ["", "secret", "class_team:x"])
def test_an_unknown_rule_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        refresh_group(rule)


def test_a_new_post_is_followed_within_a_minute(
    teacher: User, second_4: SchoolClass, run_tasks: Run, clock: time_machine.Traveller
) -> None:
    post = work(teacher, school(), "cpe")
    Teaching.objects.create(user=teacher, school_class=second_4)
    run_tasks()
    assert not Group.objects.exists()
    clock.shift(timedelta(seconds=40))
    run_tasks()
    assert members(f"school_life:{UAI}") == {"Léa"}
    assert members(f"class_team:{second_4.pk}") == {"Léa"}

    post.establishment = school("0350002B", name="Collège Anne-Frank")
    post.save()
    clock.shift(timedelta(seconds=40))
    run_tasks()
    assert members(f"school_life:{UAI}") == set()
    assert members("school_life:0350002B") == {"Léa"}
    assert members(f"class_team:{second_4.pk}") == set()

    post.delete()
    clock.shift(timedelta(seconds=40))
    run_tasks()
    assert members("school_life:0350002B") == set()
    assert members("function:rennes:cpe") == set()


def test_many_changes_at_once_make_one_refresh(
    run_tasks: Run, clock: time_machine.Traveller
) -> None:
    for person in people(4):
        work(person, school())
    clock.shift(timedelta(seconds=40))
    assert run_tasks() == 3
    assert len(members(f"teachers:{UAI}")) == 4


def test_the_daily_work_follows_time(
    teacher: User, run_tasks: Run, clock: time_machine.Traveller
) -> None:
    work(teacher, school(), until=date(2026, 11, 23))
    work(teacher, academy("lyon"), "formateur", since=date(2026, 11, 24))
    rebuild_groups()
    rebuild_groups()
    run_tasks()
    assert members(f"staff:{UAI}") == {"Léa"}
    clock.shift(timedelta(days=1))
    rebuild_groups()
    run_tasks()
    assert members(f"staff:{UAI}") == set()
    assert members("function:lyon:formateur") == {"Léa"}


def test_counters_that_an_account_left_wrong_are_mended(teacher: User, outsider: User) -> None:
    mine, other = group(teacher, "Un"), group(teacher, "Deux")
    add_members(mine, [outsider], teacher)
    outsider.delete()
    assert recount_groups() == 1
    assert list(Group.objects.order_by("pk").values_list("size", flat=True)) == [1, 1]
    assert recount_groups() == 0
    assert other.memberships.count() == 1
