"""The form of the settings page: one choice per service."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trousse.notifications.kinds import service_label
from trousse.notifications.models import Preference
from trousse.notifications.queries import choices_of

if TYPE_CHECKING:
    from trousse.accounts.models import User

CHOICES = [
    (Preference.Choice.NOW.value, _("A letter each time")),
    (Preference.Choice.DIGEST.value, _("One letter a day, in the morning")),
    (Preference.Choice.NEVER.value, _("No letter, only on this site")),
]


class SettingsForm(forms.Form):
    """How the person wants to hear from each service that has something to tell."""

    def __init__(self, user: "User", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for service, choice in choices_of(user).items():
            self.fields[service] = forms.ChoiceField(
                label=service_label(service),
                choices=CHOICES,
                initial=choice,
                required=False,  # always one of the three: nothing to ask for
                widget=forms.RadioSelect,
            )

    def chosen(self) -> dict[str, str]:
        """Return the choices that were sent; a service left out keeps its own."""
        return {name: choice for name, choice in self.cleaned_data.items() if choice}
