"""The rules of a poll as the forms that create and change it ask for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from trousse.core.clock import now
from trousse.services.polls.asking import Questioning
from trousse.services.polls.fields import LineField
from trousse.services.polls.models import Poll
from trousse.services.polls.proposing.slots import Hours, skipped_by_clock
from trousse.services.polls.question_rows import QuestionRows
from trousse.services.polls.rules import (
    RULE_FIELDS,
    Dated,
    Rules,
    deadline_at,
    deadline_parts,
    span_of,
)
from trousse.services.polls.slot_rows import parse_day, parse_hour

MARK = "rules"
"""A form without this field did not ask for the rules: they stay as they are."""
FARTHEST = timedelta(days=2 * 366)


class RulesForm(forms.Form):
    """The rules, with the deadline as a day and an hour on the clock of the poll's zone."""

    rules = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")
    deadline_day = LineField(
        label=_("Answers until (optional)"),
        required=False,
        max_length=20,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    deadline_hour = LineField(
        label=_("Hour (optional)"),
        required=False,
        max_length=20,
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    answers_shown = forms.ChoiceField(
        label=_("People see what the others answered"), choices=Poll.AnswersShown.choices
    )
    names_shown = forms.BooleanField(
        label=_("Show who answered what"),
        help_text=_("Otherwise people see only how many; you always see everything."),
        required=False,
    )
    may_comment = forms.BooleanField(label=_("People may comment"), required=False)
    may_propose = forms.BooleanField(
        label=_("People may propose another date, which you accept or not"), required=False
    )
    reminds = forms.BooleanField(
        label=_("Remind those who have not answered"),
        help_text=_("By itself, on working days, only those whom you invited."),
        required=False,
    )
    closes_when = forms.ChoiceField(
        label=_("Close by itself"), choices=Poll.ClosesWhen.choices, required=False
    )
    has_visio = forms.BooleanField(label=_("Online, by video"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        start: Rules | None = None,
        zone: ZoneInfo,
        proposed: Iterable[Dated] = (),
    ) -> None:
        self.start, self.zone = start or Rules(), zone
        self.span = span_of(proposed, zone)
        self.deadline: datetime | None = None
        super().__init__(data, initial=_initial(self.start, zone))

    def clean(self) -> dict[str, Any]:
        """Read the deadline; what is wrong with it is said at its day."""
        given = super().clean() or {}
        wrong = self._read_deadline(given.get("deadline_day", ""), given.get("deadline_hour", ""))
        if wrong:
            self.add_error("deadline_day", str(wrong))
        return given

    def _read_deadline(self, day_text: str, hour_text: str) -> object:
        """Set ``deadline``; return what is wrong, or ""."""
        day, hour = parse_day(day_text), parse_hour(hour_text)
        if not day_text and not hour_text:
            return ""
        if day is None or (hour_text and hour is None):
            return _("Write a day such as 2026-12-02, and an hour such as 17:00 or none.")
        if skipped_by_clock(day, Hours(hour, None), self.zone):
            return _("This time does not exist that day: clocks go forward.")
        self.deadline = deadline_at(day, hour, self.zone)
        return self._what_is_wrong(self.deadline)

    def _what_is_wrong(self, deadline: datetime) -> object:
        if deadline == self.start.deadline:
            return ""
        if deadline <= now():
            return _("This deadline is over.")
        if deadline > now() + FARTHEST:
            return _("This day is more than two years away.")
        if self.span and deadline > self.span[1]:
            return _("This deadline comes after the last date proposed.")
        return ""

    @property
    def chosen(self) -> Rules:
        """Return the rules as sent; the form must be valid. Those it did not ask for stay."""
        if not self.is_bound:
            return self.start
        sent = {name: self.cleaned_data[name] for name in RULE_FIELDS if name != "deadline"}
        return Rules(deadline=self.deadline, **sent)

    @property
    def is_late(self) -> bool:
        """Whether answers are still taken when the first date proposed has begun."""
        deadline = self.chosen.deadline
        return bool(deadline and self.span and deadline > self.span[0])


@dataclass
class RulesPart:
    """The part of a form that holds the rules and the questions.

    ``acted``: a button of it was pressed, so that it stays open.
    """

    form: RulesForm
    questions: QuestionRows
    acted: bool = False

    @classmethod
    def typed(cls, data: QueryDict, form: RulesForm) -> "RulesPart":
        """Take what was sent; ``form``: unbound, with the rules as they were."""
        if MARK not in data:
            return cls(form, QuestionRows([]))
        bound = RulesForm(data, start=form.start, zone=form.zone)
        bound.span = form.span
        return cls(bound, QuestionRows.typed(data))

    def act(self, data: QueryDict) -> bool:
        """Do what the pressed button asks of the questions; False when it is none of ours."""
        self.acted = self.questions.act(data)
        return self.acted

    def unjudged(self) -> "RulesPart":
        """Return the same part showing what was typed, right or wrong."""
        form = self.form
        if not form.is_bound:
            return self
        blank = RulesForm(start=form.start, zone=form.zone)
        data = form.data
        blank.initial = {
            name: name in data if isinstance(field, forms.BooleanField) else data.get(name, "")
            for name, field in form.fields.items()
        }
        return RulesPart(blank, self.questions, self.acted)

    def is_valid(self) -> bool:
        """Read both; tell whether all of it is right."""
        rules_are_right = not self.form.is_bound or self.form.is_valid()
        return self.questions.read() and rules_are_right

    @property
    def questioning(self) -> Questioning | None:
        """Return the questions as sent, None when the form did not ask for them."""
        if not self.form.is_bound:
            return None
        return Questioning(tuple(self.questions.drafts), self.questions.known)

    @property
    def is_open(self) -> bool:
        """Whether it is shown unfolded: something in it is decided, pressed or wrong."""
        if self.acted or self.questions.rows or self.form.errors:
            return True
        plain = _initial(Rules(), self.form.zone) | {"has_visio": None}
        shown = {name: self.form[name].value() for name in plain if name != "has_visio"}
        return any(bool(shown[name]) != bool(plain[name]) for name in _SWITCHES) or any(
            (shown[name] or "") != plain[name] for name in _TEXTS
        )


_SWITCHES = ("names_shown", "may_comment", "may_propose", "reminds")
_TEXTS = ("deadline_day", "deadline_hour", "answers_shown", "closes_when")


def _initial(rules: Rules, zone: ZoneInfo) -> dict[str, Any]:
    start: dict[str, Any] = {name: getattr(rules, name) for name in RULE_FIELDS}
    deadline = start.pop("deadline")
    day, hour = deadline_parts(deadline, zone) if deadline else (None, None)
    return start | {
        "rules": "1",
        "deadline_day": day.isoformat() if day else "",
        "deadline_hour": f"{hour:%H:%M}" if hour else "",
    }
