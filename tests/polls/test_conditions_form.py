"""Saying who must be there, on the page that creates a poll and on the one that changes it."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tests.factories.groups import group, school, work
from tests.polls.conftest import hidden_values, newcomer
from trousse.accounts.models import User
from trousse.core.ids import new_public_id
from trousse.core.models import AuditEntry
from trousse.directory.models import Group, Membership
from trousse.services.polls.models import Poll, Requirement
from trousse.services.polls.operations import close_poll, decide_slot
from trousse.sharing.models import Grant
from trousse.sharing.operations import grant_person, withdraw
from trousse.sharing.queries import users_with_access
from trousse.sharing.roles import Role

Typed = dict[str, list[str]]


@pytest.fixture
def team(lea: User) -> Group:
    made = group(lea, "Équipe 5e B")
    for number in range(3):
        person = User.objects.create_user(f"t{number}@college.example", first_name=f"T{number}")
        Membership.objects.create(group=made, user=person)
    Group.objects.filter(pk=made.pk).update(size=4)
    return Group.objects.get(pk=made.pk)


def typed(*rows: tuple[str, str, str], people: list[User] | None = None, **more: str) -> Typed:
    """Return what the part sends: rows of amount, unit and whom, then people."""
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    sent = {
        "condition_amount": list(columns[0]),
        "condition_unit": list(columns[1]),
        "condition_of": list(columns[2]),
        "needed": [f"person:{one.public_id}" for one in people or ()],
    }
    return {**sent, **{name: [value] for name, value in more.items()}}


def new_poll(**more: object) -> dict[str, object]:
    plain = {"title": "Conseil", "key": new_public_id(), "time_zone": "Europe/Paris"}
    return {**plain, "has_link": "on", "day": "2026-12-01", "start": "", "end": "", **more}


def page_of(poll: Poll) -> str:
    return f"{poll.get_absolute_url()}conditions"


def kept(poll: Poll) -> list[tuple[object, ...]]:
    rows = Requirement.objects.filter(poll=poll)
    return [
        (one.kind, one.user or one.group or one.function, one.least, one.percent) for one in rows
    ]


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(html).replace("&#x27;", "'"))


def rows_shown(html: str) -> list[tuple[str, str]]:
    """Return amount and whom of each row of the form."""
    amounts = re.findall(r'name="condition_amount"[^>]*value="([^"]*)"', html)
    selects = re.findall(r'name="condition_of".*?</select>', html, re.DOTALL)
    chosen = [re.search(r'value="([^"]*)" selected', one) for one in selects]
    return [(amount, of[1] if of else "") for amount, of in zip(amounts, chosen, strict=True)]


@pytest.fixture
def cpe(karim: User) -> str:
    work(karim, school(), "cpe")
    return "function:cpe"


def test_a_poll_is_created_with_its_conditions_and_invites_whom_they_name(
    organiser: Client, lea: User, karim: User, team: Group, cpe: str
) -> None:
    rows = (("1", "people", cpe), ("67", "percent", f"group:{team.public_id}"))
    sent = new_poll(**typed(*rows, ("50", "percent", "invited"), people=[karim]))
    answer = organiser.post("/sondages/nouveau", sent, follow=True)
    poll = Poll.objects.get()

    assert poll.has_conditions
    assert kept(poll) == [
        ("person", karim, 1, None),
        ("function", "cpe", 1, None),
        ("group", team, 1, 67),
        ("invited", "", 1, 50),
    ]
    asked = set(users_with_access(poll.ref, Role.TAKE_PART))
    assert karim in asked
    assert len(asked) == 5
    said = plain(answer.content.decode())
    assert "Une date convient si peuvent venir : Karim Benali ; au moins 1 CPE ; au moins" in said
    assert "deux tiers de « Équipe 5e B » (4 personnes)" in said
    assert "la moitié de l’ensemble des personnes invitées." in said


def test_a_poll_without_condition_asks_none(organiser: Client) -> None:
    organiser.post("/sondages/nouveau", new_poll(**typed(("1", "people", ""))))
    poll = Poll.objects.get()

    assert not poll.has_conditions
    assert kept(poll) == []


def test_a_wrong_condition_creates_nothing_and_says_where(organiser: Client, cpe: str) -> None:
    answer = organiser.post("/sondages/nouveau", new_poll(**typed(("0", "people", cpe))))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert not Poll.objects.exists()
    assert "Écrivez combien, 1 au moins." in page
    assert '<details class="t-create__more t-conditions" id="conditions" open>' in page


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("2", "people", ""), "Choisissez parmi qui."),
        (("1", "people", "function:licorne"), "Choisissez parmi qui."),
        (("1", "people", "group:inconnu"), "Choisissez parmi qui."),
        (("50", "percent", "function:cpe"), "Pour une fonction"),
        (("101", "percent", "invited"), "Écrivez un nombre de 1 à 100."),
        (("0", "percent", "invited"), "Écrivez un nombre de 1 à 100."),
        (("deux", "people", "invited"), "Écrivez combien"),
        (("²", "people", "invited"), "Écrivez combien"),
        (("-1", "people", "invited"), "Écrivez combien"),
        (("1000", "people", "invited"), "Écrivez combien"),
    ],
)
def test_what_cannot_be_read_is_refused_and_stays_typed(
    organiser: Client, poll: Poll, cpe: str, row: tuple[str, str, str], fault: str
) -> None:
    answer = organiser.post(page_of(poll), typed(row))

    assert answer.status_code == 422
    assert fault in answer.content.decode()
    assert f'value="{row[0]}"' in answer.content.decode()
    assert kept(poll) == []


def test_rows_are_added_moved_and_removed_without_script(
    organiser: Client, poll: Poll, cpe: str
) -> None:
    rows = (("1", "people", cpe), ("50", "percent", "invited"))

    def after(gesture: str) -> list[tuple[str, str]]:
        answer = organiser.post(page_of(poll), typed(*rows, conditions=gesture))
        assert answer.status_code == 200
        return rows_shown(answer.content.decode())

    first, second = ("1", cpe), ("50", "invited")
    assert after("add") == [first, second, ("1", "")]
    assert after("down-1") == after("up-2") == [second, first]
    assert after("remove-1") == [second]
    assert after("up-1") == after("down-2") == after("remove-9") == after("x-1") == [first, second]
    assert kept(poll) == []


def test_the_last_row_removed_leaves_a_blank_one(organiser: Client, poll: Poll, cpe: str) -> None:
    answer = organiser.post(page_of(poll), typed(("3", "people", cpe), conditions="remove-1"))

    assert rows_shown(answer.content.decode()) == [("1", "")]


def test_rows_have_a_limit(organiser: Client, poll: Poll) -> None:
    many = [("1", "people", "invited")] * 40
    answer = organiser.post(page_of(poll), typed(*many, conditions="add"))

    assert len(rows_shown(answer.content.decode())) == 12
    assert "Ajouter une condition" not in answer.content.decode()


def test_gestures_of_the_creation_page_keep_everything_typed(organiser: Client, cpe: str) -> None:
    sent = new_poll(**typed(("2", "people", cpe), conditions="add"))
    page = organiser.post("/sondages/nouveau", sent).content.decode()
    again = organiser.post("/sondages/nouveau", {**sent, "conditions": [], "add_rows": "1"})

    assert not Poll.objects.exists()
    assert rows_shown(page) == [("2", cpe), ("1", "")]
    assert 'value="Conseil"' in page
    assert rows_shown(again.content.decode()) == [("2", cpe)]


def test_a_person_is_looked_for_without_script(organiser: Client, poll: Poll, karim: User) -> None:
    found = organiser.post(page_of(poll), {"needed-text": "Benali", "needed-search": "1"})
    assert f"person:{karim.public_id}" in found.content.decode()
    chosen = organiser.post(page_of(poll), {"needed-add": f"person:{karim.public_id}"})
    page = chosen.content.decode()

    assert "Une date convient si peuvent venir\u202f: Karim Benali." in page
    assert kept(poll) == []


def test_conditions_are_changed_shown_again_and_dropped(
    organiser: Client, poll: Poll, karim: User, team: Group
) -> None:
    mine = f"group:{team.public_id}"
    organiser.post(page_of(poll), typed(("2", "people", mine), people=[karim]))
    assert kept(poll) == [("person", karim, 1, None), ("group", team, 2, None)]
    shown = organiser.get(page_of(poll)).content.decode()
    assert rows_shown(shown) == [("2", mine)]
    assert "Karim Benali" in shown

    organiser.post(page_of(poll), typed(("2", "people", mine)))
    assert kept(poll) == [("group", team, 2, None)]
    organiser.post(page_of(poll), typed(("1", "people", "")))
    assert kept(poll) == []
    assert not Poll.objects.get().has_conditions


def test_the_same_conditions_again_change_nothing(organiser: Client, poll: Poll) -> None:
    for _ in range(2):
        organiser.post(page_of(poll), typed(("50", "percent", "invited")))

    assert AuditEntry.objects.filter(action="polls:poll:set_conditions").count() == 1


def test_a_group_of_somebody_else_is_chosen_by_nobody(organiser: Client, poll: Poll) -> None:
    stranger = User.objects.create_user("autre@college.example", first_name="Autre")
    theirs = group(stranger, "Équipe fermée")
    answer = organiser.post(page_of(poll), typed(("1", "people", f"group:{theirs.public_id}")))

    assert answer.status_code == 422
    assert "Équipe fermée" not in answer.content.decode()
    assert kept(poll) == []


def test_a_group_of_another_organiser_stays_when_conditions_change(
    poll: Poll, karim: User, lea: User, organiser: Client, team: Group
) -> None:
    mine = f"group:{team.public_id}"
    organiser.post(page_of(poll), typed(("2", "people", mine)))
    grant_person(poll.ref, karim, Role.EDIT, by=lea)
    other = Client()
    other.force_login(karim)
    answer = other.post(page_of(poll), typed(("3", "people", mine)))

    assert answer.status_code == 302
    assert kept(poll) == [("group", team, 3, None)]


def test_what_can_never_be_met_is_said_at_once(
    organiser: Client, poll: Poll, team: Group, karim: User, cpe: str
) -> None:
    rows = (("2", "people", cpe), ("9", "people", f"group:{team.public_id}"))
    page = plain(organiser.post(page_of(poll), typed(*rows, conditions="check")).content.decode())
    assert "rien ne peut convenir : il faut 2 CPE, et personne de tel n’est invité." in page
    assert "il faut 9 personnes de « Équipe 5e B », et seules 4 sont invitées." in page

    named = typed(("1", "people", cpe), people=[karim], conditions="check")
    assert "En l’état" not in plain(organiser.post(page_of(poll), named).content.decode())
    saved = organiser.post(page_of(poll), typed(*rows), follow=True).content.decode()
    assert "et personne de tel n’est invité" in plain(saved)


def test_a_new_poll_says_at_once_what_can_never_be_met(
    organiser: Client, karim: User, cpe: str
) -> None:
    sent = typed(("1", "people", cpe), conditions="check")
    alone = organiser.post("/sondages/nouveau", new_poll(**sent)).content.decode()
    invited = new_poll(people=f"person:{karim.public_id}", **sent)
    with_karim = organiser.post("/sondages/nouveau", invited).content.decode()

    assert "En l’état, rien ne peut" in plain(alone)
    assert "En l’état, rien ne peut" not in plain(with_karim)


def test_more_people_than_are_invited_is_said_when_nobody_comes_by_the_link(
    organiser: Client, poll: Poll, karim: User, lea: User
) -> None:
    grant_person(poll.ref, karim, Role.TAKE_PART, by=lea)
    sent = typed(("3", "people", "invited"), conditions="check")
    assert "En l’état" not in plain(organiser.post(page_of(poll), sent).content.decode())
    withdraw(Grant.objects.of(poll.ref).get(kind=Grant.Kind.LINK), by=lea)

    page = plain(organiser.post(page_of(poll), sent).content.decode())
    assert "il faut 3 personnes, et une seule personne est invitée." in page


def test_whoever_may_not_invite_is_told_who_is_not(poll: Poll, karim: User, lea: User) -> None:
    grant_person(poll.ref, karim, Role.EDIT, by=lea)
    zoe = User.objects.create_user("zoe@college.example", first_name="Zoé", last_name="Petit")
    client = Client()
    client.force_login(karim)
    page = client.post(page_of(poll), typed(people=[zoe], conditions="check")).content.decode()

    assert "Zoé Petit n’est pas sur la liste des personnes invitées" in page


def test_a_decided_poll_keeps_its_conditions(organiser: Client, poll: Poll, lea: User) -> None:
    decide_slot(poll, poll.slots.all()[0], lea)
    answer = organiser.post(page_of(poll), typed(("50", "percent", "invited")))

    assert answer.status_code == 409
    assert rows_shown(answer.content.decode()) == [("50", "invited")]
    assert kept(poll) == []


def test_a_closed_poll_may_change_its_conditions(organiser: Client, poll: Poll, lea: User) -> None:
    close_poll(poll, lea)

    assert organiser.post(page_of(poll), typed(("50", "percent", "invited"))).status_code == 302
    assert kept(poll) == [("invited", "", 1, 50)]


def test_only_organisers_reach_the_page(agent: Client, guest: Client, poll: Poll) -> None:
    assert agent.get(page_of(poll)).status_code == 403
    assert agent.post(page_of(poll), typed(("50", "percent", "invited"))).status_code == 403
    for client in (guest, newcomer(poll), Client()):
        assert client.get(page_of(poll)).status_code == 302
    assert hidden_values(guest, poll)
    assert kept(poll) == []


def test_a_missing_poll_has_no_page(organiser: Client, poll: Poll) -> None:
    assert organiser.get("/sondages/inconnu/conditions").status_code == 404
    assert organiser.put(page_of(poll)).status_code == 405
