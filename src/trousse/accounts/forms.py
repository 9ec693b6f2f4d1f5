"""Forms of accounts; those of sign-in itself come from the library."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from trousse.accounts.models import User
from trousse.core.time_zones import TIME_ZONES


class NamesForm(forms.Form):
    """The names asked at registration, above the library's own fields."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    field_order = ("first_name", "last_name", "email", "password1")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the language in which the person registered (the library saved the names)."""
        user.language = get_language() or settings.LANGUAGE_CODE
        user.save(update_fields=["language"])


class PersonForm(forms.ModelForm[User]):
    """What people change themselves about how Trousse names and speaks to them."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Dates and times are shown at the time of this place."),
    )

    class Meta:
        model = User
        fields = ("first_name", "last_name", "language", "time_zone")
        labels: ClassVar = {"first_name": _("First name"), "last_name": _("Last name")}
        widgets: ClassVar = {
            "first_name": forms.TextInput({"autocomplete": "given-name"}),
            "last_name": forms.TextInput({"autocomplete": "family-name"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = True
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = self._zones()

    def _zones(self) -> list[tuple[str, object]]:
        """Offer the usual zones, and the present one of somebody who lives elsewhere."""
        present = self.instance.time_zone
        known = {name for name, _label in TIME_ZONES}
        return [*TIME_ZONES, *([] if present in known else [(present, present)])]


class LanguageForm(forms.Form):
    """The language switch of every page."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)


QUOTES = '«»“”" \u00a0\u202f'
"""What people copy around a word that is shown between quotes."""


class ErasureForm(forms.Form):
    """A gesture that cannot be taken back is written out, not clicked."""

    word = forms.CharField(
        label=_("To confirm, type “erase”"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_word(self) -> str:
        """Accept the word in the language of the page, whatever its case."""
        word: str = self.cleaned_data["word"].strip(QUOTES).lower()
        if word != gettext("erase"):
            raise forms.ValidationError(_("Type the word “erase”. Nothing was erased."))
        return word
