"""What accounts register with the rooms below: demo people and the daily sweep of sessions."""

from trousse.accounts import demo_data  # noqa: F401  # registers the demo people
