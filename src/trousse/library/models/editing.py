"""What editors keep beside the text of a service: its pictures, and whether its links answer."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trousse.core import http_client
from trousse.core.clock import now
from trousse.library.models.catalogue import Entry

MOST_IMAGES = 6


class EntryImage(models.Model):
    """A picture of a service. ``file``: public id of the file that the room ``files`` keeps.

    ``alt``: what it shows, in words; empty only for one that is ``decorative``.
    ``order``: lowest first.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="images")
    file = models.CharField(max_length=22, unique=True)
    alt_fr = models.CharField(max_length=300, blank=True)
    alt_en = models.CharField(max_length=300, blank=True)
    decorative = models.BooleanField(default=False)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decorative=True) | ~Q(alt_fr=""), name="image_said_in_words"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("editing:image", args=[self.file])

    @property
    def alt(self) -> str:
        """What it shows, in the reader's language or else in French; empty when decorative."""
        in_english = (get_language() or "").startswith("en")
        return (self.alt_en if in_english else "") or self.alt_fr


class LinkCheck(models.Model):
    """What an address of a published service answered last.

    ``failed_days``: how many days in a row it failed; two make it broken. ``reason``: of the last
    failure, as the client names it or an HTTP status. ``told_at``: when its editors were told.
    """

    entry = models.ForeignKey(
        Entry, on_delete=models.CASCADE, related_name="link_checks", db_index=False
    )
    url = models.CharField(max_length=500)
    checked_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)
    failed_days = models.PositiveSmallIntegerField(default=0)
    failed_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["entry_id", "url"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "url"], name="link_checked_once"),
        ]

    @property
    def is_broken(self) -> bool:
        return self.failed_days >= 2  # noqa: PLR2004  # two days, as the class says

    @property
    def why(self) -> str:
        """Why it failed last, for a person; empty when it answered."""
        if self.reason.isdecimal():
            return _("It answers with the error %(status)s.") % {"status": self.reason}
        known: dict[str, object] = {**http_client.WORDS}
        return str(known.get(self.reason, ""))
