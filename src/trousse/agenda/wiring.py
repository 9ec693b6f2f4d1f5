"""What the agenda registers with the rooms below."""

from datetime import timedelta

from trousse.agenda.retention import forget_old_events, forget_past_busy_times
from trousse.core.schedule import every
from trousse.ui.slots import Filling, fill_slot

every(timedelta(days=1), name="agenda.forget_old_events")(forget_old_events)
every(timedelta(days=1), name="agenda.forget_past_busy_times")(forget_past_busy_times)
fill_slot("account", Filling("agenda/slots/account.html", order=10))
