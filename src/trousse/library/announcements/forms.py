"""What an editor writes when telling people something."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousse.core.text import clean_line
from trousse.directory.queries import all_academies
from trousse.library.announcements.operations import News
from trousse.library.editing.access import Desk
from trousse.library.models import Announcement, Entry

KEY = RegexValidator(r"^[A-Za-z0-9_-]{16,40}$")
LOCAL = "%Y-%m-%dT%H:%M"
Kind = Announcement.Kind


class LineField(forms.CharField):
    """One line of text, without control characters."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class MomentField(forms.DateTimeField):
    """A day and an hour in the time zone of the person, as browsers send them."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL)
        super().__init__(widget=widget, input_formats=[LOCAL, "%Y-%m-%dT%H:%M:%S"], **kwargs)


class NewsForm(forms.Form):
    """News or the maintenance of a service, as far as the desk may tell it."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind.choices, widget=forms.RadioSelect)
    entry = forms.ModelChoiceField(
        Entry.objects.none(),
        label=_("Service concerned"),
        required=False,
        to_field_name="slug",
        empty_label=_("None"),
        help_text=_("A maintenance always concerns a service."),
    )
    academy = forms.ModelChoiceField(
        all_academies(),
        label=_("For whom?"),
        required=False,
        to_field_name="slug",
        empty_label=_("Everybody"),
        help_text=_("A maintenance is told to all those who find the service."),
    )
    text_fr = LineField(
        label=_("Text in French"),
        max_length=300,
        widget=forms.Textarea({"rows": 3, "lang": "fr"}),
        help_text=_("300 characters at most. Say what changes for people, then what to do."),
    )
    text_en = LineField(
        label=_("Text in English (optional)"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3, "lang": "en"}),
    )
    starts_at = MomentField(
        label=_("Beginning"), help_text=_("Of the maintenance, or of the display.")
    )
    ends_at = MomentField(label=pgettext_lazy("of an announcement", "End"))
    key = forms.CharField(widget=forms.HiddenInput, validators=[KEY])
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        published = Entry.objects.filter(published_at__isnull=False)
        shown = published if desk.may_create else desk.entries()
        self._choose("entry", shown.order_by("name_fr", "pk"))
        self._choose("academy", desk.places())
        academy: Any = self.fields["academy"]
        if not desk.everything:
            academy.empty_label = None
            academy.required = False
        if not desk.may_create:
            kinds: Any = self.fields["kind"]
            kinds.choices = [(Kind.MAINTENANCE.value, Kind.MAINTENANCE.label)]
            self.initial.setdefault("kind", Kind.MAINTENANCE.value)
            del self.fields["academy"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        entry = given.get("entry")
        if given.get("kind") == Kind.MAINTENANCE:
            if entry is None:
                self.add_error("entry", _("Choose the service under maintenance."))
            elif not self.desk.may_edit(entry):
                self.add_error("entry", _("You do not write the page of this service."))
            else:
                given["academy"] = entry.academy
        elif not self.desk.speaks_for(getattr(given.get("academy"), "pk", None)):
            self.add_error("academy" if "academy" in self.fields else None, _("Choose for whom."))
        if (
            given.get("starts_at")
            and given.get("ends_at")
            and given["ends_at"] <= given["starts_at"]
        ):
            self.add_error("ends_at", _("The end must come after the beginning."))
        return given

    @property
    def news(self) -> News:
        """Return what was written; the form must be valid."""
        given = self.cleaned_data
        return News(**{name: given.get(name) for name in News.__slots__})  # type: ignore[arg-type]  # as cleaned

    def _choose(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = rows


def initial_news(one: Announcement) -> dict[str, Any]:
    """Return the initial values of the form for an announcement that exists."""
    names = ("kind", "text_fr", "text_en", "starts_at", "ends_at", "version")
    start = {name: getattr(one, name) for name in names}
    entry = one.entry.slug if one.entry else ""
    return {
        **start,
        "entry": entry,
        "academy": one.academy and one.academy.slug,
        "key": one.creation_key,
    }
