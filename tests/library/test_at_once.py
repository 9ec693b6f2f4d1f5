"""The same gesture from two browsers at once, on a database where both really meet."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection

from tests.factories.people import UserFactory
from trousse.core.models import Event
from trousse.library.models import Proposal, Support
from trousse.library.proposals.operations import Wish, make_proposal, support_proposal

pytestmark = pytest.mark.django_db(transaction=True)
WISH = Wish("need", "Réserver le gymnase", "Sur papier aujourd’hui.")


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def at_once(*works: Callable[[], object]) -> None:
    """Do the works at the same moment, each on its own connection; what fails fails the test."""
    ready = Barrier(len(works))

    def work(one: Callable[[], object]) -> None:
        ready.wait()
        try:
            one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(work, works))


def test_a_proposal_sent_twice_at_once_is_kept_once() -> None:
    author = UserFactory.create(email="a@example.org")
    at_once(*[lambda: make_proposal(WISH, key="k" * 22, by=author)] * 2)
    assert Proposal.objects.count() == 1


def test_two_supports_at_once_count_once() -> None:
    author = UserFactory.create(email="a@example.org")
    other = UserFactory.create(email="b@example.org")
    one = make_proposal(WISH, key="k" * 22, by=author)
    at_once(*[lambda: support_proposal(one, by=other)] * 2)
    assert Support.objects.count() == 1
    assert Event.objects.filter(type="proposal.supported").count() == 1
