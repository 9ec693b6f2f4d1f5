"""Pages of groups, as a browser without script uses them."""

import re

import pytest
from django.test import Client

from tests.factories.groups import group, people, school, work
from tests.harness.people import signed_in
from trousse.accounts.models import User
from trousse.directory import group_members
from trousse.directory.group_operations import add_members, ask_to_join, join_group, set_manager
from trousse.directory.group_queries import is_member
from trousse.directory.group_refreshing import refresh_group
from trousse.directory.models import Group, JoinRequest, Profile

pytestmark = pytest.mark.django_db
HOME = "/annuaire/groupes/"
KEY = "abcdefghijklmnopqrstuv"


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def new(**changes: str) -> dict[str, str]:
    return {"name": "Groupe lecture", "description": "", "policy": "open", "key": KEY} | changes


def test_an_empty_list_says_what_to_do(as_teacher: Client) -> None:
    text = page(as_teacher, HOME)
    assert "Pas encore de groupe à vous" in text
    assert "Aucun groupe ne vous est ouvert" in text


def test_the_list_tells_ones_groups_from_those_to_enter(
    as_teacher: Client, teacher: User, head: User
) -> None:
    work(teacher, school())
    refresh_group("staff:0350001A")
    group(teacher, "Chorale")
    group(head, "Documentalistes", policy="open")
    group(head, "Fermé à tous")
    asked = group(head, "Échecs", policy="request")
    ask_to_join(asked, teacher)

    text = page(as_teacher, HOME)
    own, _, rest = text.partition("Groupes de l’annuaire")
    automatic, _, offered = rest.partition("Groupes où vous pouvez entrer")
    assert "Chorale" in own
    assert "Personnels – Collège Simone-Veil" in automatic
    assert "Documentalistes" in offered
    assert "demande envoyée" in offered
    assert "Fermé à tous" not in text
    assert "Chorale" not in offered


def test_groups_to_enter_are_searched(as_teacher: Client, head: User) -> None:
    group(head, "Échecs", policy="open")
    group(head, "Chorale", policy="open")
    assert "Chorale" not in page(as_teacher, f"{HOME}?q=echecs")
    assert "ne s’appelle «\u202fzzz\u202f»" in page(as_teacher, f"{HOME}?q=zzz")


def test_it_creates_a_group_once(as_teacher: Client, teacher: User) -> None:
    first = as_teacher.post(f"{HOME}nouveau", new())
    as_teacher.post(f"{HOME}nouveau", new())

    made = Group.objects.get()
    assert first["Location"].startswith(made.get_absolute_url())
    assert (made.name, made.policy, made.size) == ("Groupe lecture", "open", 1)


def test_a_group_may_be_offered_to_ones_school_only(as_teacher: Client, teacher: User) -> None:
    work(teacher, school("0350001A"))
    school("0290001B")
    text = page(as_teacher, f"{HOME}nouveau")
    assert "Collège Simone-Veil, Rennes" in text

    refused = as_teacher.post(f"{HOME}nouveau", new(establishment="0290001B"))
    assert refused.status_code == 422
    as_teacher.post(f"{HOME}nouveau", new(establishment="0350001A"))
    assert Group.objects.get().establishment == school("0350001A")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("policy", "secret"),
        ("key", "x"),
        ("description", "x" * 501),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(
    as_teacher: Client, field: str, value: str
) -> None:
    response = as_teacher.post(f"{HOME}nouveau", new(**{"name": "Chorale", field: value}))
    assert response.status_code == 422
    assert field == "name" or "Chorale" in response.content.decode()
    assert not Group.objects.exists()


def test_hostile_texts_are_shown_as_texts(as_teacher: Client) -> None:
    as_teacher.post(f"{HOME}nouveau", new(name="<script>alert(1)</script>"))
    text = page(as_teacher, Group.objects.get().get_absolute_url())
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;" in text


def test_a_manager_changes_the_group(as_teacher: Client, teacher: User) -> None:
    made = group(teacher)
    url = f"{made.get_absolute_url()}modifier"
    assert 'value="Groupe lecture"' in page(as_teacher, url)
    as_teacher.post(url, {"name": "Théâtre", "description": "Le soir", "policy": "request"})
    made.refresh_from_db()
    assert (made.name, made.description, made.policy) == ("Théâtre", "Le soir", "request")
    assert as_teacher.post(url, {"name": "", "policy": "open"}).status_code == 422


def test_deleting_asks_first(as_teacher: Client, teacher: User) -> None:
    made = group(teacher)
    url = f"{made.get_absolute_url()}supprimer"
    assert "Supprimer «\u202fGroupe lecture\u202f»" in page(as_teacher, url)
    assert Group.objects.exists()
    assert as_teacher.post(url)["Location"] == HOME
    assert not Group.objects.exists()
    assert as_teacher.post(url).status_code == 404


