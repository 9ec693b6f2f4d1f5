"""The end of appointments that are deleted with their poll: calendars and the agenda drop them."""

from trousse.core.clock import now
from trousse.services.polls.booking.calendars import (
    drop_appointment,
    forget_appointments,
    taken_slot,
)
from trousse.services.polls.booking.letters import News, tell
from trousse.services.polls.booking.places import begins_at
from trousse.services.polls.models import Poll


def end_appointments(poll: Poll, *, cancels: bool) -> None:
    """Forget the events of all appointments; ``cancels``: those to come are called off first."""
    if cancels:
        _call_off_those_to_come(poll)
    forget_appointments(poll)


def _call_off_those_to_come(poll: Poll) -> None:
    for row in poll.participants.select_related("user", "guest"):
        slot = taken_slot(poll, row)
        if slot is not None and begins_at(poll, slot) > now():
            row.version += 1
            drop_appointment(row)
            tell(poll, row, News("called_off", slot))
