"""What the directory gives away about somebody, and what it leaves to others when they go."""

import pytest

from trousse.accounts.models import User
from trousse.accounts.queries import subject_of
from trousse.core.personal_data import Outcome
from trousse.directory.models import Group, Membership
from trousse.directory.personal_data import erase, export, foresee


@pytest.fixture
def team(teacher: User, head: User) -> Group:
    """A group that Léa manages and Sophie belongs to."""
    group = Group.objects.create(name="Équipe", size=2)
    Membership.objects.create(group=group, user=teacher, role=Membership.Role.MANAGER)
    Membership.objects.create(group=group, user=head)
    return group


def test_one_sees_the_groups_one_is_in(team: Group, teacher: User, outsider: User) -> None:
    assert export(subject_of(teacher))["groups"] == [{"group__name": "Équipe", "role": "manager"}]
    assert export(subject_of(outsider)) == {}


def test_the_group_stays_to_the_others(team: Group, teacher: User, head: User) -> None:
    (line,) = foresee(subject_of(teacher))
    assert line.outcome == Outcome.HANDED_OVER
    assert foresee(subject_of(head)) == []
    erase(subject_of(teacher))
    team.refresh_from_db()
    assert team.size == 1
    assert list(team.memberships.values_list("user", "role")) == [(head.pk, "manager")]


def test_a_group_without_anybody_goes(team: Group, teacher: User, head: User) -> None:
    erase(subject_of(head))
    erase(subject_of(teacher))
    assert not Group.objects.filter(pk=team.pk).exists()


def test_erasing_again_changes_nothing(team: Group, teacher: User) -> None:
    erase(subject_of(teacher))
    erase(subject_of(teacher))
    team.refresh_from_db()
    assert team.size == 1
