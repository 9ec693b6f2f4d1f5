"""Writes of the agenda: each one transaction; the letters leave afterwards, from a task."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trousse.agenda import attending, contexts, events
from trousse.agenda.attending import Invited, PeopleChange
from trousse.agenda.drafts import EventDraft
from trousse.agenda.models import Attendance, Event
from trousse.agenda.tasks import send_letters
from trousse.agenda.telling import tell_everybody
from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict
from trousse.core.ids import new_public_id
from trousse.core.outbox import publish
from trousse.core.refs import Ref
from trousse.core.tasks import enqueue

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User

__all__ = [
    "EventDraft",
    "add_people",
    "answer_event",
    "cancel_event",
    "follow_context",
    "forget_event",
    "put_event",
    "remove_people",
]

WHEN = ("first_day", "day_after", "starts_at", "ends_at", "zone")


@transaction.atomic
def put_event(
    about: Ref,
    draft: EventDraft,
    *,
    organiser: "User",
    people: Iterable["User"] = (),
    guests: Iterable["Guest"] = (),
    tells_organiser: bool = True,
) -> Event:
    """Make the event of a thing, or bring it up to date; the organiser is always on it.

    ``tells_organiser``: False for somebody with many of them, who reads them in the agenda.

    Everybody with an address receives a calendar letter when the event is new, changed or no
    longer cancelled; otherwise only those who come onto it or leave it do. Called twice with
    the same values it does nothing the second time. When the thing is inside an activity, the
    event is the activity's: whoever is in the activity is on it too.
    """
    event, is_new = _locked_or_new(about, draft, organiser)
    context = contexts.people_of(event.thing) if event.thing != about else contexts.People()
    event.sequence += 1
    change = attending.replace_people(
        event, Invited.of([organiser, *people], guests), Invited.of(context.users, context.guests)
    )
    changed = _apply(event, about, draft, organiser)
    if is_new or changed or change:
        _tell_change(event, changed, change, organiser)
        if not tells_organiser:
            attending.owe_nothing(event, organiser)
    else:
        event.sequence -= 1
        event.save(update_fields=["source"])
    return event


@transaction.atomic
def cancel_event(
    about: Ref, *, by: "User | None" = None, tells_organiser: bool = True
) -> Event | None:
    """Call off the event of a thing: those who had received it are told. Twice does nothing.

    A thing inside an activity calls off the activity's event only if it had set the date.
    """
    event = _find_locked(about)
    if event is None or event.is_cancelled:
        return event
    event.status = Event.Status.CANCELLED
    event.sequence += 1
    attending.owe_everybody(event, answers_again=False)
    if not tells_organiser and event.organiser is not None:
        attending.owe_nothing(event, event.organiser)
    _save(event)
    audit.record("agenda:event:cancel", subject=event.ref, actor=by)
    publish(event.ref, events.EventCancelled(about=event.about, calendar_sequence=event.sequence))
    enqueue(send_letters, event=event.public_id)
    return event


@transaction.atomic
def forget_event(about: Ref) -> None:
    """Remove the event of a thing that is deleted, once the letters it owed are queued.

    It calls nothing off: a meeting that took place is not cancelled by tidying up. The thing
    cancels first (:func:`cancel_event`) when people must know. The date of an activity stays
    when the thing that had set it goes.
    """
    event = _find_locked(about)
    if event is None:
        return
    if event.thing != about:
        Event.objects.filter(pk=event.pk).update(source=event.about)
        return
    tell_everybody(event)
    attending.date_feeds(attending.present(event))
    event.delete()


@transaction.atomic
def add_people(about: Ref, people: Iterable["User"], guests: Iterable["Guest"] = ()) -> None:
    """Put people on the event of an activity, if it has one: they receive it."""
    event = _find_locked(about)
    if event is not None:
        event.sequence += 1
        _people_changed(event, attending.add_people(event, Invited.of(people, guests)))


@transaction.atomic
def remove_people(about: Ref, people: Iterable["User"], guests: Iterable["Guest"] = ()) -> None:
    """Take people off the event of a thing or activity: their calendars drop it."""
    event = _find_locked(about)
    if event is not None:
        event.sequence += 1
        _people_changed(event, attending.remove_people(event, Invited.of(people, guests)))


@transaction.atomic
def follow_context(thing: Ref) -> None:
    """Move the event of ``thing`` to the activity it has just entered, or back when it left.

    Its UID stays, so that calendars see one event. An activity has one date: a thing of the same
    date joins that event, and its own is called off. Raises Conflict for a thing of another date:
    nobody's meeting is called off by tidying up.
    """
    event = _find_locked(thing)
    target = contexts.context_of(thing) or thing
    if event is None or event.source != str(thing) or event.thing == target:
        return
    rival = Event.objects.select_for_update().filter(about=str(target)).first()
    if rival is not None and rival.is_cancelled:
        rival.delete()
    elif rival is not None:
        _join(event, rival)
        return
    event.about = str(target)
    event.sequence += 1
    if target == thing:
        change = attending.remove_context(event)
    else:
        people = contexts.people_of(target)
        change = attending.add_people(event, Invited.of(people.users, people.guests))
    Event.objects.filter(pk=event.pk).update(about=event.about)
    _people_changed(event, change)


def _join(event: Event, other: Event) -> None:
    """Let the people of ``event`` come onto ``other``, of the same date, and call the first off."""
    if not event.is_cancelled:
        if event.bounds != other.bounds:
            raise Conflict(
                _("This activity has another date already. Call one of the two off first.")
            )
        rows = list(attending.present(event).select_related("user", "guest"))
        other.sequence += 1
        users = [row.user for row in rows if row.user]
        guests = [row.guest for row in rows if row.guest]
        _people_changed(other, attending.add_people(other, Invited.of(users, guests)))
        cancel_event(Ref.parse(event.source))
    forget_event(Ref.parse(event.source))


@transaction.atomic
def answer_event(attendance: Attendance, answer: Attendance.Answer) -> None:
    """Keep what somebody says about coming; the same answer again does nothing."""
    rows = Attendance.objects.filter(pk=attendance.pk).exclude(answer=answer)
    if rows.update(answer=answer, changed_at=now()):
        audit.record("agenda:event:answer", subject=attendance.event.ref, actor=attendance.user)
        publish(attendance.event.ref, events.EventAnswered())


def _locked_or_new(about: Ref, draft: EventDraft, organiser: "User") -> tuple[Event, bool]:
    known = _find_locked(about)
    if known is not None:
        return known, False
    target = contexts.context_of(about) or about
    event, is_new = Event.objects.get_or_create(
        about=str(target),
        defaults={
            "source": str(about),
            "uid": _free_uid(about),
            "organiser": organiser,
            **draft.columns(),
        },
    )
    if is_new:
        return event, True
    return Event.objects.select_for_update().get(pk=event.pk), False


def _find_locked(about: Ref) -> Event | None:
    """Return the event whose date ``about`` set, or that of the activity ``about``, locked."""
    named = Q(source=str(about)) | Q(about=str(about))
    return Event.objects.select_for_update().filter(named).order_by("pk").first()


def _free_uid(about: Ref) -> str:
    """Return ``poll-<id>@host``, or a longer one when an event that moved on keeps that."""
    name, host = f"{about.type}-{about.id}", settings.SITE_HOST
    if not Event.objects.filter(uid=f"{name}@{host}").exists():
        return f"{name}@{host}"
    return f"{name}-{new_public_id()}@{host}"


def _apply(event: Event, about: Ref, draft: EventDraft, organiser: "User") -> dict[str, Any]:
    """Write the draft onto the row; return the columns that changed with their new values."""
    wanted = {**draft.columns(), "organiser_id": organiser.pk, "source": str(about)}
    wanted["status"] = Event.Status.CONFIRMED
    changed = {name: value for name, value in wanted.items() if getattr(event, name) != value}
    for name, value in changed.items():
        setattr(event, name, value)
    return {name: value for name, value in changed.items() if name != "source"}


def _tell_change(
    event: Event, changed: dict[str, Any], change: PeopleChange, organiser: "User"
) -> None:
    if changed:
        attending.owe_everybody(event, answers_again=bool(changed.keys() & {*WHEN}))
    _keep(event, "agenda:event:put", change, organiser)


def _people_changed(event: Event, change: PeopleChange) -> None:
    if change:
        _keep(event, "agenda:event:people", change, None)


def _keep(event: Event, action: str, change: PeopleChange, actor: "User | None") -> None:
    """Save the event and what tells about it."""
    _save(event)
    details = {"added": change.added, "removed": change.removed}
    audit.record(action, subject=event.ref, actor=actor, details=details)
    publish(event.ref, events.EventPut(about=event.about, calendar_sequence=event.sequence))
    enqueue(send_letters, event=event.public_id)


def _save(event: Event) -> None:
    event.changed_at = now()
    event.save()
