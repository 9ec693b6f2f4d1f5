"""What people wish for: services and needs that the library lacks, and who wishes them too."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from trousse.core.clock import now
from trousse.core.ids import PublicIdField
from trousse.core.refs import Ref
from trousse.library.models.catalogue import Entry

PROPOSALS_KEPT = timedelta(days=3 * 365)
"""After the last thing that happened to it."""


class Proposal(models.Model):
    """A service or a need that somebody proposes.

    ``found_by``: the words that searches compare. ``academy``: where it comes from, whose editors
    may answer it. ``creation_key``: sent twice, kept once. ``author``: nobody once the account is
    gone; ``entry``: the service it became.
    """

    class Kind(models.TextChoices):
        SERVICE = "service", pgettext_lazy("proposal", "A tool")
        NEED = "need", pgettext_lazy("proposal", "A need")

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("proposal", "Received")
        STUDIED = "studied", pgettext_lazy("proposal", "Being studied")
        ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted")
        REFUSED = "refused", pgettext_lazy("proposal", "Refused")
        DONE = "done", pgettext_lazy("proposal", "Done")

    public_id = PublicIdField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=100)
    text = models.CharField(max_length=1500)
    url = models.CharField(max_length=300, blank=True)
    audience = models.CharField(max_length=160, blank=True)
    found_by = models.CharField(max_length=600, blank=True)
    academy = models.ForeignKey(
        "directory.Academy", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    creation_key = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now, db_index=True)

    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    entry = models.ForeignKey(
        Entry, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("proposals:detail", args=[self.public_id])

    @property
    def ref(self) -> Ref:
        return Ref("proposal", self.public_id)

    @property
    def is_open(self) -> bool:
        """Tell whether supporting it still means something."""
        return self.state not in {self.State.REFUSED, self.State.DONE}


class Support(models.Model):
    """Somebody wishes the same. Counted for everybody, named to nobody."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="supports", db_index=False
    )
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "user"], name="supported_once"),
        ]
