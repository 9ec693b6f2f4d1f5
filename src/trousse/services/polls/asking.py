"""What a poll asks beside its dates: the questions, and what people reply to them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trousse.core.errors import InvalidInput
from trousse.core.prepared import objects_of
from trousse.core.text import clean_line
from trousse.services.polls.models import Participant, Poll, Question

REPLY_PREFIX = "reply-"
LONGEST_REPLY = 500
NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,2})?")


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as an organiser wrote it, clean; ``id``: of the one that it changes, or ""."""

    text: str
    form: str = Question.Form.LINE.value
    choices: tuple[str, ...] = ()
    is_required: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Questioning:
    """What a poll is to ask, in order. ``known``: ids of the questions that the form showed."""

    drafts: tuple[QuestionDraft, ...]
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Replies:
    """What was replied to one question, in the order of the rows.

    ``named``: who replied what. ``counts``: how often each choice was taken. ``total``: the sum
    of the numbers, None for a question that asks no number.
    """

    question: Question
    named: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]
    total: float | None


def questions_of(poll: Poll) -> list[Question]:
    """Return what ``poll`` asks beside its dates; no query when it asks nothing."""
    if not poll.has_questions:
        return []
    return objects_of("polls.questions", _questions_query, {"poll": poll.pk})


def _questions_query(values: Mapping[str, Any]) -> QuerySet[Question]:
    return Question.objects.filter(poll=values["poll"])


def read_replies(data: Mapping[str, Any]) -> dict[str, str]:
    """Return ``{question public id: text}`` as a sent form holds them, unchecked."""
    return {
        name.removeprefix(REPLY_PREFIX): clean_line(str(value))
        for name, value in data.items()
        if name.startswith(REPLY_PREFIX)
    }


def check_replies(questions: Iterable[Question], given: Mapping[str, str]) -> dict[str, str]:
    """Return the replies to ``questions``; those to a question that is gone are dropped.

    Raises InvalidInput, its ``field`` that of the form, for a reply that is missing or wrong.
    """
    replies = {}
    for question in questions:
        text = given.get(question.public_id, "").strip()
        wrong = _what_is_wrong(question, text)
        if wrong:
            field = f"{REPLY_PREFIX}{question.public_id}"
            raise InvalidInput(wrong % {"question": question.text}, field=field)
        if text:
            replies[question.public_id] = text
    return replies


def _what_is_wrong(question: Question, text: str) -> Any:
    if not text:
        return _("Reply to the question too: “%(question)s”") if question.is_required else ""
    if len(text) > LONGEST_REPLY:
        return _("This reply is too long: “%(question)s”")
    if question.form == Question.Form.CHOICE and text not in question.choices:
        return _("Choose one of the replies proposed now: “%(question)s”")
    if question.form == Question.Form.NUMBER and not NUMBER.fullmatch(text):
        return _("Reply with a number: “%(question)s”")
    return ""


def set_questions(poll: Poll, questioning: Questioning) -> bool:
    """Make a locked poll ask these questions; tell whether anything changed.

    Sets ``has_questions``, which the caller saves. Those that the form showed and does not hold
    any more go, with what was replied to them.
    """
    asked = {one.public_id: one for one in poll.questions.all()}
    kept = {draft.id for draft in questioning.drafts if draft.id in asked}
    gone = (questioning.known & asked.keys()) - kept
    changed = [
        _put_question(poll, asked.get(draft.id), draft, order)
        for order, draft in enumerate(questioning.drafts)
    ]
    if gone:
        poll.questions.filter(public_id__in=gone).delete()
        _forget_replies(poll, gone)
    poll.has_questions = bool(asked.keys() - gone) or bool(questioning.drafts)
    return bool(gone) or any(changed)


def _put_question(poll: Poll, old: Question | None, draft: QuestionDraft, order: int) -> bool:
    """Create or change one question; tell whether it is new or other than before."""
    question = old or Question(poll=poll)
    wanted = (draft.text, draft.form, list(draft.choices), draft.is_required, order)
    had = (question.text, question.form, question.choices, question.is_required, question.order)
    if old is not None and had == wanted:
        return False
    question.text, question.form, question.choices = wanted[:3]
    question.is_required, question.order = draft.is_required, order
    question.save()
    return True


def _forget_replies(poll: Poll, gone: Collection[str]) -> None:
    """Erase the replies to questions that are not asked any more, and nothing else."""
    for row in poll.participants.select_for_update().exclude(replies={}).order_by("pk"):
        kept = {key: text for key, text in row.replies.items() if key not in gone}
        if kept != row.replies:
            row.replies, row.version = kept, row.version + 1
            row.save(update_fields=["replies", "version"])


def replies_of(poll: Poll, rows: Iterable[Participant] | None = None) -> list[Replies]:
    """Return the replies to each question, in order; ``rows``: the poll's, when read already."""
    questions = questions_of(poll)
    if not questions:
        return []
    rows = list(poll.participants.all() if rows is None else rows)
    return [_replies_to(question, rows) for question in questions]


def _replies_to(question: Question, rows: Iterable[Participant]) -> Replies:
    said = [(row.name, str(row.replies.get(question.public_id, ""))) for row in rows]
    named = tuple((name, text) for name, text in said if text)
    texts = Counter(text for _name, text in named)
    is_choice = question.form == Question.Form.CHOICE
    counts = tuple((choice, texts[choice]) for choice in question.choices) if is_choice else ()
    return Replies(question, named, counts, _total(question, texts))


def _total(question: Question, texts: Counter[str]) -> float | None:
    if question.form != Question.Form.NUMBER:
        return None
    numbers = (
        (float(text.replace(",", ".")), count)
        for text, count in texts.items()
        if NUMBER.fullmatch(text)
    )
    return sum(number * count for number, count in numbers)
