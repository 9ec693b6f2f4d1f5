"""Long lists of who has access: by pages, by name, in as many queries as short ones."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.people import UserFactory
from trousse.accounts.models import Guest, User
from trousse.core.refs import Ref
from trousse.directory.models import Group
from trousse.sharing.listing import PER_PAGE, access_page
from trousse.sharing.models import Grant
from trousse.sharing.operations import (
    grant_group,
    grant_guest,
    grant_person,
    grant_signed_in,
    open_link,
)
from trousse.sharing.roles import Role

PAGE = "/partage/booklet/conseil/"
NAME = re.compile(r"<strong>([^<]+)</strong>")
NEXT = re.compile(r'name="apres" value="([\w-]+)"')

Share = Callable[[int], None]


@pytest.fixture
def share_with(booklet: Ref, teacher: User) -> Share:
    """Share the booklet with so many people, « Agent 000 » and so on."""

    def share(count: int) -> None:
        known = Grant.objects.filter(person__first_name="Agent").count()
        for number in range(known, known + count):
            name = f"{number:03}"
            person = UserFactory.create(
                first_name="Agent", last_name=name, email=f"agent{name}@example.org"
            )
            grant_person(booklet, person, Role.VIEW, by=teacher)

    return share


def names(page: str) -> list[str]:
    """Return the names in « who has access »."""
    return NAME.findall(page.partition('id="partage-qui"')[2].partition("partage-liens")[0])


def text_of(client: Client, **asked: str) -> str:
    response = client.get(PAGE, asked)
    assert response.status_code == 200
    return response.content.decode()


def test_a_short_list_is_whole_and_asks_for_nothing(as_teacher: Client, share_with: Share) -> None:
    share_with(PER_PAGE - 1)
    page = text_of(as_teacher)
    assert len(names(page)) == PER_PAGE
    assert 'name="nom"' not in page
    assert not NEXT.search(page)


def test_a_long_list_is_read_page_after_page(as_teacher: Client, share_with: Share) -> None:
    share_with(PER_PAGE * 2 + 3)
    seen, page = [], text_of(as_teacher)
    seen += names(page)
    assert seen[:2] == ["Léa Martin", "Agent 000"]
    while found := NEXT.search(page):
        page = text_of(as_teacher, apres=found[1])
        seen += names(page)
    assert len(seen) == PER_PAGE * 2 + 4
    assert seen[1:] == sorted(set(seen[1:]))


def test_the_next_page_is_right_when_somebody_came_or_left_meanwhile(
    as_teacher: Client, booklet: Ref, share_with: Share
) -> None:
    share_with(PER_PAGE + 5)
    first = text_of(as_teacher)
    Grant.objects.get(person__last_name="003").delete()
    after = NEXT.search(first)
    assert after
    assert names(text_of(as_teacher, apres=after[1]))[0] == f"Agent {PER_PAGE - 1:03}"
    Grant.objects.get(public_id=after[1]).delete()
    assert names(text_of(as_teacher, apres=after[1]))[0] == "Léa Martin"


@pytest.fixture
def everybody(  # one of each kind
    booklet: Ref, teacher: User, head: User, team: Group, nadia: tuple[Guest, str]
) -> None:
    """Share the booklet with Sophie, her team and Nadia."""
    grant_person(booklet, head, Role.VIEW, by=teacher)
    grant_group(booklet, team, Role.VIEW, by=teacher)
    grant_guest(booklet, nadia[0], Role.VIEW, by=teacher)


@pytest.mark.usefixtures("everybody")
def test_people_groups_and_guests_are_found_by_the_beginnings_of_their_names(
    as_teacher: Client, head: User, share_with: Share
) -> None:
    share_with(PER_PAGE)
    assert names(text_of(as_teacher, nom="SOPH lefevre")) == [head.full_name]
    assert names(text_of(as_teacher, nom="equipe")) == ["Équipe pédagogique de 2de 4"]
    assert names(text_of(as_teacher, nom="nad")) == ["Nadia"]
    assert names(text_of(as_teacher, nom="agent 007")) == ["Agent 007"]
    page = text_of(as_teacher, nom="personne")
    assert names(page) == []
    assert "Personne de ce nom." in page
    assert 'value="personne"' in page


def test_what_was_found_has_pages_too(as_teacher: Client, share_with: Share) -> None:
    share_with(PER_PAGE + 2)
    page = text_of(as_teacher, nom="agent")
    after = NEXT.search(page)
    assert after
    assert '<input type="hidden" name="nom" value="agent">' in page
    assert names(text_of(as_teacher, nom="agent", apres=after[1])) == ["Agent 050", "Agent 051"]


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    as_teacher: Client, share_with: Share
) -> None:
    share_with(3)
    text_of(as_teacher)
    with CaptureQueriesContext(
        connection,
    ) as short:
        text_of(as_teacher)
    share_with(PER_PAGE * 2)
    with CaptureQueriesContext(connection) as long:
        text_of(as_teacher)
    assert len(long) == len(short)


def test_who_cannot_share_looks_through_nobody_elses_rights(
    as_head: Client, booklet: Ref, teacher: User, head: User, share_with: Share
) -> None:
    share_with(PER_PAGE + 1)
    grant_person(booklet, head, Role.VIEW, by=teacher)
    assert names(text_of(as_head)) == ["Léa Martin", head.full_name]
    assert names(text_of(as_head, nom="agent")) == []


def test_links_and_ended_guests_are_not_in_the_list(
    booklet: Ref, teacher: User, nadia: tuple[Guest, str]
) -> None:
    open_link(booklet, Role.VIEW, by=teacher)
    grant_guest(booklet, nadia[0], Role.VIEW, by=teacher)
    Guest.objects.update(token_hash="")
    assert [line.name for line in access_page(booklet).lines] == ["Léa Martin"]


def test_it_knows_that_everybody_may_come_even_on_another_page(
    booklet: Ref, teacher: User, share_with: Share
) -> None:
    share_with(PER_PAGE + 1)
    grant_signed_in(booklet, Role.VIEW, by=teacher)
    page = access_page(booklet)
    assert page.is_open_to_all
    assert all(line.kind == "person" for line in page.lines)
