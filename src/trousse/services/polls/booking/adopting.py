"""A guest who gets an account keeps their appointment: it becomes the account's."""

from typing import TYPE_CHECKING

from trousse.core.clock import now
from trousse.services.polls.booking.calendars import put_appointment, taken_slot
from trousse.services.polls.booking.rows import settle
from trousse.services.polls.booking.taking import forget_person
from trousse.services.polls.models import Participant, Poll

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User


def adopt_appointments(guest: "Guest", heir: "User | None") -> None:
    """Give the appointments of ``guest`` to the account of the same person.

    Where the account has one already, the guest's is freed. Called when a guest ends; without
    heir the appointments stay, named, and only the organiser changes them.
    """
    if heir is None:
        return
    rows = Participant.objects.filter(guest=guest, poll__kind=Poll.Kind.BOOKING)
    for row in rows.select_related("poll__organiser").order_by("pk"):
        if row.poll.participants.filter(user=heir).exists():
            forget_person(row)
        else:
            _adopt(row, heir)


def _adopt(row: Participant, heir: "User") -> None:
    row.user, row.guest, row.name = heir, None, heir.full_name[:80]
    row.changed_at = now()
    row.save(update_fields=["user", "guest", "name", "changed_at"])
    slot = taken_slot(row.poll, row)
    if slot is not None:
        put_appointment(row.poll, row, slot)
    settle(row.poll, row, "adopt_appointment", heir)
