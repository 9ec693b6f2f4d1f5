"""What lists of other rooms show of polls, kept up by the writes themselves."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import pgettext_lazy

from trousse.core.refs import Ref
from trousse.kit.resources import (
    ResourceFacts,
    ResourceType,
    publish_resource,
    register_resource_type,
)
from trousse.kit.types import folded
from trousse.services.polls.models import Participant, Poll, PollText, Slot

if TYPE_CHECKING:
    from trousse.accounts.models import User


def publish_poll(poll: Poll, by: "User | None" = None) -> None:
    """Tell the index what lists show of ``poll`` now. ``by``: who has just changed it."""
    publish_resource(_facts(poll, list(poll.slots.all())), by=by)


def keep_text(poll: Poll) -> None:
    """Keep the words of the description and place, for the search in what polls hold."""
    words = folded(f"{poll.description} {poll.place}")
    if words.strip():
        PollText.objects.update_or_create(poll=poll, defaults={"words": words})
    else:
        PollText.objects.filter(poll=poll).delete()


def facts_of(refs: list[Ref]) -> Iterable[ResourceFacts]:
    """Return what lists show of those of some polls that exist, in two queries."""
    found = Poll.objects.filter(public_id__in=[ref.id for ref in refs])
    polls = found.prefetch_related("slots").order_by("pk")
    return [_facts(poll, list(poll.slots.all())) for poll in polls]


def all_refs() -> Iterator[Ref]:
    """Return all polls, the oldest first."""
    for public_id in Poll.objects.order_by("pk").values_list("public_id", flat=True).iterator():
        yield Ref("poll", public_id)


def settled_for(user: "User", refs: list[Ref]) -> set[Ref]:
    """Return those of some polls that ``user`` answered, or organises: nothing waits for them."""
    ids = [ref.id for ref in refs]
    answered = Participant.objects.filter(user=user, poll__public_id__in=ids).order_by()
    own = Poll.objects.filter(organiser=user, public_id__in=ids).order_by()
    settled = answered.values_list("poll__public_id").union(own.values_list("public_id"))
    return {Ref("poll", public_id) for (public_id,) in settled}


def _facts(poll: Poll, slots: list[Slot]) -> ResourceFacts:
    bounds = sorted(_instants(slot, poll) for slot in slots if slot.day)
    dues = [instant for instant in (poll.deadline, *(one[0] for one in bounds[:1])) if instant]
    ends = [instant for instant in (poll.deadline, *(one[1] for one in bounds[-1:])) if instant]
    chosen = next((slot for slot in slots if slot.pk == poll.decided_slot_id), None)
    has_date = chosen is not None and chosen.day is not None
    starts_at, ends_at = _instants(chosen, poll) if chosen and has_date else (None, None)
    return ResourceFacts(
        ref=poll.ref,
        title=poll.title,
        url=poll.get_absolute_url(),
        state=poll.current_state,
        changed_at=poll.changed_at,
        starts_at=starts_at,
        ends_at=ends_at,
        whole_day=chosen is not None and has_date and chosen.start is None,
        asks=poll.is_open,
        due_at=min(dues, default=None) if poll.is_open else None,
        expected_until=min(ends, default=None) if poll.is_open else None,
        owner=poll.organiser_id,
    )


def _instants(slot: Slot, poll: Poll) -> tuple[datetime, datetime]:
    """Return when a slot begins and ends; a whole day, from midnight to midnight."""
    zone = ZoneInfo(poll.time_zone)
    start, end = slot.bounds(zone)
    if isinstance(start, datetime) and isinstance(end, datetime):
        return start, end
    return datetime.combine(start, time(), zone), datetime.combine(end, time(), zone)


register_resource_type(
    ResourceType(
        ref_type="poll",
        service="polls",
        name=pgettext_lazy("kind of thing", "Poll"),
        states=dict(Poll.State.choices),
        icon="calendar",
        expected=pgettext_lazy("what is expected", "Answer"),
        facts=facts_of,
        refs=all_refs,
        settled=settled_for,
    )
)
