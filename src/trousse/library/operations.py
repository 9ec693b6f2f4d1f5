"""Writes of the library by its readers: pins, and what was opened."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousse.core.clock import now
from trousse.core.errors import Conflict
from trousse.library.models import Entry, Opening, Pin, Recent
from trousse.library.models.catalogue import MOST_PINS

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST_RECENTS = 20


def pin_entry(entry: Entry, user: "User") -> None:
    """Put a service at the end of somebody's pins; twice changes nothing.

    Raises Conflict when they have :data:`MOST_PINS` already.
    """
    with transaction.atomic():
        mine = Pin.objects.select_for_update().filter(user=user)
        orders = dict(mine.order_by("pk").values_list("entry_id", "order"))
        if entry.pk in orders:
            return
        if len(orders) >= MOST_PINS:
            raise Conflict(
                _("You have pinned %d services already. Unpin one of them first.") % MOST_PINS
            )
        last = max(orders.values(), default=0)
        Pin.objects.get_or_create(user=user, entry=entry, defaults={"order": last + 1})


def unpin_entry(entry: Entry, user: "User") -> None:
    """Take a service off somebody's pins; twice changes nothing."""
    Pin.objects.filter(user=user, entry=entry).delete()


def move_pin(entry: Entry, user: "User", *, up: bool) -> None:
    """Move a pin one place up or down; at the end of the list, or unpinned, nothing changes."""
    with transaction.atomic():
        pins = list(Pin.objects.select_for_update().filter(user=user).order_by("order", "pk"))
        at = next((at for at, pin in enumerate(pins) if pin.entry_id == entry.pk), None)
        target = None if at is None else at + (-1 if up else 1)
        if at is None or target is None or not 0 <= target < len(pins):
            return
        pins[at], pins[target] = pins[target], pins[at]
        for order, pin in enumerate(pins, start=1):
            pin.order = order
        Pin.objects.bulk_update(pins, ["order"])


def record_opening(entry: Entry, user: "User | None") -> None:
    """Count that a service was opened today, and remember it for the person, if one is signed in.

    The count knows nobody; the person's own list keeps :data:`MOST_RECENTS` services.
    """
    with transaction.atomic():
        today = timezone.localdate(now())
        Opening.objects.bulk_create([Opening(entry=entry, day=today)], ignore_conflicts=True)
        Opening.objects.filter(entry=entry, day=today).update(count=F("count") + 1)
        if user is not None:
            Recent.objects.update_or_create(user=user, entry=entry, defaults={"opened_at": now()})
            old = Recent.objects.filter(user=user).order_by("-opened_at", "-pk")[MOST_RECENTS:]
            Recent.objects.filter(pk__in=[one.pk for one in old]).delete()
