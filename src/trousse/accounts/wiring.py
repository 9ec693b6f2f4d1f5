"""What accounts register with the rooms below: demo people, retention, personal data."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from trousse.accounts import (
    demo_data,  # noqa: F401  # registers the demo people
    personal_data,
)
from trousse.accounts.retention import finish_erasures, forget_ended_guests, forget_ended_sessions
from trousse.core.personal_data import register_personal_data
from trousse.core.retention import retain
from trousse.ui.slots import Filling, fill_slot

retain(
    "sessions.Session",
    timedelta(seconds=settings.ACCOUNT_SESSION_COOKIE_AGE),
    "since the last change, at the latest; 12 hours unless one asked to stay signed in",
    erase=forget_ended_sessions,
)
retain("accounts.Guest", timedelta(0), "since the end of the invitation", erase=forget_ended_guests)
retain("accounts.User", None, "as long as the person has an account", erase=finish_erasures)
register_personal_data(
    "accounts",
    title=_("your account: name, addresses, language, browsers, second factors"),
    export=personal_data.export,
    erase=personal_data.erase,
    foresee=personal_data.foresee,
    covers=["account", "mfa", "usersessions", "sessions"],
)
fill_slot("rights", Filling("accounts/slots/rights.html"))
