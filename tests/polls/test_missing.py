"""Who has not answered, and who is shown it."""

import pytest
from django.test import Client

from tests.factories.groups import group
from tests.polls.conftest import ballot, newcomer
from tests.polls.ruling import answered, page_of, ruled
from trousse.accounts.models import User
from trousse.directory.models import Group, Membership
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import close_poll
from trousse.services.polls.queries import card_of
from trousse.sharing.inviting import Invitation, share_with
from trousse.sharing.roles import Role

NAMES = ("Zoé Petit", "Sam Durand")


@pytest.fixture
def asked(poll: Poll, lea: User, karim: User) -> Poll:
    """Return the poll with Karim, Zoé and Sam invited, and a parent without account."""
    people = [
        User.objects.create_user(
            f"{name[:3]}@college.example".lower(),
            first_name=name.split()[0],
            last_name=name.split()[1],
        )
        for name in NAMES
    ]
    invited = Invitation([karim, *people], [], ["parent@example.org"], Role.TAKE_PART)
    share_with(poll.ref, card_of(poll), invited, by=lea)
    return poll


def seen(client: Client, poll: Poll) -> str:
    answer = client.get(f"{poll.get_absolute_url()}attendues")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_organiser_sees_who_is_missing_with_the_reminder_beside(
    organiser: Client, asked: Poll, karim: User
) -> None:
    answered(asked, "Karim Benali", "yyy", user=karim)
    page = seen(organiser, asked)

    assert "3 personnes" in page
    for name in NAMES:
        assert f"<li>{name}</li>" in page
    assert "Karim" not in page
    assert f'action="{asked.get_absolute_url()}relancer"' in page


def test_those_who_take_part_see_it_without_the_reminder(agent: Client, asked: Poll) -> None:
    assert f'href="{asked.get_absolute_url()}attendues"' in page_of(agent, asked)
    page = seen(agent, asked)

    assert "Zoé Petit" in page
    assert "relancer" not in page


def test_members_of_an_invited_group_take_part(poll: Poll, lea: User, karim: User) -> None:
    team: Group = group(lea, "Équipe")
    Membership.objects.create(group=team, user=karim)
    share_with(poll.ref, card_of(poll), Invitation([], [team], [], Role.TAKE_PART), by=lea)
    client = Client()
    client.force_login(karim)

    assert "Karim Benali" in seen(client, poll)


def test_whoever_has_only_the_link_sees_it_once_they_have_answered(
    guest: Client, asked: Poll
) -> None:
    assert guest.get(f"{asked.get_absolute_url()}attendues").status_code == 403
    assert "attendues" not in page_of(guest, asked).replace('id="attendues"', "")

    guest.post(asked.get_absolute_url(), ballot(guest, asked, "yyy"))
    assert "Zoé Petit" in seen(guest, asked)


@pytest.mark.parametrize(
    "rules",
    [{"names_shown": False}, {"answers_shown": "closed"}],
)
def test_hidden_names_stay_hidden(
    agent: Client, organiser: Client, asked: Poll, rules: dict[str, object]
) -> None:
    ruled(asked, **rules)

    assert agent.get(f"{asked.get_absolute_url()}attendues").status_code == 403
    assert "Zoé Petit" in seen(organiser, asked)


def test_nobody_missing_is_good_news(organiser: Client, poll: Poll) -> None:
    page = seen(organiser, poll)

    assert "Toutes les personnes conviées ont répondu" in page
    assert "relancer" not in page


def test_a_closed_poll_reminds_nobody(organiser: Client, asked: Poll, lea: User) -> None:
    close_poll(asked, lea)

    assert "relancer" not in seen(organiser, asked)


def test_long_lists_lead_to_all_names(organiser: Client, poll: Poll, lea: User) -> None:
    people = [
        User.objects.create_user(f"p{number}@college.example", first_name=f"P{number:02}")
        for number in range(12)
    ]
    share_with(poll.ref, card_of(poll), Invitation(people, [], [], Role.TAKE_PART), by=lea)
    page = page_of(organiser, poll)

    assert f'href="{poll.get_absolute_url()}attendues"' in page
    assert "P11" not in page
    assert "P11" in seen(organiser, poll)


def test_strangers_and_missing_polls_have_no_page(asked: Poll) -> None:
    stranger = User.objects.create_user("autre@lycee.example")
    client = Client()
    client.force_login(stranger)

    assert client.get(f"{asked.get_absolute_url()}attendues").status_code == 404
    assert newcomer(asked).get("/sondages/inconnu/attendues").status_code == 404
    assert newcomer(asked).post(f"{asked.get_absolute_url()}attendues").status_code == 405
