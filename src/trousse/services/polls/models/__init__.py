"""A poll, what it proposes, what it asks and the people who answered."""

from trousse.services.polls.models.answers import Answer, Participant
from trousse.services.polls.models.conditions import Question, Requirement
from trousse.services.polls.models.polls import (
    BOOKING_RETENTION,
    RETENTION,
    Poll,
    PollText,
    last_day_of,
    taking_answers,
)
from trousse.services.polls.models.slots import DEFAULT_DURATION, Slot

__all__ = [
    "BOOKING_RETENTION",
    "DEFAULT_DURATION",
    "RETENTION",
    "Answer",
    "Participant",
    "Poll",
    "PollText",
    "Question",
    "Requirement",
    "Slot",
    "last_day_of",
    "taking_answers",
]
