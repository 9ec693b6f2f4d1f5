"""What the pages of polls read from people, checked and cleaned."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from trousse.core.time_zones import TIME_ZONES
from trousse.directory.picker import PeopleField, PeopleForm
from trousse.services.polls.fields import LineField, TextField
from trousse.services.polls.models import Participant
from trousse.services.polls.voting import Ballot

if TYPE_CHECKING:
    from trousse.accounts.models import Guest

KEY = RegexValidator(r"^[A-Za-z0-9_-]{22,40}$")
ANSWER_PREFIX = "answer-"
MOST_INVITED = 50


class PollTextsForm(forms.Form):
    """The texts of a poll, which may change later."""

    title = LineField(
        label=_("Title"),
        max_length=120,
        help_text=_("For example: “Department meeting”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place = LineField(
        label=_("Place (optional)"),
        required=False,
        max_length=200,
        help_text=_("A room, an address or a link."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    description = TextField(
        label=_("What it is about (optional)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PollForm(PeopleForm, PollTextsForm):
    """A new poll, but for its slots (see ``slot_rows``)."""

    people = PeopleField(
        label=_("Who answers? (optional)"),
        help_text=_("Colleagues, groups, or addresses of people without an account."),
        required=False,
        max=MOST_INVITED,
    )
    has_link = forms.BooleanField(
        label=_("Whoever has the link may answer, without an account"), required=False, initial=True
    )
    time_zone = forms.ChoiceField(label=_("Time zone of the hours"), choices=TIME_ZONES)
    key = forms.CharField(widget=forms.HiddenInput, validators=[KEY])


class BallotForm(forms.Form):
    """Somebody's name and answers; one radio group per slot, named ``answer-<slot id>``."""

    name = LineField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Shown to everybody who has the link."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address (optional)"),
        required=False,
        max_length=254,
        help_text=_("Only to send you the chosen date and your personal link. Not shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, validators=[KEY])
    slots_hash = forms.CharField(widget=forms.HiddenInput, max_length=16)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, is_agent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_agent = is_agent
        if is_agent:
            del self.fields["name"], self.fields["email"]

    def ballot(
        self, answers: dict[str, str], replies: dict[str, str], *, name: str = "", language: str
    ) -> Ballot:
        """Return what was sent; the form must be valid. ``name``: the account's, for an agent."""
        given = self.cleaned_data
        return Ballot(
            name=name or given["name"],
            email=given.get("email", ""),
            answers=answers,
            replies=replies,
            key=given["key"],
            slots_hash=given["slots_hash"],
            version=given["version"],
            was_kept="kept" in self.data,  # added by the script that kept it without network
            language=language,
        )


def read_answers(data: QueryDict) -> dict[str, str]:
    """Return ``{slot id: letter}`` of the radio groups that were answered, unchecked."""
    return {
        name.removeprefix(ANSWER_PREFIX): str(value)
        for name, value in data.items()
        if name.startswith(ANSWER_PREFIX) and value
    }


def known_language(code: str | None) -> str:
    """Return ``code`` when the interface speaks it, else the default language."""
    spoken = dict(settings.LANGUAGES)
    return code if code in spoken else settings.LANGUAGE_CODE


def initial_ballot(
    own: Participant | None, guest: "Guest | None", key: str, slots_hash: str
) -> dict[str, Any]:
    """Return the initial values of the form for the owner of a row, an invited guest or anybody."""
    start: dict[str, Any] = {"key": key, "slots_hash": slots_hash}
    if guest is not None:
        start |= {"name": guest.name, "email": guest.email}
    if own is not None:
        start |= {"name": own.name, "version": own.version}
    return start
