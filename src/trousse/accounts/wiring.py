"""What accounts register with the rooms below: demo people and the daily sweep of sessions."""

from datetime import timedelta

from trousse.accounts import demo_data  # noqa: F401  # registers the demo people
from trousse.accounts.retention import forget_ended_sessions
from trousse.core.schedule import every

every(timedelta(days=1), name="accounts.forget_ended_sessions")(forget_ended_sessions)
