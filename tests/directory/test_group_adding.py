"""Adding people to a group with the picker, without script."""

import pytest
from django.test import Client

from tests.factories.groups import group, school, work
from trousse.accounts.demo_data import fill_people
from trousse.accounts.models import User
from trousse.directory import group_adding
from trousse.directory.group_demo import fill_groups
from trousse.directory.group_operations import add_members
from trousse.directory.group_queries import is_member
from trousse.directory.models import Group, Profile

pytestmark = pytest.mark.django_db


def send(client: Client, to: Group, *words: str) -> str:
    url = f"{to.get_absolute_url()}ajouter"
    return client.post(url, {"people": list(words)}, follow=True).content.decode()


def person(user: User) -> str:
    return f"person:{user.public_id}"


def word(of: Group) -> str:
    return f"group:{of.public_id}"


def test_a_new_group_leads_to_adding_people(as_teacher: Client) -> None:
    sent = {"name": "Chorale", "policy": "closed", "key": "k" * 22}
    response = as_teacher.post("/annuaire/groupes/nouveau", sent)
    assert response["Location"] == f"{Group.objects.get().get_absolute_url()}ajouter"
    assert as_teacher.get(response["Location"]).status_code == 200


def test_people_join_once(as_teacher: Client, teacher: User, head: User, outsider: User) -> None:
    made = group(teacher)
    assert "2 personnes rejoignent" in send(as_teacher, made, person(head), person(outsider))
    assert "déjà partie du groupe" in send(as_teacher, made, person(head))
    made.refresh_from_db()
    assert made.size == 3


def test_nobody_chosen_is_said(as_teacher: Client, teacher: User) -> None:
    made = group(teacher)
    assert as_teacher.post(f"{made.get_absolute_url()}ajouter", {}).status_code == 422


def test_the_members_of_ones_other_group_join(
    as_teacher: Client, teacher: User, head: User, outsider: User
) -> None:
    made, other = group(teacher, "Un"), group(head, "Deux", policy="open")
    add_members(other, [teacher, outsider], head)
    other.refresh_from_db()
    Profile.objects.update_or_create(user=outsider, defaults={"hidden": True})

    send(as_teacher, made, word(other))
    assert is_member(head, made)
    assert not is_member(outsider, made)


def test_adding_a_group_does_not_tell_who_is_in_it(
    as_teacher: Client, teacher: User, head: User
) -> None:
    made, other = group(teacher, "Un"), group(head, "Deux", policy="open")
    text = send(as_teacher, made, word(other))
    assert "Vous ne faites pas partie de «\u202fDeux\u202f»" in text
    assert not is_member(head, made)


def test_a_crowd_is_refused(
    as_teacher: Client, teacher: User, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_adding, "MOST_AT_ONCE", 1)
    made, other = group(teacher, "Un"), group(teacher, "Deux")
    add_members(other, [head], teacher)
    assert "5\u202f000 personnes" in send(as_teacher, made, word(other))
    assert not is_member(head, made)


def test_an_address_is_no_member(as_teacher: Client, teacher: User) -> None:
    made = group(teacher)
    send(as_teacher, made, "email:somebody@example.org")
    made.refresh_from_db()
    assert made.size == 1


def test_a_member_adds_nobody(as_head: Client, teacher: User, head: User, outsider: User) -> None:
    made = group(teacher)
    add_members(made, [head], teacher)
    sent = {"people": [person(outsider)]}
    assert as_head.post(f"{made.get_absolute_url()}ajouter", sent).status_code == 403
    assert as_head.get(f"{made.get_absolute_url()}ajouter").status_code == 403
    assert not is_member(outsider, made)


def test_the_demo_has_groups_of_every_kind(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.DEMO", True, raising=False)
    fill_people()
    demo = {user.first_name: user for user in User.objects.all()}
    work(demo["Sophie"], school(), "principal")
    for librarian in (demo["Sami"], demo["Élise"]):
        work(librarian, school(), "professeur-documentaliste")

    fill_groups()
    fill_groups()

    made = {one.name: one for one in Group.objects.filter(rule="")}
    sizes = {name: (one.policy, one.size, one.requests.count()) for name, one in made.items()}
    assert sizes == {
        "Profs documentalistes de Bretagne": ("open", 2, 0),
        "Groupe lecture": ("request", 3, 2),
        "Conseil pédagogique": ("closed", 5, 0),
    }
    assert made["Conseil pédagogique"].establishment == school()
    assert Group.objects.filter(rule="direction:0350001A", size=1).exists()
