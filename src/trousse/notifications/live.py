"""Open pages learn that an inbox moved, for one statement whatever the number of people.

An inbox's numbers carry no fact: a page that hears of one asks for the count. So no event is
kept, and the past is rebuilt from the last number. The numbers are given after the writer's
commit, because holding many streams inside a transaction could lock two writers into each other.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from trousse.core.realtime import LiveEvent, Past, Viewer
from trousse.core.realtime.announcing import announce
from trousse.core.realtime.history import LONGEST_CATCH_UP, heads_of
from trousse.core.refs import Ref

REF_TYPE = "inbox"
MOVED = "inbox.moved"
CHUNK = 300
MOST_ANNOUNCED = 100
"""Above, open pages learn it from the look that their server takes at the numbers every second."""

_NEXT_NUMBERS = """
    INSERT INTO core_stream (subject, last_sequence) VALUES {rows}
    ON CONFLICT (subject) DO UPDATE SET last_sequence = core_stream.last_sequence + 1
    RETURNING subject, last_sequence
"""


def inbox_ref(public_id: str) -> Ref:
    """Return the subject that the pages of this person follow."""
    return Ref(REF_TYPE, public_id)


def stir_inboxes(public_ids: Iterable[str]) -> None:
    """Tell the open pages of these people that their inbox moved. Call it after commit."""
    subjects = sorted(str(inbox_ref(public_id)) for public_id in public_ids)
    numbers = [
        pair
        for start in range(0, len(subjects), CHUNK)
        for pair in _advance(subjects[start : start + CHUNK])
    ]
    for subject, number in numbers[:MOST_ANNOUNCED]:
        announce(Ref.parse(subject), number, MOVED)


def may_follow(viewer: Viewer, ref: Ref) -> bool:
    """Only the person whose inbox it is."""
    return viewer.user is not None and viewer.user.public_id == ref.id


def past_of(ref: Ref, after: int) -> Past:
    """Return what happened to an inbox: the same small fact, once per number."""
    head = heads_of([ref]).get(ref, 0)
    if after > head or head - after > LONGEST_CATCH_UP:
        return Past(head=head, events=None)
    events = (LiveEvent(number, MOVED) for number in range(after + 1, head + 1))
    return Past(head=head, events=tuple(events))


def _advance(subjects: Sequence[str]) -> list[tuple[str, int]]:
    rows = ", ".join(["(%s, 1)"] * len(subjects))
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBERS.format(rows=rows), list(subjects))
        return [(str(subject), int(number)) for subject, number in cursor.fetchall()]
