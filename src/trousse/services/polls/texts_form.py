"""A poll on texts instead of dates, as its form asks for it: one text a line."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from trousse.directory.picker import PeopleField, PeopleForm
from trousse.services.polls.fields import LineField, TextField
from trousse.services.polls.forms import KEY, MOST_INVITED
from trousse.services.polls.proposing.slots import TextDraft

FEWEST_TEXTS, MOST_TEXTS = 2, 50
LONGEST_TEXT = 200


class TextsField(TextField):
    """Some texts, one a line; blank lines and what stands twice count once."""

    def to_python(self, value: object) -> str:
        lines = (line.strip() for line in super().to_python(value).splitlines())
        return "\n".join(dict.fromkeys(line for line in lines if line))

    def validate(self, value: str) -> None:
        lines = value.splitlines()
        if not FEWEST_TEXTS <= len(lines) <= MOST_TEXTS:
            words = _("Write %(fewest)d texts at least, one a line, and %(most)d at most.")
            raise forms.ValidationError(words % {"fewest": FEWEST_TEXTS, "most": MOST_TEXTS})
        long = [number for number, line in enumerate(lines, 1) if len(line) > LONGEST_TEXT]
        if long:
            too_long = ngettext(
                "Line %(lines)s is too long: %(most)d characters at most.",
                "Lines %(lines)s are too long: %(most)d characters at most.",
                len(long),
            )
            numbers = ", ".join(map(str, long))
            raise forms.ValidationError(too_long % {"lines": numbers, "most": LONGEST_TEXT})


class ProposedTextsForm(forms.Form):
    """What a poll on texts proposes."""

    texts = TextsField(
        label=_("What is proposed, one text a line"),
        help_text=_("For example: the title of a project, a place, a subject."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_TEXTS * (LONGEST_TEXT + 1),
    )

    @property
    def drafts(self) -> list[TextDraft]:
        """Return what is proposed, in order; the form must be valid."""
        return [TextDraft(line) for line in self.cleaned_data["texts"].splitlines()]


class TextPollForm(PeopleForm, ProposedTextsForm):
    """A new poll on texts."""

    title = LineField(
        label=_("Title"),
        max_length=120,
        help_text=_("For example: “Theme of the school festival”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    description = TextField(
        label=_("What it is about (optional)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    people = PeopleField(
        label=_("Who answers? (optional)"),
        help_text=_("Colleagues, groups, or addresses of people without an account."),
        required=False,
        max=MOST_INVITED,
    )
    has_link = forms.BooleanField(
        label=_("Whoever has the link may answer, without an account"), required=False, initial=True
    )
    key = forms.CharField(widget=forms.HiddenInput, validators=[KEY])
