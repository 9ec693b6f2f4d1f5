"""What groups and calendars register at start-up."""

from datetime import timedelta

from trousse.core.schedule import every
from trousse.directory import (
    group_demo,  # noqa: F401  # registers the demo groups
    group_following,
)
from trousse.directory.calendar_data import check_calendars
from trousse.ui.slots import Filling, fill_slot

check_calendars()
group_following.connect()
fill_slot("account", Filling("directory/slots/groups.html", order=10))
every(timedelta(days=1), name="directory.rebuild_groups")(group_following.rebuild_groups)
