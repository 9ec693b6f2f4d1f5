"""An activity in the words of its page."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from trousse.activities.models import Activity, ActivityPerson
from trousse.activities.wording import ROLE_WORDS
from trousse.core.clock import now
from trousse.core.dates import day_label
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import User

STATE_MARKS = {"draft": "draft", "open": "open", "done": "decided", "archived": "archived"}
"""The picture of each state, in the words of the badge."""


@dataclass(frozen=True, slots=True)
class StepWords:
    """What comes next. ``due``: the day in words, empty without one."""

    text: str
    due: str
    is_late: bool


def today_of(user: "User | None") -> date:
    """Return today's date where ``user`` lives."""
    zone = ZoneInfo(user.time_zone) if user else timezone.get_current_timezone()
    return timezone.localdate(now(), zone)


def step_words(activity: Activity, today: date) -> StepWords | None:
    """Return the next step in words, or None when nothing was said."""
    if not activity.next_step:
        return None
    due = activity.next_step_on
    is_open = activity.state in {Activity.State.DRAFT, Activity.State.OPEN}
    words = day_label(due, today=today) if due else ""
    return StepWords(activity.next_step, words, bool(due and due < today and is_open))


def role_words(person: ActivityPerson) -> str:
    """Return what somebody may do, as the form of roles says it."""
    return str(ROLE_WORDS[Role(person.role)])
