"""Activities among the things of the index: they stand below the kit and cannot call it."""

from collections.abc import Iterable

from django.utils.translation import pgettext_lazy

from trousse.activities.queries import activities_at, all_activity_refs, state_words
from trousse.core.refs import Ref
from trousse.kit.contexts import ACTIVITY, forget_context
from trousse.kit.resources import ResourceFacts, refresh_ref, register_resource_type
from trousse.kit.types import ResourceType
from trousse.sharing.things import on_change


def facts_of(refs: list[Ref]) -> Iterable[ResourceFacts]:
    """Return what lists show of those of some activities that exist, in one query."""
    return [
        ResourceFacts(
            ref=activity.ref,
            title=activity.title,
            url=activity.get_absolute_url(),
            state=activity.state,
            changed_at=activity.changed_at,
            owner=activity.created_by_id,
        )
        for activity in activities_at(refs)
    ]


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


def _follow(ref: Ref) -> None:
    if ref.type == ACTIVITY:
        refresh_ref(ref)
    else:
        forget_context(ref)
