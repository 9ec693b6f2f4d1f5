"""What an organiser sends to answer for somebody, checked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trousse.services.polls.entering import Entry, Somebody
from trousse.services.polls.fields import LineField
from trousse.services.polls.forms import KEY

SOMEBODY_ELSE = ""


class EntryForm(forms.Form):
    """The answers given for a person; ``people``: from ``entering.people_to_answer_for``.

    ``may_invite``: whether an address may be given, which receives a personal link. No ``people``
    for answers that were entered already: their person does not change.
    """

    person = forms.ChoiceField(label=_("For whom?"), required=False)
    name = LineField(
        label=_("Name, for somebody else"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("Their e-mail address (optional)"),
        required=False,
        max_length=254,
        help_text=_("They receive a link to check these answers and change them."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, validators=[KEY])
    slots_hash = forms.CharField(widget=forms.HiddenInput, max_length=16)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self,
        *args: Any,
        people: Mapping[str, Somebody] | None,
        may_invite: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._people = people
        if people is None:
            del self.fields["person"], self.fields["name"]
        else:
            named = [(key, one.shown_name or key) for key, one in people.items()]
            person = self.fields["person"]
            person.choices = [(SOMEBODY_ELSE, gettext("Somebody else")), *named]  # type: ignore[attr-defined]  # a ChoiceField
        if people is None or not may_invite:
            del self.fields["email"]

    def clean_name(self) -> str:
        """Return the name, which somebody who is not in the list must have."""
        name: str = self.cleaned_data["name"]
        if not name and not self.cleaned_data.get("person"):
            raise forms.ValidationError(gettext("Choose somebody or write a name."))
        return name

    @property
    def somebody(self) -> Somebody:
        """Return for whom the answers are; the form is valid and has ``people``."""
        given = self.cleaned_data
        chosen = (self._people or {}).get(given["person"])
        return chosen or Somebody(name=given["name"], email=given.get("email", ""))

    def entry(self, answers: Mapping[str, str], replies: Mapping[str, str]) -> Entry:
        """Return what was sent; the form is valid."""
        given = self.cleaned_data
        return Entry(
            answers=answers,
            replies=replies,
            key=given["key"],
            slots_hash=given["slots_hash"],
            version=given["version"],
        )
