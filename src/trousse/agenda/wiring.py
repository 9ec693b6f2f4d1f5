"""What the agenda registers with the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from trousse.accounts.operations import when_guest_ends
from trousse.agenda import personal_data
from trousse.agenda.attending import hand_over
from trousse.agenda.models import RETENTION
from trousse.agenda.operations import forget_event
from trousse.agenda.retention import (
    forget_ended_calendars,
    forget_old_events,
    forget_past_busy_times,
)
from trousse.core.personal_data import register_personal_data
from trousse.core.retention import retain
from trousse.sharing.things import on_forget
from trousse.ui.slots import Filling, fill_slot

on_forget(forget_event)
when_guest_ends(hand_over)
retain("agenda.Event", RETENTION, "after its end", erase=forget_old_events)
retain("agenda.BusyTime", timedelta(0), "after its end", erase=forget_past_busy_times)
retain("agenda.BusyCalendar", timedelta(0), "after what it covers", erase=forget_ended_calendars)
register_personal_data(
    "agenda",
    title=_("your agenda: events, answers, secret addresses, busy times"),
    export=personal_data.export,
    erase=personal_data.erase,
)
fill_slot("account", Filling("agenda/slots/account.html", order=10))
