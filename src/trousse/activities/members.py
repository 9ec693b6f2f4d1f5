"""Rights that follow from being in an activity: one grant per person and thing, and no more.

Every grant written here has the activity as its origin, so that exactly those are withdrawn.
Callers hold the activity's row locked.
"""

from collections.abc import Iterable

from trousse.activities.models import Activity, ActivityPerson
from trousse.core.refs import Ref
from trousse.sharing.operations import grant_guest, grant_person, withdraw_origin
from trousse.sharing.roles import Role

MOST_ON_THINGS = Role.EDIT
"""An activity makes nobody responsible for a thing: its maker keeps that, and shares it on."""


def grant_one(activity: Activity, person: ActivityPerson, refs: Iterable[Ref]) -> None:
    """Give somebody their role on the activity, and up to EDIT on each of its things."""
    role = Role(person.role)
    _grant(activity, person, activity.ref, role)
    for ref in refs:
        _grant(activity, person, ref, min(role, MOST_ON_THINGS))


def grant_all(activity: Activity, ref: Ref) -> None:
    """Give everybody in the activity their role on a thing that came in."""
    for person in activity.people.select_related("user", "guest"):
        _grant(activity, person, ref, min(Role(person.role), MOST_ON_THINGS))


def withdraw_one(activity: Activity, person: ActivityPerson) -> None:
    """Take back all that the activity gave to somebody."""
    withdraw_origin(activity.ref, user=person.user, guest=person.guest)


def withdraw_thing(activity: Activity, ref: Ref) -> None:
    """Take back what the activity gave on a thing that went out."""
    withdraw_origin(activity.ref, ref=ref)


def _grant(activity: Activity, person: ActivityPerson, ref: Ref, role: Role) -> None:
    if person.user is not None:
        grant_person(ref, person.user, role, by=None, origin=activity.ref)
    elif person.guest is not None:
        grant_guest(ref, person.guest, role, by=None, origin=activity.ref)
