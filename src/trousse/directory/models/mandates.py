"""Offices that people hold on Trousse itself, beyond their own things."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trousse.core.clock import now
from trousse.core.ids import PublicIdField
from trousse.directory.models.places import Academy


class Mandate(models.Model):
    """One office of one person: see docs/reference/roles.md.

    ``academy``: whose editor; ``service``: slug of the service somebody owns; empty else.
    """

    class Office(models.TextChoices):
        ACADEMY_EDITOR = "academy_editor", _("Académie editor")
        NATIONAL_EDITOR = "national_editor", _("National editor")
        SERVICE_OWNER = "service_owner", _("Service owner")
        OPERATOR = "operator", _("Operator")
        SUPPORT = "support", _("Support")

    public_id = PublicIdField()
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="mandates")
    office = models.CharField(max_length=20, choices=Office.choices)
    academy = models.ForeignKey(
        Academy, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    service = models.SlugField(max_length=40, blank=True)
    granted_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "office", "service"],
                condition=Q(academy__isnull=True),
                name="mandate_once",
            ),
            models.UniqueConstraint(
                fields=["user", "academy"],
                condition=Q(academy__isnull=False),
                name="editor_of_academy_once",
            ),
            models.CheckConstraint(
                condition=Q(office="academy_editor", academy__isnull=False)
                | (~Q(office="academy_editor") & Q(academy__isnull=True)),
                name="mandate_academy_of_editor",
            ),
        ]

    @property
    def place(self) -> str:
        """Where the office holds, for a person to read; empty when everywhere."""
        return str(self.academy) if self.academy else self.service


def in_force(mandates: "models.QuerySet[Mandate]", today: date) -> "models.QuerySet[Mandate]":
    """Keep the mandates that hold on ``today``; the last day counts."""
    return mandates.filter(Q(until__isnull=True) | Q(until__gte=today))
