"""The live page of components: every piece of the interface in every state, for developers."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousse.core.errors import NotFound
from trousse.ui.icons import OUTLINES


class EveryField(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("What people will read first."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Format: name@example.fr"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    description = forms.CharField(label=_("Description"), required=False, widget=forms.Textarea)
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Yes")), ("maybe", _("If need be")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    notices = forms.MultipleChoiceField(
        label=_("Tell me by e-mail"),
        required=False,
        choices=[("vote", _("when somebody answers")), ("end", _("when a date is chosen"))],
        widget=forms.CheckboxSelectMultiple,
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[("Europe/Paris", "Paris"), ("Indian/Reunion", "La Réunion")],
    )
    document = forms.FileField(label=_("Document"), required=False, help_text=_("PDF, 5 MB."))
    accepted = forms.BooleanField(label=_("I have read the rules"))


STATES = (
    ("draft", pgettext_lazy("components", "Draft")),
    ("open", pgettext_lazy("components", "Open")),
    ("closed", pgettext_lazy("components", "Closed")),
    ("decided", pgettext_lazy("components", "Decided")),
    ("archived", pgettext_lazy("components", "Archived")),
    ("cancelled", pgettext_lazy("components", "Cancelled")),
)
CARDS = (
    (_("Find a date"), _("Propose a few days; everybody answers in a minute."), "calendar"),
    (_("Take notes"), _("Write together, in one place."), "note"),
    (_("Decide together"), _("From the question to the decision, step by step."), "vote"),
)


def components(request: HttpRequest) -> HttpResponse:
    """Show every component. Raises NotFound unless COMPONENTS_PAGE is on."""
    if not settings.COMPONENTS_PAGE:
        raise NotFound
    context = {
        "form": EveryField(prefix="ok"),
        "refused": EveryField({"wrong-email": "lea"}, prefix="wrong"),
        "states": STATES,
        "cards": CARDS,
        "icons": sorted(OUTLINES),
    }
    return render(request, "ui/components.html", context)
