"""Sets of people: kept up by the directory, or made by hand."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousse.core.clock import now
from trousse.core.ids import PublicIdField
from trousse.core.refs import Ref
from trousse.directory.models.places import Academy, Establishment


class Group(models.Model):
    """A set of people that things can be shared with.

    ``rule``: what an automatic group is made of (``class_team:…``, ``function:…``), unique, empty
    for a group made by hand. ``size``: how many members, kept by the operations.
    ``establishment``: whose staff may find the group. ``search_name``: name and description as
    searches compare them. ``creation_key``: a form sent twice makes one group.
    """

    class Policy(models.TextChoices):
        """How one gets into a group made by hand."""

        OPEN = "open", _("Open")
        ON_REQUEST = "request", _("On request")
        CLOSED = "closed", pgettext_lazy("group", "Closed")

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)
    search_name = models.CharField(max_length=700, blank=True)
    rule = models.CharField(max_length=120, blank=True)
    creation_key = models.CharField(max_length=64, blank=True)
    policy = models.CharField(max_length=10, choices=Policy.choices, default=Policy.CLOSED)
    academy = models.ForeignKey(
        Academy, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, null=True, blank=True, related_name="groups"
    )
    size = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule"], condition=~Q(rule=""), name="group_rule_once"),
            models.UniqueConstraint(
                fields=["creation_key"], condition=~Q(creation_key=""), name="group_key_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["search_name"],
                condition=Q(policy__in=["open", "request"]) & Q(rule=""),
                name="groups_one_may_join",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("groups:detail", args=[self.public_id])

    @property
    def ref(self) -> Ref:
        return Ref("group", self.public_id)

    @property
    def is_automatic(self) -> bool:
        return bool(self.rule)


class Membership(models.Model):
    """Somebody belongs to a group, or manages it too."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        MANAGER = "manager", _("Manager")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "group"], name="member_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["group", "user"], name="members_of_group")]


class JoinRequest(models.Model):
    """Somebody asks to enter a group « on request »; gone once answered."""

    public_id = PublicIdField()
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="requests")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    message = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "user"], name="asked_once"),
        ]
