"""Reading the log of facts from a number on: how a page catches up."""

from trousse.core.models import Event, Stream
from trousse.core.realtime.types import LiveEvent, Past
from trousse.core.refs import Ref

LONGEST_CATCH_UP = 500
"""Beyond that many missed facts, loading the page again is cheaper than replaying them."""


def event_log(ref: Ref, after: int) -> Past:
    """Return what the outbox holds about ``ref`` after number ``after``: one query, or two."""
    rows = (
        Event.objects.filter(subject=str(ref), sequence__gt=after)
        .order_by("sequence")
        .values_list("sequence", "type")[: LONGEST_CATCH_UP + 1]
    )
    events = tuple(LiveEvent(sequence, event_type) for sequence, event_type in rows)
    if events and events[0].sequence == after + 1 and len(events) <= LONGEST_CATCH_UP:
        return Past(head=events[-1].sequence, events=events)
    head = heads_of([ref]).get(ref, 0)
    return Past(head=head, events=() if head == after else None)


def heads_of(refs: list[Ref]) -> dict[Ref, int]:
    """Return the last number of each subject that has one."""
    rows = Stream.objects.filter(subject__in=[str(ref) for ref in refs])
    return {
        Ref.parse(subject): head for subject, head in rows.values_list("subject", "last_sequence")
    }
