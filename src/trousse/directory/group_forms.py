"""What the pages of groups read from people, checked and cleaned."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from trousse.core.text import clean_line
from trousse.directory.cards import establishment_label
from trousse.directory.group_operations import GroupDraft
from trousse.directory.models import Group
from trousse.directory.queries import establishments_of

if TYPE_CHECKING:
    from trousse.accounts.models import User

KEY = RegexValidator(r"^[A-Za-z0-9_-]{22,40}$")
POLICIES = [
    (Group.Policy.OPEN, _("Open: everybody enters without asking")),
    (Group.Policy.ON_REQUEST, _("On request: a manager lets people in")),
    (Group.Policy.CLOSED, _("Closed: managers add people")),
]


class LineField(forms.CharField):
    """One line of text, without control characters."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class GroupForm(forms.Form):
    """What a group is. ``establishment`` is offered to those who work in one."""

    name = LineField(
        label=_("Name of the group"),
        max_length=120,
        help_text=_("For example: “Reading project, 6th grade”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    description = LineField(
        label=_("What it is for (optional)"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    policy = forms.ChoiceField(
        label=_("Who may enter?"), choices=POLICIES, widget=forms.RadioSelect
    )
    establishment = forms.ChoiceField(
        label=_("Colleagues who find it and may share with it"), required=False
    )

    def __init__(self, *args: Any, user: "User", group: Group | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = {place.uai: place for place in establishments_of(user)}
        if group and group.establishment:
            self._places.setdefault(group.establishment.uai, group.establishment)
        choices = [(uai, establishment_label(place)) for uai, place in self._places.items()]
        if choices:
            none = ("", _("Only its members"))
            self.fields["establishment"].choices = [none, *choices]  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["establishment"]

    def draft(self) -> GroupDraft:
        """Return what was sent; the form must be valid."""
        given = self.cleaned_data
        return GroupDraft(
            name=given["name"],
            description=given["description"],
            policy=given["policy"],
            establishment=self._places.get(given.get("establishment", "")),
        )


class NewGroupForm(GroupForm):
    """A new group; the hidden key makes a form sent twice one group."""

    key = forms.CharField(widget=forms.HiddenInput, validators=[KEY])


class RequestForm(forms.Form):
    """A word to the managers of a group that one asks to enter."""

    message = LineField(
        label=_("A word for its managers (optional)"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
