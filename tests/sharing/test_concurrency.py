"""Two at the same moment: one grant, and always somebody responsible."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import close_old_connections
from pytest_django import Settings

from trousse.accounts.models import User
from trousse.core.errors import Conflict, TooManyRequests
from trousse.core.refs import Ref
from trousse.sharing.inviting import Invitation, share_with
from trousse.sharing.models import Grant
from trousse.sharing.operations import grant_person, leave, open_link, withdraw
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard

pytestmark = pytest.mark.django_db(transaction=True)
CARD = ThingCard("Livret", "/livrets/conseil/")


def at_once(*works: Callable[[], object]) -> list[str]:
    """Run ``works`` at the same moment; return the names of the errors that they raised."""
    together = Barrier(len(works), timeout=20)

    def run(work: Callable[[], object]) -> str:
        together.wait()
        try:
            work()
        except (Conflict, TooManyRequests) as error:
            return type(error).__name__
        finally:
            close_old_connections()
        return ""

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(run, works))


def test_giving_at_once_gives_once(booklet: Ref, teacher: User, head: User) -> None:
    works = [lambda: grant_person(booklet, head, Role.VIEW, by=teacher)] * 4
    assert at_once(*works) == [""] * 4
    assert Grant.objects.filter(person=head).count() == 1


def test_one_link_per_role_whoever_opens_it(booklet: Ref, teacher: User) -> None:
    tokens: list[str] = []
    works = [lambda: tokens.append(open_link(booklet, Role.VIEW, by=teacher).token)] * 4
    assert at_once(*works) == [""] * 4
    assert len(set(tokens)) == 1


def test_two_responsible_people_cannot_both_leave(booklet: Ref, teacher: User, head: User) -> None:
    grant_person(booklet, head, Role.MANAGE, by=teacher)
    errors = at_once(lambda: leave(booklet, teacher), lambda: leave(booklet, head))
    assert errors == ["", "Conflict"]
    assert Grant.objects.filter(role=Role.MANAGE).count() == 1


def test_two_responsible_people_cannot_remove_each_other(
    booklet: Ref, teacher: User, head: User
) -> None:
    hers = grant_person(booklet, head, Role.MANAGE, by=teacher)
    his = Grant.objects.get(person=teacher)
    assert at_once(lambda: withdraw(hers, teacher), lambda: withdraw(his, head)) == ["", "Conflict"]


def test_the_cap_holds_for_two_tabs(booklet: Ref, teacher: User, settings: Settings) -> None:
    settings.INVITATIONS_PER_DAY = 3
    people = [User.objects.create_user(f"p{number}@example.org") for number in range(4)]
    works = [
        lambda pair=pair: share_with(booklet, CARD, Invitation(pair, [], [], Role.VIEW), by=teacher)
        for pair in (people[:2], people[2:])
    ]
    assert at_once(*works) == ["", "TooManyRequests"]
    assert Grant.objects.filter(origin="").count() == 2
