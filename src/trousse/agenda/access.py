"""The only way to get an event: being on it, or seeing the thing that takes place."""

from django.db.models import Q, QuerySet

from trousse.accounts.current import Visitor
from trousse.agenda.models import Attendance, Event
from trousse.core.clock import now
from trousse.core.errors import NotFound
from trousse.sharing.access import role_on


def access_event(visitor: Visitor, event_id: str) -> Event:
    """Return the event with its organiser, or raise NotFound."""
    event = Event.objects.select_related("organiser").filter(public_id=event_id).first()
    if event is None or not may_see(visitor, event):
        raise NotFound
    return event


def may_see(visitor: Visitor, event: Event) -> bool:
    """Tell whether ``visitor`` is on the event, or sees what takes place."""
    return own_attendances(visitor, event).exists() or sees_the_thing(visitor, event)


def sees_the_thing(visitor: Visitor, event: Event) -> bool:
    """Tell whether ``visitor`` may open the thing that takes place."""
    return role_on(visitor, event.thing) is not None


def own_attendances(visitor: Visitor, event: Event) -> QuerySet[Attendance]:
    """Return the visitor's own rows on the event: of the account, and of the keys it holds."""
    is_mine = Q(
        guest__token_hash__in=visitor.keys, guest__expires_at__gt=now(), guest__user__isnull=True
    )
    if visitor.user is not None:
        is_mine |= Q(user=visitor.user) | Q(guest__user=visitor.user)
    rows = event.attendances.filter(is_mine, is_removed=False)
    return rows.select_related("event", "user", "guest").order_by("pk")
