"""What people propose, and what editors answer."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousse.core.text import clean_line, clean_text
from trousse.library.models import Entry, Proposal
from trousse.library.proposals.operations import Reply, Wish

KEY = RegexValidator(r"^[A-Za-z0-9_-]{16,40}$")


class LineField(forms.CharField):
    """One line of text, without control characters."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Some lines of text, without control characters."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class WishForm(forms.Form):
    """A proposal. ``seen``: the titles that resemble it were shown."""

    kind = forms.ChoiceField(
        label=_("What do you propose?"),
        choices=[
            (Proposal.Kind.NEED, _("A need: what you would like to be able to do")),
            (Proposal.Kind.SERVICE, _("A tool that you know and that should be in the library")),
        ],
        initial=Proposal.Kind.NEED,
        widget=forms.RadioSelect,
    )
    title = LineField(
        label=_("In a few words"),
        max_length=100,
        help_text=_("Begin with a verb. For example: “Book a room or equipment”."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    text = TextField(
        label=_("What for?"),
        max_length=1500,
        help_text=_("In which situation, for whom, and how you do without it today. No names."),
        widget=forms.Textarea({"rows": 4}),
    )
    url = LineField(
        label=_("Its address (optional)"),
        required=False,
        max_length=300,
        validators=[URLValidator(["https", "http"])],
        widget=forms.URLInput({"autocomplete": "off"}),
    )
    audience = LineField(
        label=_("Who would use it? (optional)"),
        required=False,
        max_length=160,
        help_text=_("For example: “Teams of primary schools”."),
    )
    key = forms.CharField(widget=forms.HiddenInput, validators=[KEY])
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    @property
    def wish(self) -> Wish:
        """Return what is proposed; the form must be valid."""
        return Wish(**{name: self.cleaned_data[name] for name in Wish.__slots__})

    @property
    def was_warned(self) -> bool:
        """Tell whether what resembles this very title was shown before it was sent."""
        return bool(self.cleaned_data["seen"] == self.cleaned_data["title"])


class ReplyForm(forms.Form):
    """The answer of an editor, which everybody reads."""

    state = forms.ChoiceField(
        label=pgettext_lazy("proposal", "State"), choices=Proposal.State.choices
    )
    answer = TextField(
        label=_("Answer"),
        required=False,
        max_length=1000,
        help_text=_("Everybody reads it. A refusal gives its reason."),
        widget=forms.Textarea({"rows": 4}),
    )
    entry = forms.ModelChoiceField(
        Entry.objects.filter(published_at__isnull=False).order_by("name_fr", "pk"),
        label=_("Service that answers it, when it is done"),
        required=False,
        to_field_name="slug",
        empty_label=_("None"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("state") == Proposal.State.REFUSED and not given.get("answer"):
            self.add_error("answer", _("Say why: everybody reads it."))
        return given

    @property
    def reply(self) -> Reply:
        """Return the answer; the form must be valid."""
        given = self.cleaned_data
        return Reply(given["state"], given["answer"], given["entry"])


def initial_reply(proposal: Proposal) -> dict[str, Any]:
    """Return the answer that stands."""
    entry = proposal.entry.slug if proposal.entry else ""
    names = ("state", "answer", "version")
    return {**{name: getattr(proposal, name) for name in names}, "entry": entry}
