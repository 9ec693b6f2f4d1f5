"""Saying when the bells of an establishment ring."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.errors import Conflict, InvalidInput
from trousse.core.outbox import publish
from trousse.core.refs import Ref
from trousse.directory import events
from trousse.directory.bells import NAMES, Bell, bells_of
from trousse.directory.models import BellTime, Establishment

if TYPE_CHECKING:
    from trousse.accounts.models import User


class BellsMoved(Conflict):
    """Somebody else changed the hours since they were shown."""

    code = "bells_moved"


@transaction.atomic
def set_bells(
    place: Establishment,
    bells: Sequence[Bell],
    *,
    by: "User",
    known: Sequence[Bell] | None = None,
) -> bool:
    """Make ``bells`` the hours of ``place``, instead of all it had; tell whether they changed.

    ``known``: what the person saw before. Raises BellsMoved when it is no longer what is kept,
    InvalidInput when ``bells`` is empty, out of order or overlaps.
    """
    _check(bells)
    Establishment.objects.select_for_update().get(pk=place.pk)  # one change at a time
    kept = bells_of(place)
    if kept == tuple(bells):
        return False
    if known is not None and kept != tuple(known):
        raise BellsMoved(_("Somebody changed these hours while you were writing."))
    BellTime.objects.filter(establishment=place).delete()
    BellTime.objects.bulk_create(
        BellTime(establishment=place, name=bell.name, start=bell.start, end=bell.end)
        for bell in bells
    )
    subject = Ref("establishment", place.uai)
    audit.record("directory:bells:set", subject=subject, actor=by, details={"count": len(bells)})
    publish(subject, events.BellsChanged())
    return True


def _check(bells: Sequence[Bell]) -> None:
    """The form says which hour is wrong; this keeps what no form would send."""
    order = [NAMES.index(bell.name) for bell in bells if bell.name in NAMES]
    is_ordered = len(order) == len(bells) and order == sorted(set(order))
    ends_right = all(bell.start < bell.end for bell in bells)
    follows = all(before.end <= after.start for before, after in pairwise(bells))
    if not (bells and is_ordered and ends_right and follows):
        raise InvalidInput(_("These hours do not follow each other."), field="bells")
