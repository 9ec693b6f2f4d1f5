"""What activities offer to the rest of Trousse: they stand below the kit and cannot register."""

from typing import TYPE_CHECKING, Any

from django.conf import settings

from trousse.activities.access import access_activity
from trousse.activities.operations import (
    ActivityDraft,
    create_activity,
    delete_activity,
    edit_activity,
    set_state,
)
from trousse.activities.queries import activities_of
from trousse.core.errors import NotAllowed
from trousse.core.ids import new_public_id
from trousse.core.refs import Ref
from trousse.kit.capabilities import Caller, Done, register_action
from trousse.kit.contexts import ACTIVITY
from trousse.sharing.roles import Role
from trousse_kit.actions import (
    ArchiveRequest,
    CreateRequest,
    OpenRequest,
    RecentRequest,
    Thing,
    ThingAnswer,
    ThingsAnswer,
    UpdateRequest,
)

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.activities.models import Activity

SERVICE = "activities"


def create(request: CreateRequest, caller: Caller) -> Done[ThingAnswer]:
    """Make an activity."""
    draft = ActivityDraft(request.title, request.description)
    activity = create_activity(_person(caller), draft, key=new_public_id())
    return Done(_answer(activity), {"ref": str(activity.ref)})


def uncreate(before: dict[str, Any], caller: Caller) -> None:
    """Delete what was made."""
    delete_activity(_activity(before["ref"], caller, Role.MANAGE), by=_person(caller))


def open_(request: OpenRequest, caller: Caller) -> ThingAnswer:
    """Say where an activity opens."""
    return _answer(_activity(request.ref, caller, Role.VIEW))


def update(request: UpdateRequest, caller: Caller) -> Done[ThingAnswer]:
    """Change the texts that are given."""
    activity = _activity(request.ref, caller, Role.EDIT)
    before = {"title": activity.title, "description": activity.description}
    given = request.model_dump(include=set(before), exclude_none=True)
    changed = edit_activity(activity, ActivityDraft(**(before | given)), by=_person(caller))
    return Done(_answer(changed), {"ref": request.ref, "texts": before})


def unupdate(before: dict[str, Any], caller: Caller) -> None:
    """Put the texts back."""
    activity = _activity(before["ref"], caller, Role.EDIT)
    edit_activity(activity, ActivityDraft(**before["texts"]), by=_person(caller))


def archive(request: ArchiveRequest, caller: Caller) -> Done[ThingAnswer]:
    """Put an activity away."""
    activity = _activity(request.ref, caller, Role.EDIT)
    before = {"ref": request.ref, "state": activity.state}
    archived = set_state(activity, activity.State.ARCHIVED, by=_person(caller))
    return Done(_answer(archived), before)


def unarchive(before: dict[str, Any], caller: Caller) -> None:
    """Bring it back as it was."""
    activity = _activity(before["ref"], caller, Role.EDIT)
    set_state(activity, activity.State(before["state"]), by=_person(caller))


def recent(request: RecentRequest, caller: Caller) -> ThingsAnswer:
    """Return the last changed activities of a person."""
    mine = activities_of(_person(caller))[: request.limit]
    return ThingsAnswer(things=tuple(_thing(activity) for activity in mine))


def offer_activity_actions() -> None:
    """Tell the kit what activities can be asked to do."""
    register_action(SERVICE, ACTIVITY, "create", create, uncreate)
    register_action(SERVICE, ACTIVITY, "open", open_)
    register_action(SERVICE, ACTIVITY, "update", update, unupdate)
    register_action(SERVICE, ACTIVITY, "archive", archive, unarchive)
    register_action(SERVICE, ACTIVITY, "recent", recent)


def _person(caller: Caller) -> "User":
    if caller.user is None:
        raise NotAllowed
    return caller.user


def _activity(ref: str, caller: Caller, at_least: Role) -> "Activity":
    activity, _role = access_activity(caller.visitor, Ref.parse(ref).id, at_least)
    return activity


def _answer(activity: "Activity") -> ThingAnswer:
    return ThingAnswer(thing=_thing(activity))


def _thing(activity: "Activity") -> Thing:
    url = f"{settings.SITE_URL}{activity.get_absolute_url()}"
    return Thing(ref=str(activity.ref), title=activity.title, url=url, state=activity.state)
