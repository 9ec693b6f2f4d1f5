"""A date poll, its slots and the people who answered."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousse.core.clock import now
from trousse.core.dates import day_label, hours_label
from trousse.core.ids import PublicIdField
from trousse.core.refs import Ref

if TYPE_CHECKING:
    from trousse.sharing.access import Standing

RETENTION = timedelta(days=180)
"""How long a poll is kept after its last proposed day (docs/reference/personal-data.md)."""

DEFAULT_DURATION = timedelta(hours=1)
"""Length of the calendar event when a slot has a start and no end."""


class Answer(models.TextChoices):
    """What somebody says about one slot; the letter is what a row stores."""

    YES = "y", _("Yes")
    IF_NEED_BE = "m", _("If need be")
    NO = "n", _("No")


class Poll(models.Model):
    """A question « when? » put to people by one organiser.

    ``reminded_at``: when those who are missing were last reminded. ``answers_told_at``: until
    when the organiser was told who answered.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of a poll", "Open")
        CLOSED = "closed", pgettext_lazy("state of a poll", "Closed")
        DECIDED = "decided", pgettext_lazy("state of a poll", "Decided")

    public_id = PublicIdField()
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=2000, blank=True)
    place = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    organiser = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="organised_polls"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_slot = models.ForeignKey(
        "Slot", on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)
    answers_told_at = models.DateTimeField(null=True, blank=True)
    creation_key = models.CharField(max_length=40)
    expires_on = models.DateField(db_index=True)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    sequence: int
    """Number of the last fact told about the poll. Only ``access_poll`` reads it, in the same
    statement as the rest: what is shown under a number is never older than the number."""
    standing: "Standing"
    """What the visitor for whom ``access_poll`` fetched the poll may do with it."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organiser", "creation_key"], name="poll_created_once"),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(decided_slot__isnull=False),
                name="poll_decided_has_slot",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organiser", "-changed_at"], name="poll_of_organiser")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("polls:detail", args=[self.public_id])

    @property
    def ref(self) -> Ref:
        return Ref("poll", self.public_id)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_decided(self) -> bool:
        return self.state == self.State.DECIDED


class Slot(models.Model):
    """One proposed day, or one proposed time of a day in the poll's zone.

    A whole day has neither start nor end: it is a date, the same for everybody.
    """

    public_id = PublicIdField()
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="slots")
    day = models.DateField()
    start = models.TimeField(null=True, blank=True)
    end = models.TimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["day", F("start").asc(nulls_first=True), "end", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=False, end__gt=F("start")),
                name="slot_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.start or ''}".strip()

    def day_words(self, today: date) -> str:
        return day_label(self.day, today=today)

    @property
    def hours_words(self) -> str:
        return hours_label(self.start, self.end)

    def bounds(self, zone: ZoneInfo) -> tuple[date, date] | tuple[datetime, datetime]:
        """Return start and (excluded) end: dates for a whole day, instants of ``zone`` else."""
        if self.start is None:
            return self.day, self.day + timedelta(days=1)
        start = datetime.combine(self.day, self.start, tzinfo=zone)
        if self.end is None:
            return start, start + DEFAULT_DURATION
        return start, datetime.combine(self.day, self.end, tzinfo=zone)


class Participant(models.Model):
    """One person's row of answers: a signed-in agent, or a guest known by a personal link.

    ``answers``: ``{slot public id: Answer letter}``, unanswered slots absent. ``name`` stays when
    the guest is gone, so that what was answered still makes sense.
    ``version``: grows with each change, so that a form left open elsewhere is noticed.
    """

    public_id = PublicIdField()
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    guest = models.ForeignKey(
        "accounts.Guest", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=80)
    creation_key = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "creation_key"], name="answered_once_per_form"),
            models.UniqueConstraint(
                fields=["poll", "user"],
                condition=Q(user__isnull=False),
                name="answered_once_per_agent",
            ),
            models.UniqueConstraint(
                fields=["poll", "guest"],
                condition=Q(guest__isnull=False),
                name="answered_once_per_guest",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PollText(models.Model):
    """The words of a poll's description and place, folded, for the search in what polls hold.

    Apart from the poll, whose row every page reads. None for a poll that has neither.
    """

    poll = models.OneToOneField(Poll, on_delete=models.CASCADE, related_name="text")
    words = models.TextField()
