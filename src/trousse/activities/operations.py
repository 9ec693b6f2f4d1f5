"""Writes of activities: each one transaction, audited, told, harmless when repeated.

Who may do what is the caller's question (``access``). Each write locks the activity's row first,
so that a person and a thing that come in at the same moment meet: whoever is second sees both.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from trousse.activities import events, members
from trousse.activities.models import REF_TYPE, Activity, ActivityPerson, ActivityThing
from trousse.agenda.operations import (
    add_people,
    cancel_event,
    follow_context,
    remove_people,
)
from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict, InvalidInput, NotFound
from trousse.core.outbox import publish
from trousse.core.refs import Ref
from trousse.sharing.operations import forget_thing, withdraw_origin
from trousse.sharing.roles import Role
from trousse.sharing.things import describe, tell_changed

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User
    from trousse.core.outbox import DomainEvent

MOST_PEOPLE, MOST_THINGS = 200, 100
OUTSIDE = frozenset({REF_TYPE, "event"})
"""What is in no activity: another activity, and the date that an activity has anyway."""


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """What an activity is about; texts are clean."""

    title: str
    description: str = ""


@transaction.atomic
def create_activity(creator: "User", draft: ActivityDraft, *, key: str) -> Activity:
    """Make an activity that ``creator`` is responsible for; the same ``key`` returns the first."""
    activity, is_new = Activity.objects.get_or_create(
        created_by=creator,
        creation_key=key,
        defaults={"title": draft.title, "description": draft.description},
    )
    if is_new:
        person = activity.people.create(user=creator, role=Role.MANAGE)
        members.grant_one(activity, person, [])
        audit.record("activities:activity:create", subject=activity.ref, actor=creator)
        publish(activity.ref, events.ActivityCreated())
        tell_changed(activity.ref)
    return activity


@transaction.atomic
def edit_activity(activity: Activity, draft: ActivityDraft, *, by: "User | None") -> Activity:
    """Change the texts."""
    return _change(activity, "edit", by, title=draft.title, description=draft.description)


@transaction.atomic
def set_state(activity: Activity, state: Activity.State, *, by: "User | None") -> Activity:
    """Say where the activity stands."""
    return _change(activity, "state", by, state=state)


@transaction.atomic
def set_next_step(
    activity: Activity, text: str, due: date | None, *, by: "User | None"
) -> Activity:
    """Say what comes next and until when; an empty text clears both."""
    return _change(activity, "step", by, next_step=text, next_step_on=due if text else None)


@transaction.atomic
def add_ref(activity: Activity, ref: Ref, *, by: "User | None") -> None:
    """Put a thing at the end of the activity's list: everybody in it may open it from now on.

    Raises NotFound when the thing does not exist, Conflict when it is in another activity or the
    activity is full, InvalidInput for a type that belongs in none.
    """
    locked = _lock(activity)
    known = ActivityThing.objects.filter(ref=str(ref)).first()
    if known is not None:
        if known.activity_id == locked.pk:
            return
        raise Conflict(_("This is already part of another activity."))
    _check_new_thing(locked, ref)
    last = locked.things.aggregate(last=Max("position"))["last"] or 0
    locked.things.create(ref=str(ref), position=last + 1)
    members.grant_all(locked, ref)
    follow_context(ref)
    tell_changed(ref)
    _note(locked, "add_thing", by, events.ThingAdded(thing=str(ref)))


@transaction.atomic
def remove_ref(activity: Activity, ref: Ref, *, by: "User | None") -> None:
    """Take a thing out: what the activity gave on it goes, what was given by hand stays."""
    locked = _lock(activity)
    gone, _details = locked.things.filter(ref=str(ref)).delete()
    if gone:
        members.withdraw_thing(locked, ref)
        follow_context(ref)
        tell_changed(ref)
        _note(locked, "remove_thing", by, events.ThingRemoved(thing=str(ref)))


@transaction.atomic
def move_ref(activity: Activity, ref: Ref, steps: int, *, by: "User | None") -> None:
    """Move a thing ``steps`` places down the list (up when negative), as far as it goes."""
    locked = _lock(activity)
    rows = list(locked.things.all())
    here = next((place for place, row in enumerate(rows) if row.ref == str(ref)), None)
    if here is None:
        raise NotFound
    there = min(max(here + steps, 0), len(rows) - 1)
    if here == there:
        return
    rows.insert(there, rows.pop(here))
    for place, row in enumerate(rows, start=1):
        row.position = place
    ActivityThing.objects.bulk_update(rows, ["position"])
    _note(locked, "move_thing", by, events.ActivityChanged(state=locked.state))


@transaction.atomic
def forget_ref(ref: Ref) -> None:
    """Drop a thing that is being deleted from its activity; sharing drops the rights."""
    row = ActivityThing.objects.filter(ref=str(ref)).select_related("activity").first()
    if row is not None:
        locked = _lock(row.activity)
        row.delete()
        _note(locked, "remove_thing", None, events.ThingRemoved(thing=str(ref)))


@transaction.atomic
def add_person(
    activity: Activity, user: "User", role: Role, *, by: "User | None"
) -> ActivityPerson:
    """Let somebody in, or give them another role, on the activity and all its things.

    Raises Conflict when nobody would be responsible any more, or when the activity is full.
    """
    locked = _lock(activity)
    person = locked.people.filter(user=user).first()
    if person is None:
        person = _let_in(locked, ActivityPerson(activity=locked, user=user, role=role), by)
        add_people(locked.ref, [user])
    else:
        _change_role(locked, person, role, by)
    return person


@transaction.atomic
def add_guest(
    activity: Activity, guest: "Guest", role: Role, *, by: "User | None"
) -> ActivityPerson:
    """Let the holder of a personal link in. Raises InvalidInput above EDIT."""
    if role > Role.EDIT:
        raise InvalidInput(_("A guest cannot be responsible."), field="role")
    locked = _lock(activity)
    person = locked.people.filter(guest=guest).first()
    if person is None:
        person = _let_in(locked, ActivityPerson(activity=locked, guest=guest, role=role), by)
        add_people(locked.ref, [], [guest])
    else:
        _change_role(locked, person, role, by)
    return person


@transaction.atomic
def remove_person(activity: Activity, user: "User", *, by: "User | None") -> None:
    """Let somebody go: all that the activity gave them goes with them.

    Raises Conflict when nobody would be responsible any more.
    """
    locked = _lock(activity)
    person = locked.people.filter(user=user).select_related("user").first()
    if person is not None:
        _let_go(locked, person, by)
        remove_people(locked.ref, [user])


@transaction.atomic
def remove_guest(activity: Activity, guest: "Guest", *, by: "User | None") -> None:
    """Let a guest go; their personal link opens nothing of the activity any more."""
    locked = _lock(activity)
    person = locked.people.filter(guest=guest).select_related("guest").first()
    if person is not None:
        _let_go(locked, person, by)
        remove_people(locked.ref, [], [guest])


@transaction.atomic
def remove_member(activity: Activity, person: ActivityPerson) -> None:
    """Let somebody go whose data is erased, whoever stays behind."""
    locked = _lock(activity)
    members.withdraw_one(locked, person)
    users, guests = _as_lists(person)
    remove_people(locked.ref, users, guests)
    fact = events.PersonRemoved(person=person.public_id)
    locked.people.filter(pk=person.pk).delete()
    _note(locked, "remove_person", None, fact)


@transaction.atomic
def set_heir(activity: Activity, leaving: ActivityPerson) -> ActivityPerson | None:
    """Return who is responsible once ``leaving`` is gone, made so if need be; None for nobody."""
    locked = _lock(activity)
    others = locked.people.exclude(pk=leaving.pk).filter(user__isnull=False, user__is_active=True)
    heir = others.order_by("-role", "created_at", "pk").select_related("user").first()
    if heir is not None:
        _change_role(locked, heir, Role.MANAGE, None)
    return heir


@transaction.atomic
def hand_over(guest: "Guest", heir: "User | None") -> None:
    """Put the account of a guest in their place, or let them go; sharing moves the rights."""
    for person in ActivityPerson.objects.filter(guest=guest).select_related("activity"):
        locked = _lock(person.activity)
        role = Role(person.role)
        person.delete()
        if heir is None:
            _note(locked, "remove_person", None, events.PersonRemoved(person=person.public_id))
        elif not locked.people.filter(user=heir, role__gte=role).exists():
            add_person(locked, heir, role, by=None)


@transaction.atomic
def delete_activity(activity: Activity, *, by: "User | None") -> None:
    """Remove an activity and all that it gave; its things stay with those who made them."""
    locked = Activity.objects.select_for_update().filter(pk=activity.pk).first()
    if locked is None:
        return
    refs = [row.thing for row in locked.things.all()]
    locked.things.all().delete()
    withdraw_origin(locked.ref)
    for ref in refs:
        follow_context(ref)
        tell_changed(ref)
    cancel_event(locked.ref, by=by)
    forget_thing(locked.ref)
    audit.record("activities:activity:delete", subject=locked.ref, actor=by)
    publish(locked.ref, events.ActivityDeleted())
    locked.delete()


def _as_lists(person: ActivityPerson) -> "tuple[list[User], list[Guest]]":
    return (
        [person.user] if person.user is not None else [],
        [person.guest] if person.guest is not None else [],
    )


def _lock(activity: Activity) -> Activity:
    locked = Activity.objects.select_for_update().filter(pk=activity.pk).first()
    if locked is None:
        raise Conflict(_("This activity has just been deleted."))
    return locked


def _check_new_thing(activity: Activity, ref: Ref) -> None:
    if ref.type in OUTSIDE:
        raise InvalidInput(_("This cannot be part of an activity."), field="thing")
    if describe(ref) is None:
        raise NotFound
    if activity.things.count() >= MOST_THINGS:
        raise Conflict(_("This activity holds too many things already."))


def _let_in(activity: Activity, person: ActivityPerson, by: "User | None") -> ActivityPerson:
    if activity.people.count() >= MOST_PEOPLE:
        raise Conflict(_("This activity holds too many people already."))
    person.save()
    members.grant_one(activity, person, _refs(activity))
    fact = events.PersonAdded(person=person.public_id, role=person.role)
    _note(activity, "add_person", by, fact)
    return person


def _change_role(activity: Activity, person: ActivityPerson, role: Role, by: "User | None") -> None:
    if person.role == role:
        return
    if role < Role.MANAGE:
        _keep_somebody_responsible(activity, person)
    person.role = role
    person.save(update_fields=["role"])
    members.grant_one(activity, person, _refs(activity))
    fact = events.PersonAdded(person=person.public_id, role=role)
    _note(activity, "change_role", by, fact)


def _let_go(activity: Activity, person: ActivityPerson, by: "User | None") -> None:
    _keep_somebody_responsible(activity, person)
    members.withdraw_one(activity, person)
    fact = events.PersonRemoved(person=person.public_id)
    person.delete()
    _note(activity, "remove_person", by, fact)


def _keep_somebody_responsible(activity: Activity, leaving: ActivityPerson) -> None:
    others = activity.people.exclude(pk=leaving.pk)
    if leaving.role == Role.MANAGE and not others.filter(role=Role.MANAGE).exists():
        raise Conflict(_("Nobody would be responsible any more. Name somebody else first."))


def _refs(activity: Activity) -> list[Ref]:
    return [row.thing for row in activity.things.all()]


def _change(activity: Activity, verb: str, by: "User | None", **values: object) -> Activity:
    """Write what differs; nothing happens when nothing does."""
    locked = _lock(activity)
    changed = {name: value for name, value in values.items() if getattr(locked, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(locked, name, value)
        locked.save(update_fields=[*changed])
        _note(locked, verb, by, events.ActivityChanged(state=locked.state))
    return locked


def _note(activity: Activity, verb: str, by: "User | None", fact: "DomainEvent") -> None:
    activity.changed_at = now()
    activity.save(update_fields=["changed_at"])
    audit.record(f"activities:activity:{verb}", subject=activity.ref, actor=by)
    publish(activity.ref, fact)
    tell_changed(activity.ref)
