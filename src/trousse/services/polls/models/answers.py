"""Who answered a poll, and what."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trousse.core.clock import now
from trousse.core.ids import PublicIdField
from trousse.services.polls.models.polls import Poll


class Answer(models.TextChoices):
    """What somebody says about one slot; the letter is what a row stores."""

    YES = "y", _("Yes")
    IF_NEED_BE = "m", _("If need be")
    NO = "n", _("No")


class Participant(models.Model):
    """One person's row of answers: a signed-in agent, or a guest known by a personal link.

    ``answers``: ``{slot public id: Answer letter}``, unanswered slots absent. ``name`` stays when
    the guest is gone, so that what was answered still makes sense.
    ``version``: grows with each change, so that a form left open elsewhere is noticed.
    ``replies``: ``{question public id: text}``. ``entered_by``: the organiser who wrote this row
    for somebody. ``waiting``: public ids of full slots that they wait for, oldest first.
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
    replies = models.JSONField(default=dict, blank=True)
    waiting = models.JSONField(default=list, blank=True)
    entered_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
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
