"""Activities among the things of the index: they stand below the kit and cannot call it."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import pgettext_lazy

from trousse.activities.queries import activities_at, all_activity_refs, state_words
from trousse.activities.queries import context_of as activity_with
from trousse.agenda.queries import dates_of
from trousse.core.refs import Ref
from trousse.kit.contexts import ACTIVITY, forget_context
from trousse.kit.events import on_event
from trousse.kit.resources import ResourceFacts, refresh_ref, register_resource_type
from trousse.kit.types import ResourceType
from trousse.sharing.things import on_change
from trousse_kit.events import CloudEvent
from trousse_kit.manifest.block import Block

if TYPE_CHECKING:
    from trousse.activities.models import Activity
    from trousse.agenda.models import Event


def facts_of(refs: list[Ref]) -> Iterable[ResourceFacts]:
    """Return what lists show of those of some activities that exist, in two queries."""
    dates = dates_of(refs)
    return [_facts(activity, dates.get(activity.ref)) for activity in activities_at(refs)]


def _facts(activity: "Activity", date: "Event | None") -> ResourceFacts:
    starts_at, ends_at, whole_day = _instants(date) if date else (None, None, False)
    return ResourceFacts(
        ref=activity.ref,
        title=activity.title,
        url=activity.get_absolute_url(),
        state=activity.state,
        changed_at=activity.changed_at,
        starts_at=starts_at,
        ends_at=ends_at,
        whole_day=whole_day,
        owner=activity.created_by_id,
    )


def _instants(date: "Event") -> tuple[datetime, datetime, bool]:
    """Return when an event begins and ends; a whole day, from midnight to midnight of its zone."""
    start, end = date.bounds
    if isinstance(start, datetime) and isinstance(end, datetime):
        return start, end, False
    zone = ZoneInfo(date.zone)
    return datetime.combine(start, time(), zone), datetime.combine(end, time(), zone), True


def index_activities() -> None:
    """Keep activities in the index, from the rooms that change them."""
    register_resource_type(
        ResourceType(
            ref_type=ACTIVITY,
            service="activities",
            name=pgettext_lazy("kind of thing", "Activity"),
            states=state_words(),
            marks={"done": "decided"},
            icon="people",
            facts=facts_of,
            refs=all_activity_refs,
        )
    )
    on_change(_follow)
    on_event("poll.decided", "poll.reopened", name="kit.date_of_activity", handle=_follow_date)


def _follow(ref: Ref) -> None:
    if ref.type == ACTIVITY:
        refresh_ref(ref)
    else:
        forget_context(ref)


def _follow_date(event: CloudEvent, _data: Block) -> None:
    """A date that is set or called off inside an activity is the activity's own."""
    if activity := activity_with(Ref.parse(event.subject)):
        refresh_ref(activity)
