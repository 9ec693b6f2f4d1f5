"""The picker as a plain form: search, add, remove, send, without a script and without loss."""

import pytest
from django.test import Client

from tests.directory.picker_elements import Elements, chosen, proposed
from tests.factories.directory import EstablishmentFactory, affiliated
from tests.factories.groups import group
from tests.factories.people import UserFactory
from trousse.accounts.models import User
from trousse.directory.group_changes import insert_members
from trousse.directory.models import Group, Profile

pytestmark = pytest.mark.urls("tests.directory.picker_page")
PAGE = "/inviter/"


def person(user: User) -> str:
    return f"person:{user.public_id}"


@pytest.fixture
def claire(db: None) -> User:
    return UserFactory.create(first_name="Claire", last_name="Moreau", email="claire@example.org")


@pytest.fixture
def team(teacher: User, head: User) -> Group:
    made = group(teacher, "Équipe de 5e B")
    insert_members(made, [head.pk], actor=teacher)
    return made


def send(client: Client, **fields: str | list[str]) -> tuple[int, str]:
    data = {"title": "Conseil", "people-text": "", "witness-text": "", **fields}
    answer = client.post(PAGE, data)
    return answer.status_code, answer.content.decode()


def test_a_page_starts_with_nobody_and_no_complaint(as_teacher: Client) -> None:
    page = as_teacher.get(PAGE).content.decode()
    assert chosen(page, "people") == []
    assert "fr-error-text" not in page
    assert 'src="/static/picker.js" type="module"' in page
    assert "/static/picker.css" in page


def test_searching_keeps_what_was_typed_and_blames_nobody(as_teacher: Client, claire: User) -> None:
    status, page = send(as_teacher, title="", **{"people-text": "mor", "people-search": "1"})
    assert status == 200
    assert proposed(page, "people") == [person(claire)]
    assert "1 proposition" in page
    assert "fr-error-text" not in page
    status, page = send(as_teacher, **{"people-text": "mor", "people-search": "1"})
    assert Elements(page).one("input", name="title")["value"] == "Conseil"
    assert Elements(page).one("input", name="people-text")["value"] == "mor"
    assert "autofocus" in Elements(page).one("input", name="people-text")


def test_a_name_with_a_typo_is_found_and_said(as_teacher: Client, claire: User) -> None:
    _status, page = send(as_teacher, **{"people-text": "morreau", "people-search": "1"})
    assert proposed(page, "people") == [person(claire)]
    assert "moreau" in page


def test_homonyms_are_told_apart_by_what_they_do_and_where(as_teacher: Client) -> None:
    for name, function in (("Collège Simone-Veil", "enseignant"), ("Lycée Aimé-Césaire", "cpe")):
        twin = UserFactory.create(
            first_name="Paul", last_name="Durand", email=f"{function}@example.org"
        )
        affiliated(twin, EstablishmentFactory.create(name=name), function)
    _status, page = send(as_teacher, **{"people-text": "durand", "people-search": "1"})
    assert page.count("Paul Durand") >= 2
    assert "Collège Simone-Veil" in page
    assert "Lycée Aimé-Césaire" in page


def test_adding_empties_the_box_and_keeps_the_others(
    as_teacher: Client, claire: User, head: User
) -> None:
    fields = {"people": person(head), "people-text": "mor", "people-add": person(claire)}
    status, page = send(as_teacher, **fields)
    assert status == 200
    assert chosen(page, "people") == [person(head), person(claire)]
    assert Elements(page).one("input", name="people-text")["value"] == ""


def test_removing_takes_one_and_keeps_the_others(
    as_teacher: Client, claire: User, head: User
) -> None:
    fields = {"people": [person(head), person(claire)], "people-remove": person(head)}
    _status, page = send(as_teacher, **fields)
    assert chosen(page, "people") == [person(claire)]


def test_two_pickers_of_a_form_do_not_mix(as_teacher: Client, claire: User, head: User) -> None:
    fields = {"people": person(head), "witness-add": person(claire)}
    _status, page = send(as_teacher, **fields)
    assert chosen(page, "people") == [person(head)]
    assert chosen(page, "witness") == [person(claire)]


