"""Appointments of a demo instance: a parents' evening that some families have booked."""

from datetime import date, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from trousse.accounts.queries import demo_users
from trousse.core.clock import now
from trousse.core.demo import demo_filler
from trousse.services.polls.booking.creating import Asked, BookingDraft, create_booking
from trousse.services.polls.booking.making import Opening, Rhythm, make_appointments
from trousse.services.polls.booking.rows import Wish
from trousse.services.polls.booking.taking import take_appointment
from trousse.services.polls.models import Poll
from trousse.sharing.access import Standing
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import User

KEY = "demo-parents-professeurs"
ORGANISER, ZONE = "Élise", "Europe/Paris"
TUESDAY = 1
FAMILIES = {2: ("Famille Roux", "Noé R."), 3: ("M. Diallo", "Awa D."), 7: ("Mme Petit", "Lou P.")}
"""Who took which appointment of the evening, and for which pupil."""


@demo_filler("appointments", order=21)
def fill_appointments() -> list[str]:
    """Create the demo evening when it is missing."""
    teacher = next((one for one in demo_users() if one.first_name == ORGANISER), None)
    if teacher and not Poll.objects.filter(creation_key=KEY).exists():
        _offer(teacher, timezone.localdate(now()))
    return []


def _offer(teacher: "User", today: date) -> None:
    soon = today + timedelta(days=14)
    day = soon + timedelta(days=(TUESDAY - soon.weekday()) % 7)
    rhythm = Rhythm(length=10, rest=(time(18, 30), time(19)))
    zone = ZoneInfo(ZONE)
    draft = BookingDraft(
        "Réunion parents-professeurs, 2de 4",
        make_appointments([Opening(day, time(17), time(20))], rhythm, zone),
        ZONE,
        place="Salle 204",
        notice_hours=24,
        asked=[Asked("Prénom de l’élève, initiale du nom", is_required=True)],
    )
    poll = create_booking(teacher, draft, key=KEY)
    poll.standing = Standing(Role.TAKE_PART, is_lasting=False)  # everybody came by the link
    question, slots = poll.questions.get().public_id, list(poll.slots.all())
    for place, (name, pupil) in FAMILIES.items():
        wish = Wish(name, f"{KEY}-{place}", slots[place].public_id, replies={question: pupil})
        take_appointment(poll, wish, own=None, user=None)
