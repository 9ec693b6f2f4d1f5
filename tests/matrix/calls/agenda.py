"""An event on which are all who have a role; secret feeds and busy times of one's own."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.matrix.calling import Call, calls
from tests.matrix.world import ROLES, World
from trousse.agenda.feeds import address_of, renew_feed
from trousse.agenda.models import Event
from trousse.agenda.operations import EventDraft, put_event
from trousse.core.refs import Ref

BUSY = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//matrix//FR\r
BEGIN:VEVENT\r
UID:1@matrix\r
DTSTAMP:20261101T000000Z\r
DTSTART:20261201T090000Z\r
DTEND:20261201T100000Z\r
END:VEVENT\r
END:VCALENDAR\r
"""


def _event(world: World) -> Event:
    days = {"start": date(2026, 12, 1), "end": date(2026, 12, 2), "whole_day": True}
    return put_event(
        Ref("poll", "matrix"),
        EventDraft("Conseil", "", "", **days),
        organiser=world.people["responsible"],
        people=[world.people[actor] for actor in ROLES],
        guests=[world.guest],
    )


@calls("agenda:event", "agenda:calendar", "agenda:answer")
def _of_event(world: World, actor: str) -> Call:
    return Call({"event_id": _event(world).public_id}, data={"answer": "yes"})


@calls("agenda:feed")
def _feed(world: World, actor: str) -> Call:
    secret = address_of(renew_feed(world.people["responsible"]))
    return Call({"token": secret.rpartition("/")[2].removesuffix(".ics")})


@calls("agenda:import")
def _busy(world: World, actor: str) -> Call:
    return Call(data={"file": SimpleUploadedFile("a.ics", BUSY, "text/calendar")})
