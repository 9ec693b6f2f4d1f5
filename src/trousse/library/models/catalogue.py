"""Services as the library shows them, the needs that they answer, and what people keep of them."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from trousse.core.clock import now
from trousse.core.refs import Ref

REF_TYPE = "service"
RECENT_KEPT = timedelta(days=90)
"""How long it is remembered that somebody opened a service."""
MOST_PINS = 12


class Need(models.Model):
    """What people come to do: « Trouver une date ». ``order``: that of lists, lowest first.

    ``verb_fr``, ``verb_en``: what is shown. ``hint_*``: one sentence below it.
    """

    slug = models.SlugField(max_length=40, unique=True)
    verb_fr = models.CharField(max_length=60)
    verb_en = models.CharField(max_length=60)
    hint_fr = models.CharField(max_length=160, blank=True)
    hint_en = models.CharField(max_length=160, blank=True)
    icon = models.CharField(max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(default=1000)

    class Meta:
        ordering: ClassVar = ["order", "slug"]

    def __str__(self) -> str:
        return self.verb_fr


class Entry(models.Model):
    """A service in the library.

    ``slug``: the id of its manifest, never changed. ``source``: where it first came from.
    ``academy``: whose editors write it, and whose people see it in lists; empty for the nation.
    ``document``: the manifest that is published, as JSON; empty before the first publication.
    ``loaded_digest``: of the app's or file's manifest last taken, to know a new version.
    All the rest repeats the document, so that a list costs one query: ``needs`` are slugs
    between spaces (`` find-a-date write-together ``), ``audience`` is JSON, empty for everyone,
    ``found_by`` holds the words that searches compare.
    """

    class Source(models.TextChoices):
        APP = "app", pgettext_lazy("source of a service", "Part of Trousse")
        FILE = "file", pgettext_lazy("source of a service", "File of the instance")
        EDITOR = "editor", pgettext_lazy("source of a service", "Written by an editor")
        IMPORT = "import", pgettext_lazy("source of a service", "Imported")

    class State(models.TextChoices):
        INCUBATION = "incubation", pgettext_lazy("service", "In incubation")
        PILOT = "pilot", pgettext_lazy("service", "In pilot")
        AVAILABLE = "available", pgettext_lazy("service", "Available")
        MAINTENANCE = "maintenance", pgettext_lazy("service", "Maintenance")
        RETIRED = "retired", pgettext_lazy("service", "Retired")

    slug = models.SlugField(max_length=64, unique=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    academy = models.ForeignKey(
        "directory.Academy", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.JSONField(default=dict, blank=True)
    loaded_digest = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=now)

    state = models.CharField(max_length=12, choices=State.choices, default=State.INCUBATION)
    name_fr = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    promise_fr = models.CharField(max_length=200, blank=True)
    promise_en = models.CharField(max_length=200, blank=True)
    needs = models.CharField(max_length=400, blank=True)
    icon = models.CharField(max_length=20, blank=True)
    open_url = models.CharField(max_length=500, blank=True)
    operated_here = models.BooleanField(default=False)
    guests = models.CharField(max_length=8, blank=True)
    on_mobile = models.BooleanField(null=True, blank=True)
    audience = models.TextField(blank=True)
    found_by = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["name_fr", "pk"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return self.name_fr or self.slug

    def get_absolute_url(self) -> str:
        return reverse("library:service", args=[self.slug])

    @property
    def ref(self) -> Ref:
        return Ref(REF_TYPE, self.slug)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Revision(models.Model):
    """One version of what the library says of a service; ``document`` is a whole manifest.

    ``origin``: who wrote it: the manifest of an app or of a file, or an editor (an import counts
    as one). ``publish_at``: when a scheduled one becomes public, or when it did.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("revision", "Draft")
        SCHEDULED = "scheduled", pgettext_lazy("revision", "Scheduled")
        PUBLISHED = "published", pgettext_lazy("revision", "Published")
        SUPERSEDED = "superseded", pgettext_lazy("revision", "Replaced")

    class Origin(models.TextChoices):
        MANIFEST = "manifest", pgettext_lazy("revision", "Manifest")
        EDITOR = "editor", pgettext_lazy("revision", "Editor")

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    origin = models.CharField(max_length=8, choices=Origin.choices)
    author = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status.choices)
    created_at = models.DateTimeField(default=now)
    publish_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["entry_id", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(status="published"), name="revision_published_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["publish_at"],
                condition=Q(status="scheduled"),
                name="revisions_to_publish",
            ),
        ]


class Pin(models.Model):
    """Somebody keeps a service at hand, at most :data:`MOST_PINS`; ``order``: lowest first."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "entry"], name="pinned_once"),
        ]


class Recent(models.Model):
    """When somebody last opened a service from the library; the newest few are kept."""

    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        ordering: ClassVar = ["-opened_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "entry"], name="recent_once"),
        ]


class Opening(models.Model):
    """How many times a service was opened on one day, by anybody: nobody is named or counted."""

    entry = models.ForeignKey(
        Entry, on_delete=models.CASCADE, related_name="openings", db_index=False
    )
    day = models.DateField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["day", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "day"], name="openings_once_a_day"),
        ]
