"""Forms of the operators' pages."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from trousse.accounts.queries import user_with_email
from trousse.core.text import clean_line
from trousse.directory.access import Office
from trousse.directory.models import Academy
from trousse.directory.offices import Scope


class AddressForm(forms.Form):
    """One account by its exact address."""

    email = forms.EmailField(
        label=_("Address of the account"), widget=forms.EmailInput({"autocomplete": "off"})
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "email" in given:
            given["user"] = user_with_email(given["email"])
            if given["user"] is None:
                self.add_error("email", _("Nobody has an account with this address."))
        return given


class OfficeForm(AddressForm):
    """An office for somebody; what the office needs is judged by ``give_office``."""

    office = forms.ChoiceField(label=_("Office"), choices=Office.choices)
    academy = forms.ModelChoiceField(
        Academy.objects.all(),
        label=_("Académie"),
        required=False,
        help_text=_("For an editor of an académie only."),
    )
    service = forms.SlugField(
        label=_("Service"),
        required=False,
        max_length=40,
        help_text=_("For a service owner only: the short name of the service, such as polls."),
    )
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave empty for an office without end."),
    )
    field_order = ("email", "office", "academy", "service", "until")

    @property
    def scope(self) -> Scope:
        return Scope(self.cleaned_data["academy"], self.cleaned_data["service"])


class AccountForm(forms.Form):
    """What an operator knows of somebody for whom an account is opened."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100)
    email = forms.EmailField(label=_("Address"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean_first_name(self) -> str:
        return clean_line(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        return clean_line(self.cleaned_data["last_name"])
