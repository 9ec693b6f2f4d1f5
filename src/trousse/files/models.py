"""Files that people add to things: what they are and where their bytes lie, never the bytes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trousse.core.clock import now
from trousse.core.ids import PublicIdField
from trousse.core.refs import Ref


class StoredFile(models.Model):
    """One file of one thing.

    ``ref``: ``type:id`` of the thing, whose rights are the file's. ``name``: as shown and given
    back, its ending that of the content. ``kind``: key of ``kinds.KINDS``, found in the content.
    ``storage_key``: where the bytes lie, made of random ids only. ``alt``: what an image shows,
    in words. ``user``, ``guest``: who added it; both empty once they are gone.
    """

    class State(models.TextChoices):
        """A file is given to nobody before it is READY."""

        ARRIVING = "arriving", _("Being saved")
        WAITING = "waiting", _("Being checked")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Refused: it holds a virus")
        WITHDRAWN = "withdrawn", _("Removed by the operators of this site")

    public_id = PublicIdField()
    ref = models.CharField(max_length=97, db_index=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    alt = models.CharField(max_length=300, blank=True)
    storage_key = models.CharField(max_length=60, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ARRIVING)
    user = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    guest = models.ForeignKey(
        "accounts.Guest", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["created_at", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"], condition=Q(state="arriving"), name="files_not_arrived"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:content", args=[self.public_id])

    @property
    def thing(self) -> Ref:
        return Ref.parse(self.ref)

    @property
    def own_ref(self) -> Ref:
        """Return what a report of this file alone is about."""
        return Ref("file", self.public_id)

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY


class Usage(models.Model):
    """How many bytes a thing (``poll:…``) or a person (``user:…``, ``guest:…``) takes.

    Changed by conditional UPDATEs only, so that two uploads at once cannot pass a limit together.
    """

    holder = models.CharField(max_length=97, primary_key=True)
    used = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.holder}: {self.used}"
