"""The poll itself: what is asked, by whom, under which rules."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from trousse.core.clock import now
from trousse.core.ids import PublicIdField
from trousse.core.refs import Ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trousse.sharing.access import Standing

RETENTION = timedelta(days=180)
"""How long a poll is kept after its last proposed day (docs/reference/personal-data.md)."""

BOOKING_RETENTION = timedelta(days=30)
"""The same for appointments: who came to see whom is kept no longer than it is of use."""


def last_day_of(days: "Iterable[date | None]", kept_for: timedelta = RETENTION) -> date:
    """Return until when a poll that proposes ``days`` is kept; texts count as of today."""
    known = [day for day in days if day is not None]
    return max(known, default=timezone.localdate(now())) + kept_for


def taking_answers() -> Q:
    """Return the condition of the polls that take answers now: ``Poll.is_open``, for queries."""
    return Q(state=Poll.State.OPEN) & (Q(deadline__isnull=True) | Q(deadline__gt=now()))


class Poll(models.Model):
    """A question « when? » put to people by one organiser.

    ``deadline``: when answers stop being taken, whether or not ``state`` was changed since.
    ``has_questions``: spares reading them in polls that ask none. ``has_visio``: people meet by
    visio, whatever the place. ``names_shown``: whether those who answer see who answered what, or
    counts only.
    ``may_propose``: those who answer may propose slots, which an organiser accepts.
    ``notice_hours``: how long before it begins an appointment may last be taken, moved or given
    up by those who take it.
    ``has_conditions``: whether to look for requirements at all; most polls have none.
    ``decided_slot``: what is chosen, the first of several (``Slot.is_chosen``). ``dates_used``:
    how many of its dates the agenda has ever known.
    ``reminded_at``: when those who are missing were last reminded. ``answers_told_at``: until
    when the organiser was told who answered. ``all_answered_told_at``, ``deletion_told_at``: when
    they were told that nobody is missing, that the poll will be deleted.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of a poll", "Open")
        CLOSED = "closed", pgettext_lazy("state of a poll", "Closed")
        DECIDED = "decided", pgettext_lazy("state of a poll", "Decided")

    class Kind(models.TextChoices):
        """What is proposed: dates to compare, texts to compare, appointments to take."""

        DATES = "dates", _("Dates")
        TEXTS = "texts", _("Texts")
        BOOKING = "booking", _("Appointments")

    class AnswersShown(models.TextChoices):
        """When those who answer see what the others answered; organisers always do."""

        ALWAYS = "always", _("At any time")
        ONCE_ANSWERED = "answered", _("Once they have answered")
        ONCE_CLOSED = "closed", _("Once the poll is closed")

    class ClosesWhen(models.TextChoices):
        """What closes a poll before its deadline, by itself."""

        NOTHING = "", _("Nothing: I close it")
        EVERYBODY = "everybody", _("Everybody who was invited has answered")
        QUORUM = "quorum", _("A date satisfies every condition")

    class ClosedBy(models.TextChoices):
        """Why a poll takes no answers any more."""

        NOBODY = "", ""
        PERSON = "person", _("Closed by its organiser")
        DEADLINE = "deadline", _("Closed at its deadline")
        EVERYBODY = "everybody", _("Closed: everybody has answered")
        QUORUM = "quorum", _("Closed: a date satisfies every condition")

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
    dates_used = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.DATES)
    has_visio = models.BooleanField(default=False)
    has_questions = models.BooleanField(default=False)
    deadline = models.DateTimeField(null=True, blank=True)
    answers_shown = models.CharField(
        max_length=8, choices=AnswersShown.choices, default=AnswersShown.ALWAYS
    )
    names_shown = models.BooleanField(default=True)
    may_comment = models.BooleanField(default=True)
    may_propose = models.BooleanField(default=False)
    has_conditions = models.BooleanField(default=False)
    notice_hours = models.PositiveSmallIntegerField(default=0)
    reminds = models.BooleanField(default=True)
    closes_when = models.CharField(
        max_length=9, choices=ClosesWhen.choices, default=ClosesWhen.NOTHING, blank=True
    )
    closed_by = models.CharField(
        max_length=9, choices=ClosedBy.choices, default=ClosedBy.NOBODY, blank=True
    )
    all_answered_told_at = models.DateTimeField(null=True, blank=True)
    deletion_told_at = models.DateTimeField(null=True, blank=True)
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
            models.Index(fields=["organiser", "-changed_at"], name="poll_of_organiser"),
            models.Index(
                fields=["deadline"],
                condition=Q(state="open", deadline__isnull=False),
                name="poll_to_close",
            ),
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
        """Whether answers are taken now; from its deadline on a poll is closed, task or not."""
        return self.state == self.State.OPEN and not self.is_past_deadline

    @property
    def is_past_deadline(self) -> bool:
        return self.deadline is not None and self.deadline <= now()

    @property
    def current_state(self) -> "Poll.State":
        """Return the state that people are shown: closed from the deadline on."""
        state = self.State(self.state)
        return self.State.CLOSED if state == self.State.OPEN and not self.is_open else state

    @property
    def state_words(self) -> str:
        return str(self.current_state.label)

    @property
    def place_words(self) -> str:
        """Return where people meet, in words: the place, the visio, both, or ""."""
        return self.place_words_at("")

    def place_words_at(self, room: str) -> str:
        """Return where people meet for a slot in that room or site."""
        visio = gettext("online by video") if self.has_visio else ""
        return " · ".join(filter(None, [room, self.place, visio]))

    @property
    def is_booking(self) -> bool:
        """Whether appointments are taken, instead of dates being compared."""
        return self.kind == self.Kind.BOOKING

    @property
    def kept_for(self) -> timedelta:
        """Return how long it is kept after its last day."""
        return BOOKING_RETENTION if self.is_booking else RETENTION

    @property
    def is_decided(self) -> bool:
        return self.state == self.State.DECIDED


class PollText(models.Model):
    """The words of a poll's description and place, folded, for the search in what polls hold.

    Apart from the poll, whose row every page reads. None for a poll that has neither.
    """

    poll = models.OneToOneField(Poll, on_delete=models.CASCADE, related_name="text")
    words = models.TextField()
