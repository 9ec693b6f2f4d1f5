"""What groups and calendars register at start-up."""

from trousse.directory.calendar_data import check_calendars

check_calendars()
