"""Telling people what they are owed: a few at a time, with the event locked."""

from contextlib import suppress

from django.db import transaction
from django.db.models import F, Q, QuerySet

from trousse.agenda.letters import letter_of
from trousse.agenda.models import Attendance, Event
from trousse.core.errors import InvalidInput
from trousse.core.mail import queue_letter

AT_ONCE = 50
"""Letters per transaction: short enough for pages to write meanwhile, on SQLite too."""


def tell_some(event_id: str) -> bool:
    """Queue some of the letters that an event owes; tell whether any may be left."""
    with transaction.atomic():
        event = Event.objects.select_for_update().filter(public_id=event_id).first()
        if event is None:
            return False
        rows = list(_owed(event)[:AT_ONCE])
        for row in rows:
            _tell(event, row)
        return len(rows) == AT_ONCE


def tell_everybody(event: Event) -> None:
    """Queue all the letters that ``event``, locked by the caller, owes."""
    for row in _owed(event):
        _tell(event, row)


def _owed(event: Event) -> QuerySet[Attendance]:
    rows = event.attendances.filter(Q(told__isnull=True) | Q(told__lt=F("owed")))
    return rows.select_related("user", "guest").order_by("pk")


def _tell(event: Event, row: Attendance) -> None:
    letter = letter_of(event, row)
    if letter is not None:
        with suppress(InvalidInput):  # an address that is one no longer
            queue_letter(letter)
    if row.is_removed:
        row.delete()
        return
    row.told = row.owed
    row.save(update_fields=["told"])
