"""Letting in at once the people, groups and addresses that somebody chose."""

from typing import TYPE_CHECKING

from django.db import transaction

from trousse.accounts.operations import invite_guest
from trousse.activities.letters import queue_guest_link
from trousse.activities.models import Activity, ActivityPerson
from trousse.activities.operations import add_guest, add_person
from trousse.directory.group_queries import members_of
from trousse.notifications.operations import Notice, notify
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.picker import Picked


@transaction.atomic
def let_in(activity: Activity, picked: "Picked", role: Role, *, by: "User") -> int:
    """Let in whoever was chosen, groups as the members they have now; tell those who are new.

    Whoever is in already keeps the role they have: it is changed one by one. Guests never become
    responsible. Returns how many came in. Raises Conflict when the activity would be too full.
    """
    there = set(activity.people.values_list("user", flat=True))
    chosen = {user.pk: user for user in picked.people}
    for group in picked.groups:
        chosen.update({user.pk: user for user in members_of(group)})
    new = [user for pk, user in chosen.items() if pk not in there]
    rows = [add_person(activity, user, role, by=by) for user in new]
    for user, row in zip(new, rows, strict=True):
        _tell(activity, user, row, by)
    return len(new) + sum(_let_guest_in(activity, one, role, by) for one in picked.emails)


def _let_guest_in(activity: Activity, address: str, role: Role, by: "User") -> bool:
    name = address.partition("@")[0]
    guest, token = invite_guest(name, address, by.language, invited_by=by)
    if activity.people.filter(guest=guest).exists():
        return False
    person = add_guest(activity, guest, min(role, Role.EDIT), by=by)
    queue_guest_link(activity, person, token, by)
    return True


def _tell(activity: Activity, user: "User", row: ActivityPerson, by: "User") -> None:
    notice = Notice(
        kind="activities.added",
        about=activity.ref,
        url=activity.get_absolute_url(),
        params={"actor": by.full_name, "title": activity.title},
        actor=by,
        key=f"{activity.ref}/added/{row.public_id}",
    )
    notify([user], notice)
