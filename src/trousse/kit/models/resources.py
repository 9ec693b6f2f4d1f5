"""The light index of the things that live in services: what lists show, never their content.

Who may see a thing is not here: that is ``sharing``, asked each time.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from trousse.core.clock import now
from trousse.core.refs import Ref

TITLE_LENGTH = 200


class Resource(models.Model):
    """One thing. ``ref``: ``type:id``. ``state``: a code that its type has words for.

    ``words``: the words of the title, folded, with a space on both sides. ``starts_at``,
    ``ends_at`` (excluded): when it takes place; ``whole_day``: these are midnights. ``asks``: those
    who may take part, by name or through a group, are expected to do something until
    ``expected_until``, best before ``due_at``.
    """

    ref = models.CharField(max_length=97, unique=True)
    type = models.CharField(max_length=32)
    service = models.CharField(max_length=40)
    title = models.CharField(max_length=TITLE_LENGTH)
    words = models.CharField(max_length=2 * TITLE_LENGTH + 2)
    url = models.CharField(max_length=300)
    state = models.CharField(max_length=20)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    whole_day = models.BooleanField(default=False)
    asks = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True, blank=True)
    expected_until = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="resource_ends_after_start",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gte=F("starts_at")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["type", "id"], name="resources_of_type")]

    def __str__(self) -> str:
        return self.title

    @property
    def thing(self) -> Ref:
        return Ref.parse(self.ref)


class ResourcePerson(models.Model):
    """When somebody last opened or changed a thing."""

    resource = models.ForeignKey(
        Resource, on_delete=models.CASCADE, related_name="people", db_index=False
    )
    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resource", "user"], name="opened_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "-opened_at"], name="opened_lately")]
