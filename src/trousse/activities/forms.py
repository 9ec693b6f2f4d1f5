"""What the pages of activities read from people, checked and cleaned."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from trousse.activities.models import Activity
from trousse.activities.operations import ActivityDraft
from trousse.activities.wording import ROLE_WORDS
from trousse.core.text import clean_line, clean_text
from trousse.directory.picker import PeopleField, PeopleForm
from trousse.sharing.roles import Role

KEY = RegexValidator(r"^[A-Za-z0-9_-]{22,40}$")


class LineField(forms.CharField):
    """One line of text, without control characters."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Some lines of text, without control characters."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class TextsForm(forms.Form):
    """The texts of an activity, which may change later."""

    title = LineField(
        label=_("Title"),
        max_length=120,
        help_text=_("For example: “Trip to Lisbon” or “Meeting of 2 December”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    description = TextField(
        label=_("What it is about (optional)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def draft(self) -> ActivityDraft:
        """Return what was typed; the form must be valid."""
        given = self.cleaned_data
        return ActivityDraft(given["title"], given["description"])


class NewActivityForm(TextsForm, PeopleForm):
    """A new activity, and who is in it."""

    people = PeopleField(
        label=_("People (optional)"),
        required=False,
        help_text=_("Colleagues, groups, or guests by e-mail. Others can be added later."),
    )
    key = forms.CharField(widget=forms.HiddenInput, validators=[KEY])


class AddPeopleForm(PeopleForm):
    """Who comes in, and what they may do."""

    people = PeopleField(
        label=_("Add people"), help_text=_("Colleagues, groups, or guests by e-mail.")
    )
    role = forms.TypedChoiceField(
        label=_("What they may do"),
        choices=list(ROLE_WORDS.items()),
        coerce=lambda value: Role(int(value)),
        initial=Role.TAKE_PART,
        help_text=_("In the activity and on each of its things."),
    )


class NextStepForm(forms.Form):
    """What comes next."""

    text = LineField(
        label=_("Next step"),
        required=False,
        max_length=200,
        help_text=_("For example: “Send the programme to the families”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    due = forms.DateField(
        label=_("Until (optional)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class StateForm(forms.Form):
    """Where the activity stands."""

    state = forms.TypedChoiceField(
        label=_("State"), choices=Activity.State.choices, coerce=Activity.State
    )
