"""A named set of things and people, with a state and a next step."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from trousse.core.clock import now
from trousse.core.ids import PublicIdField
from trousse.core.refs import Ref
from trousse.sharing.roles import Role

RETENTION = timedelta(days=3 * 365)
"""How long an activity stays that nobody changes: a project over three school years."""
REF_TYPE = "activity"


class Activity(models.Model):
    """« La réunion du 2 décembre », « Le voyage à Lisbonne ».

    ``next_step``, ``next_step_on``: what comes next, and until when.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("activity", "Draft")
        OPEN = "open", pgettext_lazy("activity", "Under way")
        DONE = "done", pgettext_lazy("activity", "Done")
        ARCHIVED = "archived", pgettext_lazy("activity", "Archived")

    public_id = PublicIdField()
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    next_step = models.CharField(max_length=200, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    creation_key = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["created_by", "creation_key"], name="activity_created_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:detail", args=[self.public_id])

    @property
    def ref(self) -> Ref:
        return Ref(REF_TYPE, self.public_id)

    @property
    def is_archived(self) -> bool:
        return self.state == self.State.ARCHIVED


class ActivityPerson(models.Model):
    """Somebody is in an activity: an agent or a guest, with a role.

    The grants on the activity and on its things follow from these rows; nobody else writes them.
    """

    public_id = PublicIdField()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    guest = models.ForeignKey(
        "accounts.Guest", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    role = models.PositiveSmallIntegerField(choices=Role.choices)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["-role", "created_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="in_activity_as_one",
                condition=Q(user__isnull=False, guest__isnull=True)
                | Q(user__isnull=True, guest__isnull=False),
            ),
            models.UniqueConstraint(fields=["user", "activity"], name="in_activity_once"),
            models.UniqueConstraint(fields=["guest", "activity"], name="guest_in_activity_once"),
        ]

    @property
    def name(self) -> str:
        return self.user.full_name if self.user else self.guest.name if self.guest else ""


class ActivityThing(models.Model):
    """A thing is in an activity, at a place of its list. ``ref``: ``type:id``, in one only."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="things")
    ref = models.CharField(max_length=97, unique=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    @property
    def thing(self) -> Ref:
        return Ref.parse(self.ref)
