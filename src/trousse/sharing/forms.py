"""What the share dialog reads from people, checked and cleaned."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousse.core.clock import now
from trousse.core.text import clean_text
from trousse.directory.picker import PeopleField, PeopleForm
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_NOTE = 500


class RoleField(forms.TypedChoiceField):
    """One of the roles that make sense for a thing."""

    def __init__(self, labels: "Mapping[Role, str]", **kwargs: Any) -> None:
        choices = [(int(role), label) for role, label in labels.items()]
        super().__init__(choices=choices, coerce=lambda text: Role(int(text)), **kwargs)


class NoteField(forms.CharField):
    """A few plain words for the letters to guests."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class EndField(forms.DateField):
    """The last day of a right, as the instant at which that day ends for whoever chooses."""

    widget = forms.DateInput(attrs={"type": "date"})

    def clean(self, value: Any) -> datetime | None:
        day: date | None = super().clean(value)
        if day is None:
            return None
        end = timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
        if end <= now():
            raise ValidationError(_("This day is over: choose a later one."))
        return end


class ShareForm(PeopleForm):
    """Sharing with people, groups and addresses."""

    people = PeopleField(
        label=_("Share with"),
        help_text=_("Colleagues, groups, or guests by e-mail: guests need no account."),
    )
    note = NoteField(
        label=_("A word for the guests (optional)"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, labels: "Mapping[Role, str]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = RoleField(labels, label=_("They"), initial=int(_usual(labels)))
        self.order_fields(["people", "role", "note"])


class OpenForm(forms.Form):
    """Opening to a place, to everybody signed in, or by a link; with an end or without."""

    until = EndField(label=_("Until (optional)"), required=False)

    def __init__(self, *args: Any, labels: "Mapping[Role, str]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = RoleField(labels, initial=int(_usual(labels)))


def _usual(labels: "Mapping[Role, str]") -> Role:
    return Role.TAKE_PART if Role.TAKE_PART in labels else next(iter(labels))
