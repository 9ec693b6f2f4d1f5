"""What a poll proposes: days, times, or texts."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from trousse.core.dates import day_label, hours_label
from trousse.core.ids import PublicIdField
from trousse.services.polls.models.polls import Poll

if TYPE_CHECKING:
    from trousse.services.polls.proposing.slots import Draft

DEFAULT_DURATION = timedelta(hours=1)
"""Length of the calendar event when a slot has a start and no end."""


class OfferedSlots(models.Manager["Slot"]):
    """The slots that people are asked about; what waits for a review is in none of the lists."""

    def get_queryset(self) -> models.QuerySet["Slot"]:
        return super().get_queryset().filter(is_offered=True)


class Slot(models.Model):
    """One proposed day, or one proposed time of a day in the poll's zone, or one proposed text.

    A whole day has neither start nor end: it is a date, the same for everybody. A text has a
    ``label`` and no day. ``place``: a room or a site, when the slots differ. ``capacity``: how
    many may say yes, or take the appointment; None is no limit. ``is_chosen``: decided;
    ``date_number``: which date of the poll it then is in the agenda (``dating.date_ref``).
    ``proposed_by``: who proposed it, when it was not an organiser; nobody answers it before it is
    ``is_offered``.
    """

    public_id = PublicIdField()
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="slots")
    day = models.DateField(null=True, blank=True)
    start = models.TimeField(null=True, blank=True)
    end = models.TimeField(null=True, blank=True)
    label = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=120, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_offered = models.BooleanField(default=True)
    is_chosen = models.BooleanField(default=False)
    date_number = models.PositiveSmallIntegerField(null=True, blank=True)
    proposed_by = models.ForeignKey(
        "Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = OfferedSlots()  # the default one: ``poll.slots`` too
    everything: ClassVar = models.Manager["Slot"]()

    class Meta:
        ordering: ClassVar = ["day", F("start").asc(nulls_first=True), "end", "order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(day__isnull=False, label="")
                | Q(day__isnull=True, start__isnull=True) & ~Q(label=""),
                name="slot_is_a_date_or_a_text",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="slot_has_room_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(date_number__isnull=True) | Q(day__isnull=False, is_chosen=True),
                name="slot_in_agenda_is_a_chosen_date",
            ),
            models.UniqueConstraint(fields=["poll", "date_number"], name="slot_of_poll_date"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=False, end__gt=F("start")),
                name="slot_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"{self.day} {self.start or ''}".strip()

    @classmethod
    def drafted(cls, poll: Poll, draft: "Draft", order: int = 0) -> "Slot":
        """Return the slot of ``poll`` that ``draft`` describes, unsaved."""
        return cls(
            poll=poll,
            day=draft.day,
            start=draft.start,
            end=draft.end,
            label=draft.label,
            place=draft.place,
            capacity=draft.capacity,
            order=order,
        )

    def day_words(self, today: date) -> str:
        return day_label(self.day, today=today) if self.day else self.label

    @property
    def hours_words(self) -> str:
        """Return the hours in words; nothing for a text."""
        return hours_label(self.start, self.end) if self.day else ""

    def words(self, today: date) -> str:
        """Return the whole slot in words: « mardi 1er décembre, 17 h – 18 h », or its text."""
        return (
            f"{self.day_words(today)}, {self.hours_words}" if self.start else self.day_words(today)
        )

    def bounds(self, zone: ZoneInfo) -> tuple[date, date] | tuple[datetime, datetime]:
        """Return start and (excluded) end: dates for a whole day, instants of ``zone`` else.

        Raises ValueError for a text, which has no date.
        """
        if self.day is None:
            raise ValueError(f"slot {self.public_id} is a text")
        if self.start is None:
            return self.day, self.day + timedelta(days=1)
        start = datetime.combine(self.day, self.start, tzinfo=zone)
        if self.end is None:
            return start, start + DEFAULT_DURATION
        return start, datetime.combine(self.day, self.end, tzinfo=zone)
