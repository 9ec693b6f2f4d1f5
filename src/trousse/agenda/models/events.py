"""An event with a stable identity, and the people it is told to."""

from datetime import date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trousse.core.clock import now
from trousse.core.dates import EN_DASH, NO_BREAK_SPACE, day_label, hours_label
from trousse.core.ids import PublicIdField
from trousse.core.refs import Ref

RETENTION = timedelta(days=400)
"""How long an event stays after its end: a school year and the summer that follows."""


class Event(models.Model):
    """When and where a thing takes place.

    ``uid``, ``sequence``: what calendars know it by (RFC 5545); the UID never changes.
    ``about``: the thing, ``type:id``. ``source``: the thing that set the date: the same, or one
    that lives inside the activity ``about``. Whole days have dates (the last one excluded) and
    hours have instants; ``zone`` is where the hours are those of a clock on the wall.
    """

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        CANCELLED = "cancelled", _("Cancelled")

    public_id = PublicIdField()
    uid = models.CharField(max_length=200, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    about = models.CharField(max_length=97, unique=True)
    source = models.CharField(max_length=97, unique=True)
    title = models.CharField(max_length=200)
    description = models.TextField(max_length=2000, blank=True)
    place = models.CharField(max_length=500, blank=True)
    first_day = models.DateField(null=True, blank=True)
    day_after = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=40, default="Europe/Paris")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CONFIRMED)
    organiser = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="event_is_days_or_hours",
                condition=Q(
                    first_day__isnull=False,
                    day_after__gt=F("first_day"),
                    starts_at__isnull=True,
                    ends_at__isnull=True,
                )
                | Q(
                    starts_at__isnull=False,
                    ends_at__gt=F("starts_at"),
                    first_day__isnull=True,
                    day_after__isnull=True,
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["starts_at"], name="events_by_hour"),
            models.Index(fields=["first_day"], name="events_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agenda:event", args=[self.public_id])

    @property
    def ref(self) -> Ref:
        return Ref("event", self.public_id)

    @property
    def thing(self) -> Ref:
        return Ref.parse(self.about)

    @property
    def is_whole_day(self) -> bool:
        return self.first_day is not None

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def bounds(self) -> tuple[date, date] | tuple[datetime, datetime]:
        """Start and (excluded) end: dates for whole days, else instants in the event's zone."""
        if self.first_day and self.day_after:
            return self.first_day, self.day_after
        assert self.starts_at and self.ends_at  # noqa: S101, PT018  # the table's constraint
        zone = ZoneInfo(self.zone)
        return self.starts_at.astimezone(zone), self.ends_at.astimezone(zone)

    @property
    def day(self) -> date:
        """The first day, on the calendar of the event's zone."""
        start, _end = self.bounds
        return start.date() if isinstance(start, datetime) else start

    def days_words(self, today: date) -> str:
        """Return ``mardi 2 décembre``, or the first and the last day of several."""
        start, end = self.bounds
        last = end if isinstance(end, datetime) else end - timedelta(days=1)
        final = last.date() if isinstance(last, datetime) else last
        words = day_label(self.day, today=today)
        if final == self.day or (isinstance(start, datetime) and self._ends_the_night_after()):
            return words
        return f"{words}{NO_BREAK_SPACE}{EN_DASH} {day_label(final, today=today)}"

    def _ends_the_night_after(self) -> bool:
        """Tell whether hours that pass midnight still make one evening."""
        start, end = self.bounds
        return end - start < timedelta(days=1)

    @property
    def hours_words(self) -> str:
        start, end = self.bounds
        if isinstance(start, datetime) and isinstance(end, datetime):
            return hours_label(start.time(), end.time())
        return hours_label(None, None)


class Attendance(models.Model):
    """Somebody is told about an event: an agent or a guest.

    ``owed``: the SEQUENCE that the person is to receive; ``told``: the one they received last,
    nothing before the first letter. ``is_removed``: taken off the event, gone once told.
    ``by_context``: there because they are in the activity, not named by the thing itself.
    """

    class Answer(models.TextChoices):
        """What the person says; the words of iCalendar (PARTSTAT) are in ``calendars``."""

        NONE = "", _("No answer yet")
        YES = "yes", _("I am coming")
        MAYBE = "maybe", _("Perhaps")
        NO = "no", _("I am not coming")

    public_id = PublicIdField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    guest = models.ForeignKey(
        "accounts.Guest", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=5, choices=Answer.choices, blank=True, default=Answer.NONE)
    owed = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(null=True, blank=True)
    is_removed = models.BooleanField(default=False)
    by_context = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="attended_by_one",
                condition=Q(user__isnull=False, guest__isnull=True)
                | Q(user__isnull=True, guest__isnull=False),
            ),
            models.UniqueConstraint(fields=["user", "event"], name="attended_once_by_agent"),
            models.UniqueConstraint(fields=["guest", "event"], name="attended_once_by_guest"),
        ]

    @property
    def name(self) -> str:
        return self.user.full_name if self.user else self.guest.name if self.guest else ""

    @property
    def email(self) -> str:
        """Where to write to this person; empty when unknown."""
        return self.user.email if self.user else self.guest.email if self.guest else ""

    @property
    def language(self) -> str:
        return self.user.language if self.user else self.guest.language if self.guest else "fr"
