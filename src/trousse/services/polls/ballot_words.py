"""What a poll says of its rules to whoever answers: deadline, questions, what is not saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from trousse.core.dates import day_label, hour_label
from trousse.core.errors import TrousseError
from trousse.services.polls.asking import REPLY_PREFIX, questions_of
from trousse.services.polls.ballot_slots import SlotWords
from trousse.services.polls.letters import today_in
from trousse.services.polls.models import Answer, Poll, Question


class Filled(NamedTuple):
    """What is in the fields of the ballot, by id of slot and by id of question.

    ``told``: what is said of it, when it was filled in but not saved.
    """

    answers: Mapping[str, str]
    replies: Mapping[str, str]
    told: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the ballot, with what is in its field and what is wrong with it."""

    name: str
    text: str
    value: str
    error: str
    is_required: bool
    is_number: bool
    choices: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"id_{self.name}"


def asked(poll: Poll, replies: Mapping[str, str], error: TrousseError | None) -> list[Asked]:
    """Return the questions of the ballot; ``replies``: what is in their fields."""
    return [_asked(question, replies, error) for question in questions_of(poll)]


def _asked(question: Question, replies: Mapping[str, str], error: TrousseError | None) -> Asked:
    name = f"{REPLY_PREFIX}{question.public_id}"
    return Asked(
        name=name,
        text=question.text,
        value=replies.get(question.public_id, ""),
        error=str(error.message) if error and error.field == name else "",
        is_required=question.is_required,
        is_number=question.form == Question.Form.NUMBER,
        choices=tuple(question.choices) if question.form == Question.Form.CHOICE else (),
    )


def unsaved(slots: list[SlotWords], answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return dates with what somebody chose, when the poll does not take it any more."""
    labels = {answer.value: str(answer.label) for answer in Answer}
    chosen = ((slot, labels.get(answers.get(slot.id, ""), "")) for slot in slots)
    return [(f"{slot.day} {slot.hours}".strip(), label) for slot, label in chosen if label]


def deadline_words(poll: Poll) -> str:
    """Return until when ``poll`` takes answers, or that its deadline is past; "" without any."""
    if poll.deadline is None or poll.is_decided:
        return ""
    when = {"when": deadline_label(poll, poll.deadline)}
    if poll.is_open:
        return gettext("Answers until %(when)s") % when
    return gettext("Answers were taken until %(when)s") % when if poll.is_past_deadline else ""


def deadline_label(poll: Poll, deadline: datetime) -> str:
    """Return « jeudi 4 décembre, 18 h » in the poll's zone; midnight is the end of a day."""
    local = deadline.astimezone(ZoneInfo(poll.time_zone))
    if local.time() == time():
        return day_label(local.date() - timedelta(days=1), today=today_in(poll))
    return f"{day_label(local.date(), today=today_in(poll))}, {hour_label(local.time())}"
