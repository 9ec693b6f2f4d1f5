"""Which announcements somebody writes."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from trousse.core.errors import NotAllowed, NotFound
from trousse.library.editing.access import Desk, require_desk
from trousse.library.models import Announcement

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from trousse.accounts.models import User


def announcements_of(desk: Desk) -> QuerySet[Announcement]:
    """Return the announcements that the desk writes, the next first."""
    rows = Announcement.objects.select_related("academy", "entry")
    if desk.everything:
        return rows
    owned = Q(kind=Announcement.Kind.MAINTENANCE, entry__slug__in=desk.services)
    return rows.filter(Q(academy__in=desk.academies) | owned)


def access_announcement(user: "User | AnonymousUser", public_id: str) -> tuple[Desk, Announcement]:
    """Return an announcement that ``user`` may change. Raises NotFound, NotAllowed."""
    desk = require_desk(user)
    one = Announcement.objects.select_related("academy", "entry").filter(public_id=public_id)
    found = one.first()
    if found is None:
        raise NotFound
    if not may_write(desk, found):
        raise NotAllowed
    return desk, found


def may_write(desk: Desk, one: Announcement) -> bool:
    """Tell whether the desk writes this announcement: its académie's, or its own service's."""
    if one.is_maintenance and one.entry is not None:
        return desk.may_edit(one.entry)
    return desk.speaks_for(one.academy_id)
