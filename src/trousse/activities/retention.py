"""Activities do not stay for ever: they go when nobody has changed them for years."""

from trousse.activities.models import RETENTION, Activity
from trousse.activities.operations import delete_activity
from trousse.core.clock import now

AT_ONCE = 100


def delete_forgotten_activities() -> bool:
    """Delete some of the activities whose time is over; tell whether more may wait."""
    old = Activity.objects.filter(changed_at__lt=now() - RETENTION).order_by("pk")
    found = list(old[:AT_ONCE])
    for activity in found:
        delete_activity(activity, by=None)
    return len(found) == AT_ONCE
