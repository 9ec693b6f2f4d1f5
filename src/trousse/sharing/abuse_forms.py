"""Forms of reports and take-downs, and of the support desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trousse.core.text import clean_text
from trousse.sharing.models import Reason

LONGEST = 500


class ReportForm(forms.Form):
    """Why somebody reports a thing."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Reason.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("In a few words, if you wish"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Only the operators of this site read it."),
    )

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])


class TakeDownForm(forms.Form):
    """Why an operator takes a thing down."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices)
    note = forms.CharField(
        label=_("What its author is told besides"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Say what should change for the content to come back. Name nobody."),
    )

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"])


class LookForm(forms.Form):
    """What a support agent looks for."""

    wanted = forms.CharField(
        label=_("Name, exact address, or link of a thing"),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