def test_one_enters_and_leaves_an_open_group(
    as_outsider: Client, outsider: User, teacher: User
) -> None:
    made = group(teacher, policy="open")
    url = made.get_absolute_url()
    assert "Entrer dans le groupe" in page(as_outsider, url)
    as_outsider.post(f"{url}entrer")
    as_outsider.post(f"{url}entrer")
    assert is_member(outsider, made)
    assert "Léa Martin" in page(as_outsider, url)
    as_outsider.post(f"{url}quitter")
    assert not is_member(outsider, made)


def test_a_request_is_sent_seen_and_accepted(
    as_outsider: Client, as_teacher: Client, outsider: User, teacher: User
) -> None:
    made = group(teacher, policy="request")
    url = made.get_absolute_url()
    as_outsider.post(f"{url}demander", {"message": "Bonjour <b>"})
    assert "Votre demande attend un responsable" in page(as_outsider, url)

    text = page(as_teacher, url)
    assert "Bonjour &lt;b&gt;" in text
    answer = re.search(rf'action="({url}demandes/[^"]+)"', text)
    assert answer is not None
    assert as_teacher.post(answer[1], {"accept": "yes"}).status_code == 422
    as_teacher.post(answer[1], {"accept": "1"})
    assert is_member(outsider, made)
    assert as_teacher.post(answer[1], {"accept": "1"}).status_code == 404


def test_a_request_may_be_refused_or_withdrawn(
    as_outsider: Client, as_teacher: Client, outsider: User, teacher: User
) -> None:
    made = group(teacher, policy="request")
    asked = ask_to_join(made, outsider)
    as_teacher.post(f"{made.get_absolute_url()}demandes/{asked.public_id}", {"accept": "0"})
    assert not JoinRequest.objects.exists()
    as_outsider.post(f"{made.get_absolute_url()}demander")
    as_outsider.post(f"{made.get_absolute_url()}retirer-ma-demande")
    assert not JoinRequest.objects.exists()
    assert not is_member(outsider, made)


def test_a_request_too_long_is_refused(as_outsider: Client, teacher: User) -> None:
    made = group(teacher, policy="request")
    sent = as_outsider.post(f"{made.get_absolute_url()}demander", {"message": "x" * 301})
    assert sent.status_code == 422
    assert not JoinRequest.objects.exists()


def test_the_only_manager_is_told_why_they_cannot_leave(as_teacher: Client, teacher: User) -> None:
    made = group(teacher)
    left = as_teacher.post(f"{made.get_absolute_url()}quitter", follow=True)
    assert "Un groupe garde au moins un responsable" in left.content.decode()
    assert is_member(teacher, made)


def test_a_manager_names_another_one_and_removes_members(
    as_teacher: Client, teacher: User, head: User, outsider: User
) -> None:
    made = group(teacher)
    add_members(made, [head, outsider], teacher)
    url = made.get_absolute_url()

    as_teacher.post(f"{url}membres/{head.public_id}/role", {"manages": "1"})
    assert made.memberships.get(user=head).role == "manager"
    as_teacher.post(f"{url}membres/{head.public_id}/role", {"manages": "0"})
    assert made.memberships.get(user=head).role == "member"
    assert as_teacher.post(f"{url}membres/{head.public_id}/role").status_code == 422
    as_teacher.post(f"{url}membres/{outsider.public_id}/retirer")
    assert not is_member(outsider, made)
    assert as_teacher.post(f"{url}membres/{outsider.public_id}/retirer").status_code == 404


def test_who_belongs_shows_to_members_only(
    as_outsider: Client, as_head: Client, teacher: User, head: User
) -> None:
    made = group(teacher, policy="open")
    add_members(made, [head], teacher)
    assert "Léa Martin" in page(as_head, made.get_absolute_url())
    text = page(as_outsider, made.get_absolute_url())
    assert "Léa Martin" not in text
    assert "Seuls les membres" in text


def test_addresses_are_never_shown(as_teacher: Client, teacher: User, head: User) -> None:
    made = group(teacher)
    add_members(made, [head], teacher)
    assert head.email not in page(as_teacher, made.get_absolute_url())


def test_hidden_people_show_to_managers(
    as_teacher: Client, as_head: Client, teacher: User, head: User, outsider: User
) -> None:
    made = group(teacher)
    add_members(made, [head, outsider], teacher)
    Profile.objects.update_or_create(user=outsider, defaults={"hidden": True})
    assert "Marc Petit" in page(as_teacher, made.get_absolute_url())
    assert "Marc Petit" not in page(as_head, made.get_absolute_url())


def test_members_come_page_by_page(
    as_teacher: Client, teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        group_members.members_page,
        "__kwdefaults__",
        {
            **group_members.members_page.__kwdefaults__,
            "size": 4,
        },
    )
    made = group(teacher)
    add_members(made, people(6), teacher)
    first = page(as_teacher, made.get_absolute_url())
    following = re.search(r'href="([^"]*\?apres=[^"#]+)', first)
    assert following is not None
    second = page(as_teacher, following[1])
    names = re.compile(r"<strong>(.*?)</strong>")
    assert len(names.findall(first)) == 4
    assert len(set(names.findall(first) + names.findall(second))) == 7
    assert "Membres suivants" not in second


