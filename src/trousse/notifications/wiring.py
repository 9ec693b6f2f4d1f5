"""What notifications register with the rooms below."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from trousse.core.personal_data import register_personal_data
from trousse.core.realtime import authorize_with
from trousse.core.retention import retain
from trousse.core.schedule import every
from trousse.notifications import group_news, personal_data
from trousse.notifications.live import REF_TYPE, may_follow, past_of
from trousse.notifications.mailing import ask_for_due_letters
from trousse.notifications.queries import bell_of
from trousse.notifications.retention import KEEP_ALL, forget_old_notifications
from trousse.ui.slots import Filling, fill_slot


def bell(request: HttpRequest) -> dict[str, Any] | None:
    """Count what a signed-in person has not read; guests have no bell."""
    user = getattr(request, "user", None)  # error pages may come before anybody is recognised
    return bell_of(user).context() if user and user.is_authenticated else None


group_news.register()
authorize_with(REF_TYPE, may_follow, history=past_of)
every(timedelta(seconds=30), name="notifications.ask_for_due_letters")(ask_for_due_letters)
retain(
    "notifications.Notification",
    KEEP_ALL,
    "since it was told; 90 days once it was read",
    erase=forget_old_notifications,
)
register_personal_data(
    "notifications",
    title=_("what you were told, and which letters you receive"),
    export=personal_data.export,
    erase=personal_data.erase,
    foresee=personal_data.foresee,
)
fill_slot("bar", Filling("notifications/slots/bell.html", bell, order=10))
fill_slot("account", Filling("notifications/slots/account.html", order=5))
