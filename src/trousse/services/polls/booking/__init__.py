"""Appointments: slots that one family or person each takes, instead of dates that are compared."""