def test_sending_gives_people_groups_and_addresses(
    as_teacher: Client, claire: User, team: Group
) -> None:
    words = [person(claire), f"group:{team.public_id}", "email:nadia@parents.example"]
    status, page = send(as_teacher, people=words)
    assert (status, page) == (
        200,
        "saved + Conseil + Claire Moreau + Équipe de 5e B + nadia@parents.example",
    )


def test_a_group_says_its_size(as_teacher: Client, team: Group) -> None:
    _status, page = send(as_teacher, **{"people-text": "equipe", "people-search": "1"})
    assert proposed(page, "people") == [f"group:{team.public_id}"]
    assert "Groupe de 2 personnes" in page


def test_enter_in_the_box_searches_and_elsewhere_sends(as_teacher: Client, claire: User) -> None:
    _status, page = send(as_teacher, **{"people-enter": "1", "people-text": "mor"})
    assert proposed(page, "people") == [person(claire)]
    fields = {"people": person(claire), "people-enter": "1"}
    assert send(as_teacher, **fields)[1].startswith("saved")


def test_a_name_left_in_the_box_is_refused_with_its_suggestions(
    as_teacher: Client, claire: User, head: User
) -> None:
    status, page = send(as_teacher, people=person(head), **{"people-text": "mor"})
    assert status == 422
    assert "«\u202fmor\u202f» n’est pas encore choisi" in page
    assert proposed(page, "people") == [person(claire)]
    assert chosen(page, "people") == [person(head)]
    box = Elements(page).one("input", name="people-text")
    assert box["aria-invalid"] == "true"
    described = str(box["aria-describedby"]).split()
    assert set(described) <= Elements(page).ids
    assert f'href="#{box["id"]}"' in page


def test_nobody_chosen_is_refused(as_teacher: Client) -> None:
    status, page = send(as_teacher)
    assert status == 422
    assert "Choisissez au moins une personne." in page


def test_too_many_are_refused_and_kept(as_teacher: Client) -> None:
    words = [f"email:guest{number}@example.com" for number in range(5)]
    status, page = send(as_teacher, people=words)
    assert status == 422
    assert "Choisissez-en au plus 4." in page
    assert chosen(page, "people") == words


@pytest.mark.parametrize(
    "word", ["person:unknown", "group:unknown", "nothing", "person:", "robot:x", ""]
)
def test_an_unknown_choice_is_refused_and_the_rest_kept(
    as_teacher: Client, head: User, word: str
) -> None:
    status, page = send(as_teacher, people=[person(head), word])
    assert status == 422
    assert "Retirez-le pour continuer." in page
    assert chosen(page, "people") == [person(head), word]


def test_somebody_hidden_cannot_be_chosen_by_a_forged_form(
    as_teacher: Client, claire: User
) -> None:
    Profile.objects.update_or_create(user=claire, defaults={"hidden": True})
    status, page = send(as_teacher, people=person(claire))
    assert status == 422
    assert "Moreau" not in page


def test_somebody_who_left_cannot_be_chosen(as_teacher: Client, claire: User) -> None:
    User.objects.filter(pk=claire.pk).update(is_active=False)
    assert send(as_teacher, people=person(claire))[0] == 422


def test_a_group_of_others_cannot_be_chosen(as_outsider: Client, team: Group) -> None:
    status, page = send(as_outsider, people=f"group:{team.public_id}")
    assert status == 422
    assert "5e B" not in page


def test_groups_and_addresses_are_refused_where_only_people_may_be(
    as_teacher: Client, head: User, team: Group
) -> None:
    words = [f"group:{team.public_id}", "email:nadia@parents.example"]
    status, page = send(as_teacher, people=person(head), witness=words)
    assert status == 422
    assert "nadia@parents.example n’a pas de compte" in page
    assert "Un groupe entier ne peut pas être choisi ici" in page


def test_names_are_escaped(as_teacher: Client) -> None:
    mallory = UserFactory.create(first_name="<b>", last_name="Moreau", email="m@example.org")
    assert "<b>" not in send(as_teacher, **{"people": person(mallory), "people-search": "1"})[1]
    assert "<i>" not in send(as_teacher, **{"people-text": "<i>", "people-search": "1"})[1]


def test_a_guest_has_no_picker(client: Client) -> None:
    assert client.post(PAGE, {"people-text": "mor", "people-search": "1"}).status_code == 403
