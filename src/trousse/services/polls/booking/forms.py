"""What the pages of appointments read from people, checked and cleaned."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from trousse.core.time_zones import TIME_ZONES
from trousse.directory.picker import PeopleField, PeopleForm
from trousse.services.polls.booking.making import Opening, Rhythm, make_appointments
from trousse.services.polls.booking.organising import LONGEST_WORD
from trousse.services.polls.fields import LineField, TextField
from trousse.services.polls.forms import KEY, MOST_INVITED
from trousse.services.polls.proposing.slots import MOST_SLOTS, SlotDraft
from trousse.services.polls.slot_rows import FARTHEST, parse_day, parse_hour

EMPTY_ROWS, MOST_ROWS = 2, 60
NOTICES = (
    (0, _("Until it begins")),
    (2, _("2 hours before")),
    (12, _("12 hours before")),
    (24, _("24 hours before")),
    (48, _("2 days before")),
    (168, _("a week before")),
)


@dataclass
class OpeningRow:
    """Hours of one day as typed, with what is wrong with them in words."""

    number: int
    day: str = ""
    start: str = ""
    end: str = ""
    error: object = ""

    @property
    def is_blank(self) -> bool:
        return not self.day


@dataclass
class OpeningRows:
    """The days and hours as typed and, once read, what they mean."""

    rows: list[OpeningRow]
    openings: list[Opening] = field(default_factory=list)
    error: object = ""

    def __iter__(self) -> Iterator[OpeningRow]:
        return iter(self.rows)

    @classmethod
    def blank(cls) -> "OpeningRows":
        return cls([OpeningRow(number) for number in range(1, EMPTY_ROWS + 1)])

    @classmethod
    def typed(cls, data: QueryDict) -> "OpeningRows":
        """Take the rows of a sent form; missing cells are blank."""
        cells = [data.getlist(name) for name in ("day", "start", "end")]
        rows = [
            OpeningRow(
                index + 1, *(cell[index].strip() if index < len(cell) else "" for cell in cells)
            )
            for index in range(min(max(map(len, cells)), MOST_ROWS))
        ]
        return cls(rows or cls.blank().rows)

    @property
    def has_room(self) -> bool:
        return len(self.rows) < MOST_ROWS

    def add_row(self) -> None:
        """Add a blank row, within the limit."""
        if self.has_room:
            self.rows.append(OpeningRow(len(self.rows) + 1))

    def read(self, today: date) -> bool:
        """Fill ``openings``, or the errors; a day without hours has those of the one above."""
        self.openings, above = [], ("", "")
        for row in self.rows:
            if row.is_blank:
                continue
            hours = (row.start or above[0], row.end or above[1])
            row.error = self._read_row(row, hours, today)
            above = hours
        if not self.openings and not any(row.error for row in self.rows):
            self.error = _("Choose at least one day.")
        return not self.error and not any(row.error for row in self.rows)

    def _read_row(self, row: OpeningRow, hours: tuple[str, str], today: date) -> object:
        day, start, end = parse_day(row.day), parse_hour(hours[0]), parse_hour(hours[1])
        if day is None or start is None or end is None:
            return _("Write a day such as 2026-12-02, and hours such as 17:00.")
        if day < today:
            return _("This day is over.")
        if day > today + FARTHEST:
            return _("This day is more than two years away.")
        if end <= start:
            return _("The end comes before the start.")
        self.openings.append(Opening(day, start, end))
        return ""


class HourField(forms.CharField):
    """An hour of the clock, or None."""

    widget = forms.TimeInput(attrs={"type": "time"})

    def clean(self, value: Any) -> Any:
        text = str(value or "").strip()
        hour = parse_hour(text)
        if text and hour is None:
            raise forms.ValidationError(_("Write an hour such as 18:30."))
        return hour


class RhythmForm(forms.Form):
    """How hours are cut into appointments."""

    length = forms.IntegerField(
        label=_("Length, in minutes"), min_value=5, max_value=480, initial=10
    )
    pause = forms.IntegerField(label=_("Pause between two"), min_value=0, max_value=120, initial=0)
    rest_from = HourField(label=_("Break from (optional)"), required=False)
    rest_until = HourField(label=_("Break until (optional)"), required=False)
    capacity = forms.IntegerField(
        label=_("How many may take the same one"),
        help_text=_("One, but for a visit or a workshop."),
        min_value=1,
        max_value=500,
        initial=1,
    )

    def clean(self) -> dict[str, Any]:
        """Check that a break has two ends, in order."""
        given = super().clean() or {}
        start, end = given.get("rest_from"), given.get("rest_until")
        if bool(start) != bool(end):
            self.add_error("rest_until", str(_("Give both ends of the break, or none.")))
        elif start and end and end <= start:
            self.add_error("rest_until", str(_("The end comes before the start.")))
        return given

    @property
    def rhythm(self) -> Rhythm:
        """Return what was typed; the form must be valid."""
        given = self.cleaned_data
        rest: tuple[time, time] | None = None
        if given["rest_from"]:
            rest = (given["rest_from"], given["rest_until"])
        return Rhythm(given["length"], given["pause"], rest)


class BookingWordsForm(forms.Form):
    """What is said of appointments, which may change later."""

    title = LineField(
        label=_("Title"),
        max_length=120,
        help_text=_("For example: “Parents’ evening, class 4e B”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place = LineField(
        label=_("Place (optional)"),
        required=False,
        max_length=200,
        help_text=_("A room, an address or a link."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    has_visio = forms.BooleanField(label=_("Online, by video"), required=False)
    description = TextField(
        label=_("What people should know (optional)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    notice_hours = forms.TypedChoiceField(
        label=_("Taken, moved or cancelled until"),
        coerce=int,
        choices=NOTICES,
        initial=24,
    )


class BookingForm(PeopleForm, RhythmForm, BookingWordsForm):
    """New appointments, but for their days and hours (see ``OpeningRows``)."""

    asks_pupil = forms.BooleanField(
        label=_("Ask for the pupil’s first name and class"),
        help_text=_("First name and the initial of the last name: that is enough to know who."),
        required=False,
    )
    question = LineField(
        label=_("Something else to ask (optional)"),
        help_text=_(
            "Never health, marks, a date of birth or an address: people say it on the day."
        ),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    people = PeopleField(
        label=_("Who is invited? (optional)"),
        help_text=_("Colleagues, groups, or addresses of people without an account."),
        required=False,
        max=MOST_INVITED,
    )
    has_link = forms.BooleanField(
        label=_("Whoever has the link may take one, without an account"),
        required=False,
        initial=True,
    )
    time_zone = forms.ChoiceField(label=_("Time zone of the hours"), choices=TIME_ZONES)
    key = forms.CharField(widget=forms.HiddenInput, validators=[KEY])


class WishForm(forms.Form):
    """Somebody's name and address; the slot and the replies stand beside."""

    name = LineField(
        label=_("Your name"),
        max_length=80,
        help_text=_("Seen by who receives you, and by nobody else."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address (optional)"),
        required=False,
        max_length=254,
        help_text=_("To receive the confirmation, with the link to move or cancel."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, validators=[KEY])

    def __init__(self, *args: Any, is_agent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_agent = is_agent
        if is_agent:
            del self.fields["name"], self.fields["email"]


class EntryForm(forms.Form):
    """An appointment that the organiser takes for somebody."""

    slot = forms.CharField(max_length=40)
    name = LineField(label=_("Name"), max_length=80)
    email = forms.EmailField(label=_("E-mail (optional)"), required=False, max_length=254)
    key = forms.CharField(widget=forms.HiddenInput, validators=[KEY])


class WordForm(forms.Form):
    """What the organiser says to somebody whose appointment is called off."""

    row = forms.CharField(max_length=40)
    word = LineField(required=False, max_length=LONGEST_WORD)
    stays_offered = forms.BooleanField(required=False)


def read_appointments(
    rows: OpeningRows, form: RhythmForm, *, today: date, zone: ZoneInfo
) -> list[SlotDraft]:
    """Return the appointments that a form means; empty, with errors, when there are none.

    ``form``: its rhythm must be valid.
    """
    if not rows.read(today) or any(name in form.errors for name in RhythmForm.base_fields):
        return []
    made = make_appointments(rows.openings, form.rhythm, zone)
    if not made:
        rows.error = _("No appointment fits into these hours.")
    elif len(made) > MOST_SLOTS:
        rows.error = _("There are at most %d appointments.") % MOST_SLOTS
        return []
    return made
