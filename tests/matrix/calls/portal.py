"""Pages that belong to no service, and those of demo mode."""

from django.db import transaction

from tests.matrix.calling import Call, calls
from tests.matrix.world import World
from trousse.core.mail import CalendarPart, Letter, queue_letter
from trousse.core.mail.queries import recent_letters


@calls("ui:set_color_mode")
def _mode(world: World, actor: str) -> Call:
    return Call(data={"theme": "dark", "next": "/contact/"})


@calls("ui:offline_page", "ui:offline_words")
def _offline(world: World, actor: str) -> Call:
    return Call({"language": "fr"})


@calls("ui:offline_choice")
def _keeping(world: World, actor: str) -> Call:
    return Call(data={"offline": "on", "next": "/contact/"})


@calls("demo:letter", "demo:invitation")
def _letter(world: World, actor: str) -> Call:
    with transaction.atomic():
        part = CalendarPart(b"BEGIN:VCALENDAR", "REQUEST", "x.ics")
        queue_letter(Letter("matrix", "k@x.example", "Sujet", "Bonjour", calendar=part))
    return Call({"letter_id": recent_letters(1)[0].id})
