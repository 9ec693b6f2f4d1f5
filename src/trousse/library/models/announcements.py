"""What editors tell: news of an académie or of all, and the maintenance of services."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from trousse.core.clock import now
from trousse.core.ids import PublicIdField
from trousse.core.refs import Ref
from trousse.library.models.catalogue import Entry

ANNOUNCED = timedelta(days=7)
"""How long before it begins a maintenance is told."""
ANNOUNCEMENTS_KEPT = timedelta(days=365)


class Announcement(models.Model):
    """One piece of news, shown from ``starts_at`` until ``ends_at``.

    ``academy``: whose people see it; empty for everybody. ``entry``: the service it is about. A
    maintenance always has one, lasts from ``starts_at`` to ``ends_at``, and is told before.
    ``author``: nobody once the account is gone; ``creation_key``: sent twice, made once.
    """

    class Kind(models.TextChoices):
        INFORMATION = "information", pgettext_lazy("announcement", "Information")
        CHANGE = "change", pgettext_lazy("announcement", "Change")
        MAINTENANCE = "maintenance", pgettext_lazy("announcement", "Maintenance")

    public_id = PublicIdField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    academy = models.ForeignKey(
        "directory.Academy", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.CASCADE, null=True, blank=True, related_name="announcements"
    )
    text_fr = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    author = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    creation_key = models.CharField(max_length=40, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="announcement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(kind="maintenance") | Q(entry__isnull=False),
                name="maintenance_of_a_service",
            ),
        ]

    def __str__(self) -> str:
        return self.text_fr

    @property
    def ref(self) -> Ref:
        return Ref("announcement", self.public_id)

    @property
    def is_maintenance(self) -> bool:
        return self.kind == self.Kind.MAINTENANCE

    @property
    def is_over(self) -> bool:
        return self.ends_at <= now()

    @property
    def is_under_way(self) -> bool:
        return self.starts_at <= now() < self.ends_at
