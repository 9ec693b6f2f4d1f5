"""Two families at the same moment: a place is never given twice, and never lost."""

from functools import partial

import pytest

from tests.polls.booking.conftest import slots_of, taken
from tests.polls.conftest import keys_of, newcomer
from tests.sharing.test_concurrency import at_once
from trousse.accounts.current import Visitor
from trousse.core.tokens import hash_token
from trousse.services.polls.access import access_poll
from trousse.services.polls.booking.rows import Wish
from trousse.services.polls.booking.taking import (
    give_up_appointment,
    take_appointment,
    wait_for_place,
)
from trousse.services.polls.models import Participant, Poll

pytestmark = pytest.mark.django_db(transaction=True)
FAMILIES = 8


def opened(evening: Poll) -> Poll:
    """Return the evening as a newcomer with the link gets it."""
    visitor = Visitor(keys=frozenset(map(hash_token, keys_of(newcomer(evening)))))
    return access_poll(visitor, evening.public_id, for_="vote")


def wish(poll: Poll, index: int, number: int) -> Wish:
    slot = slots_of(poll)[index].public_id
    return Wish(name=f"Famille {number}", key=f"{number:022}", slot=slot)


def test_the_last_place_goes_to_one_of_eight(evening: Poll) -> None:
    works = [
        partial(take_appointment, opened(evening), wish(evening, 0, n), own=None, user=None)
        for n in range(FAMILIES)
    ]

    assert at_once(*works) == ["", *["PlaceTaken"] * (FAMILIES - 1)]
    assert Participant.objects.count() == 1
    assert taken(evening)[0].startswith("Famille")


def test_the_same_form_four_times_at_once_takes_one(evening: Poll) -> None:
    poll = opened(evening)
    works = [partial(take_appointment, poll, wish(evening, 0, 1), own=None, user=None)] * 4

    assert at_once(*works) == [""] * 4
    assert Participant.objects.count() == 1


def test_two_who_move_to_the_same_place_keep_one_each(evening: Poll) -> None:
    poll = opened(evening)
    rows = [take_appointment(poll, wish(evening, n, n), own=None, user=None).row for n in range(2)]
    works = [
        partial(take_appointment, poll, wish(evening, 2, n), own=row, user=None)
        for n, row in enumerate(rows)
    ]

    assert at_once(*works) == ["", "PlaceTaken"]
    assert sorted(filter(None, taken(evening))) == ["Famille 0", "Famille 1"]


def test_a_place_given_up_while_somebody_joins_the_list_is_not_lost(evening: Poll) -> None:
    poll = opened(evening)
    row = take_appointment(poll, wish(evening, 0, 0), own=None, user=None).row
    slot = slots_of(evening)[0].public_id
    waits = Wish(name="Famille 1", key="1" * 22, email="un@famille.example", waits_for=(slot,))
    errors = at_once(
        lambda: give_up_appointment(poll, row, user=None),
        lambda: wait_for_place(poll, waits, own=None, user=None),
    )

    if errors == ["", ""]:
        assert taken(evening)[0] == "Famille 1"
    else:  # the place was free already: they are told to take it
        assert errors == ["", "Conflict"]
        assert taken(evening)[0] == ""
