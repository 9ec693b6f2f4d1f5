"""What somebody who answers types to propose another date, or another text."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from trousse.services.polls.fields import LineField
from trousse.services.polls.letters import today_in
from trousse.services.polls.models import Poll
from trousse.services.polls.proposing.slots import Draft, TextDraft
from trousse.services.polls.slot_rows import SlotRow, SlotRows
from trousse.services.polls.texts_form import LONGEST_TEXT


class DateProposalForm(forms.Form):
    """A day, with hours or without, on the clock of the poll's zone."""

    day = LineField(label=_("Day"), max_length=20, widget=forms.DateInput(attrs={"type": "date"}))
    start = LineField(
        label=_("Start (optional)"),
        required=False,
        max_length=20,
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    end = LineField(
        label=_("End (optional)"),
        required=False,
        max_length=20,
        widget=forms.TimeInput(attrs={"type": "time"}),
    )

    def __init__(self, poll: Poll, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.poll = poll
        self.drafts: list[Any] = []
        self.fields["day"].widget.attrs["min"] = today_in(poll).isoformat()

    def clean(self) -> dict[str, Any]:
        """Read the three as one line of the form that creates a poll."""
        given = super().clean() or {}
        if "day" in given:
            row = SlotRow(1, given["day"], given.get("start", ""), given.get("end", ""))
            rows = SlotRows([row])
            if not rows.read(today=today_in(self.poll), zone=ZoneInfo(self.poll.time_zone)):
                self.add_error("day", str(row.error or rows.error))
            self.drafts = rows.drafts
        return given

    @property
    def draft(self) -> Draft:
        """Return what is proposed; the form must be valid."""
        draft: Draft = self.drafts[0]
        return draft


class TextProposalForm(forms.Form):
    """A text, for a poll on texts."""

    label = LineField(label=_("What you propose"), max_length=LONGEST_TEXT)

    def __init__(self, _poll: Poll, data: QueryDict | None = None) -> None:
        super().__init__(data)

    @property
    def draft(self) -> Draft:
        """Return what is proposed; the form must be valid."""
        return TextDraft(self.cleaned_data["label"])


ProposalForm = DateProposalForm | TextProposalForm


def proposal_form(poll: Poll, data: QueryDict | None = None) -> ProposalForm:
    """Return the form that fits what ``poll`` proposes."""
    kind = TextProposalForm if poll.kind == Poll.Kind.TEXTS else DateProposalForm
    return kind(poll, data)
