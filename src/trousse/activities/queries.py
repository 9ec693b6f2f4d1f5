"""Reads of activities: which one a thing is in, somebody's own, what and who is in one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.functional import Promise

from trousse.accounts.current import Visitor
from trousse.activities.models import REF_TYPE, Activity, ActivityPerson, ActivityThing
from trousse.agenda.contexts import People
from trousse.core.refs import Ref
from trousse.sharing.access import refs_shared_with, roles_on
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard, describe_all

if TYPE_CHECKING:
    from trousse.accounts.models import User


@dataclass(frozen=True, slots=True)
class ThingLine:
    """A thing of an activity as one visitor sees it. ``role``: theirs on it."""

    ref: Ref
    card: ThingCard
    role: Role


def activity_of(ref: Ref) -> Activity | None:
    """Return the activity that a thing is in, or None."""
    row = ActivityThing.objects.filter(ref=str(ref)).select_related("activity").first()
    return row.activity if row else None


def context_of(ref: Ref) -> Ref | None:
    """Return the ref of the activity that a thing is in, or None."""
    activity = activity_of(ref)
    return activity.ref if activity else None


def refs_in(activity: Ref) -> list[Ref]:
    """Return the things of the activity ``activity`` in its order."""
    rows = ActivityThing.objects.filter(activity__public_id=activity.id)
    words = rows.order_by("position", "pk").values_list("ref", flat=True)
    return [Ref.parse(word) for word in words]


def people_of(ref: Ref) -> People:
    """Return who is in the activity ``ref``."""
    rows = ActivityPerson.objects.filter(activity__public_id=ref.id)
    rows = rows.select_related("user", "guest").order_by("pk")
    return People([row.user for row in rows if row.user], [row.guest for row in rows if row.guest])


def activities_of(user: "User") -> QuerySet[Activity]:
    """Return the activities that ``user`` is in or that are shared with them, latest first."""
    shared = refs_shared_with(user, REF_TYPE)  # whoever is in one holds a grant on it
    return Activity.objects.filter(public_id__in=shared).order_by("-changed_at", "pk")


def things_in(activity: Activity) -> list[Ref]:
    """Return the things of an activity in its order."""
    return [row.thing for row in activity.things.all()]


def visible_things(activity: Activity, visitor: Visitor) -> list[ThingLine]:
    """Return the things that ``visitor`` may open, in the activity's order."""
    refs = things_in(activity)
    roles = roles_on(visitor, refs)
    cards = describe_all(ref for ref in refs if ref in roles)
    return [ThingLine(ref, cards[ref], roles[ref]) for ref in refs if ref in cards]


def cards_of(refs: list[Ref]) -> dict[Ref, ThingCard]:
    """Return how activities look in lists."""
    rows = Activity.objects.filter(public_id__in=[ref.id for ref in refs])
    return {
        row.ref: ThingCard(row.title, row.get_absolute_url(), row.get_state_display(), "activities")
        for row in rows
    }


def activities_at(refs: Iterable[Ref]) -> QuerySet[Activity]:
    """Return the activities that exist among ``refs``."""
    ids = [ref.id for ref in refs if ref.type == REF_TYPE]
    return Activity.objects.filter(public_id__in=ids).order_by("pk")


def all_activity_refs() -> Iterator[Ref]:
    """Return all activities, the oldest first."""
    ids = Activity.objects.order_by("pk").values_list("public_id", flat=True)
    return (Ref(REF_TYPE, public_id) for public_id in ids.iterator())


def state_words() -> dict[str, str | Promise]:
    """Return the states of activities in words, by code."""
    return dict(Activity.State.choices)


def in_activities(refs: Iterable[Ref]) -> set[Ref]:
    """Return those of ``refs`` that are in an activity already."""
    rows = ActivityThing.objects.filter(ref__in=[str(ref) for ref in refs])
    return {row.thing for row in rows}