def test_an_automatic_group_offers_no_gesture(as_teacher: Client, teacher: User) -> None:
    work(teacher, school())
    made = refresh_group("staff:0350001A")
    assert made is not None
    text = page(as_teacher, made.get_absolute_url())
    assert "Tenu à jour d’après l’annuaire" in text
    assert "Quitter" not in text
    assert as_teacher.post(f"{made.get_absolute_url()}quitter").status_code == 403
    assert is_member(teacher, made)


GESTURES = [
    "entrer",
    "demander",
    "retirer-ma-demande",
    "quitter",
    "demandes/{request}",
    "membres/{person}/retirer",
    "membres/{person}/role",
    "supprimer",
    "modifier",
]
FOR_MANAGERS = GESTURES[4:]


def address(made: Group, gesture: str, person: User) -> str:
    asked = made.requests.first()
    filled = gesture.format(request=asked.public_id if asked else "x", person=person.public_id)
    return f"{made.get_absolute_url()}{filled}"


@pytest.fixture
def club(teacher: User, head: User) -> Group:
    """A group on request: Léa manages, Sophie belongs, somebody asks."""
    made = group(teacher, policy="request")
    add_members(made, [head], teacher)
    ask_to_join(made, people(1)[0])
    return made


@pytest.mark.parametrize("gesture", GESTURES)
def test_a_stranger_is_sent_to_sign_in(club: Group, head: User, gesture: str) -> None:
    response = Client().post(address(club, gesture, head), {"accept": "1", "manages": "1"})
    assert response.status_code == 302
    assert response["Location"].startswith("/comptes/")


@pytest.mark.parametrize("gesture", FOR_MANAGERS)
def test_a_member_manages_nothing(
    club: Group, as_head: Client, teacher: User, gesture: str
) -> None:
    sent = {"accept": "1", "manages": "0", "name": "Pris", "policy": "open"}
    before = sorted(club.memberships.values_list("user", "role"))
    assert as_head.post(address(club, gesture, teacher), sent).status_code == 403
    club.refresh_from_db()
    assert club.name == "Groupe lecture"
    assert sorted(club.memberships.values_list("user", "role")) == before


@pytest.mark.parametrize("gesture", GESTURES)
def test_a_closed_group_of_others_looks_missing(
    teacher: User, head: User, as_outsider: Client, gesture: str
) -> None:
    made = group(teacher)
    add_members(made, [head], teacher)
    sent = {"accept": "1", "manages": "1", "name": "Pris", "policy": "open"}
    assert as_outsider.post(address(made, gesture, head), sent).status_code == 404
    assert as_outsider.get(made.get_absolute_url()).status_code == 404
    assert is_member(head, made)


@pytest.mark.parametrize("gesture", GESTURES[:-2])
def test_reading_an_address_changes_nothing(
    club: Group, as_teacher: Client, head: User, gesture: str
) -> None:
    assert as_teacher.get(address(club, gesture, head)).status_code == 405


@pytest.mark.parametrize("gesture", ["entrer", "quitter", "membres/x/retirer", "demandes/x"])
def test_an_unknown_id_is_not_found(club: Group, as_teacher: Client, gesture: str) -> None:
    assert as_teacher.post(f"{HOME}nowhere/{gesture}", {"accept": "1"}).status_code == 404
    if "/" in gesture:
        url = f"{club.get_absolute_url()}{gesture}"
        assert as_teacher.post(url, {"accept": "1"}).status_code == 404


def test_a_former_manager_manages_no_more(
    club: Group, as_teacher: Client, teacher: User, head: User
) -> None:
    set_manager(club, head, teacher, manages=True)
    set_manager(club, teacher, head, manages=False)
    assert as_teacher.get(f"{club.get_absolute_url()}modifier").status_code == 403


def test_too_many_groups_a_day_are_refused(as_teacher: Client) -> None:
    for number in range(30):
        as_teacher.post(f"{HOME}nouveau", new(key=f"{KEY}{number}"))
    assert as_teacher.post(f"{HOME}nouveau", new(key=f"{KEY}last")).status_code == 429
    assert Group.objects.count() == 30


def test_groups_are_in_the_account_menu(as_teacher: Client) -> None:
    text = page(as_teacher, HOME)
    assert f'href="{HOME}"' in text
    assert 'href="/annuaire/calendrier/"' in text


def test_entering_tells_nothing_to_a_second_browser(teacher: User, outsider: User) -> None:
    made = group(teacher, policy="open")
    join_group(made, outsider)
    again = signed_in(outsider).post(f"{made.get_absolute_url()}entrer")
    assert again.status_code == 302
    made.refresh_from_db()
    assert made.size == 2
