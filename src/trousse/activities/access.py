"""The only way to get an activity: seeing it, by membership or because it was shared."""

from trousse.accounts.current import Visitor
from trousse.activities.models import REF_TYPE, Activity
from trousse.core.errors import NotFound
from trousse.core.refs import Ref
from trousse.sharing.access import require_role
from trousse.sharing.roles import Role


def access_activity(visitor: Visitor, activity_id: str, at_least: Role) -> tuple[Activity, Role]:
    """Return the activity and the visitor's role on it.

    Raises NotFound when they may not see it, NotAllowed when they may only see it.
    """
    role = require_role(visitor, Ref(REF_TYPE, activity_id), at_least)
    activity = Activity.objects.filter(public_id=activity_id).first()
    if activity is None:
        raise NotFound
    return activity, role
