"""The rows of questions of the forms that create and change a poll; all of it without script."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from trousse.core.text import clean_line
from trousse.services.polls.asking import QuestionDraft
from trousse.services.polls.models import Question

MOST_QUESTIONS = 10
MOST_CHOICES = 20
LONGEST_TEXT, LONGEST_CHOICE = 200, 100
CELLS = ("question", "question_form", "question_choices", "question_required", "question_id")


@dataclass
class QuestionRow:
    """One row as typed, with what is wrong with it in words.

    ``choices``: one a line. ``replied``: how many people replied to the question it changes.
    """

    number: int
    text: str = ""
    form: str = Question.Form.LINE.value
    choices: str = ""
    required: str = ""
    id: str = ""
    error: object = ""
    replied: int = 0

    @property
    def is_blank(self) -> bool:
        return not (self.text.strip() or self.choices.strip())

    @property
    def choice_list(self) -> tuple[str, ...]:
        lines = (clean_line(line) for line in self.choices.splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))


@dataclass
class QuestionRows:
    """The rows as typed and, once read, what they ask.

    ``known``: ids of the questions that the poll asked when the form was made: what another tab
    added meanwhile is not in it, and stays.
    """

    rows: list[QuestionRow]
    known: frozenset[str] = frozenset()
    drafts: list[QuestionDraft] = field(default_factory=list)

    def __iter__(self) -> Iterator[QuestionRow]:
        return iter(self.rows)

    @property
    def forms(self) -> list[tuple[str, str]]:
        """Return the ways to reply that an organiser may choose from."""
        return [(value, str(words)) for value, words in Question.Form.choices]

    def count_replies(self, given: Iterable[Mapping[str, str]]) -> None:
        """Say on each row how many replied; ``given``: the replies of each person."""
        counts = Counter(key for replies in given for key, text in replies.items() if text)
        for row in self.rows:
            row.replied = counts[row.id]

    @property
    def has_room(self) -> bool:
        return len(self.rows) < MOST_QUESTIONS

    @property
    def known_words(self) -> str:
        return " ".join(sorted(self.known))

    @classmethod
    def of(cls, questions: Iterable[Question]) -> "QuestionRows":
        """Return the rows of the questions that a poll asks now."""
        rows = [
            QuestionRow(
                number,
                one.text,
                one.form,
                "\n".join(one.choices),
                "1" if one.is_required else "",
                one.public_id,
            )
            for number, one in enumerate(questions, start=1)
        ]
        return cls(rows, frozenset(row.id for row in rows))

    @classmethod
    def typed(cls, data: QueryDict) -> "QuestionRows":
        """Take the rows of a sent form; missing cells are blank."""
        lists = [data.getlist(name) for name in CELLS]
        count = min(len(lists[0]), MOST_QUESTIONS)
        cells = [[*one, *[""] * (count - len(one))] for one in lists]
        rows = [
            QuestionRow(number, text, form, choices, required, known)
            for number, (text, form, choices, required, known) in enumerate(
                zip(*cells, strict=False), start=1
            )
        ][:count]
        return cls(rows, frozenset(data.get("questions_known", "").split()))

    def act(self, data: QueryDict) -> bool:
        """Do what the pressed button asks of the rows; False when it is none of them."""
        if "add_question" in data:
            if self.has_room:
                self.rows.append(QuestionRow(len(self.rows) + 1))
        elif "remove_question" in data:
            self._remove(_number(str(data["remove_question"])))
        elif "raise_question" in data:
            self._raise(_number(str(data["raise_question"])))
        else:
            return False
        self.rows = [replace(row, number=n) for n, row in enumerate(self.rows, start=1)]
        return True

    def _remove(self, number: int) -> None:
        self.rows = [row for row in self.rows if row.number != number]

    def _raise(self, number: int) -> None:
        """Put a row before the one above it; the first one stays."""
        index = number - 1
        if 0 < index < len(self.rows):
            self.rows[index - 1 : index + 1] = self.rows[index], self.rows[index - 1]

    def read(self) -> bool:
        """Fill ``drafts``, or the errors of the rows; tell whether all are right."""
        self.drafts = []
        for row in self.rows:
            row.error = "" if row.is_blank else _what_is_wrong(row)
            if not row.is_blank and not row.error:
                self.drafts.append(_draft(row))
        return not any(row.error for row in self.rows)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _what_is_wrong(row: QuestionRow) -> object:
    text, choices = clean_line(row.text), row.choice_list
    if not text:
        return _("Write the question, or remove this line.")
    if len(text) > LONGEST_TEXT:
        return _("A question has at most %d characters.") % LONGEST_TEXT
    if row.form not in Question.Form.values:
        return _("Choose how people reply.")
    if row.form == Question.Form.CHOICE and not 2 <= len(choices) <= MOST_CHOICES:  # noqa: PLR2004
        return _("Write two choices at least, one a line, and %d at most.") % MOST_CHOICES
    if any(len(choice) > LONGEST_CHOICE for choice in choices):
        return _("A choice has at most %d characters.") % LONGEST_CHOICE
    return ""


def _draft(row: QuestionRow) -> QuestionDraft:
    is_choice = row.form == Question.Form.CHOICE
    return QuestionDraft(
        text=clean_line(row.text),
        form=row.form,
        choices=row.choice_list if is_choice else (),
        is_required=bool(row.required),
        id=row.id,
    )
