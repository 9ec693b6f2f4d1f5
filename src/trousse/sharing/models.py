"""Who may do what on a thing, whatever the service: grants; what was reported and taken down."""

from datetime import datetime
from typing import ClassVar

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trousse.core.clock import now
from trousse.core.ids import PublicIdField
from trousse.core.refs import Ref
from trousse.sharing.roles import Role


class GrantQuerySet(models.QuerySet["Grant"]):
    """Named filters of grants."""

    def standing(self, at: datetime | None = None) -> "GrantQuerySet":
        """Keep those that give something now, or ``at`` that instant: nothing taken down."""
        return self.in_time(at).exclude(ref__in=TakeDown.objects.values("ref"))

    def in_time(self, at: datetime | None = None) -> "GrantQuerySet":
        """Keep those whose end has not come, on taken-down things too."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=at or now()))

    def of(self, ref: Ref) -> "GrantQuerySet":
        """Keep those on ``ref``."""
        return self.filter(ref=str(ref))

    def of_type(self, ref_type: str) -> "GrantQuerySet":
        """Keep those on things of that type, by the index.

        SQLite takes no index for a pattern; PostgreSQL takes none for a range, whose order
        depends on its language.
        """
        if connection.vendor == "sqlite":
            return self.filter(ref__gte=f"{ref_type}:", ref__lt=f"{ref_type};")
        return self.filter(ref__startswith=f"{ref_type}:")


class Grant(models.Model):
    """One right of one subject on one thing.

    ``ref``: ``type:id`` of the thing. ``subject``: the subject in one word (``person:12``,
    ``group:3``, ``establishment:5``, ``guest:7``, ``link:<role>``, ``signed_in``), which
    databases can keep unique where nulls would be distinct; a thing has one link per role.
    ``until``: the right ends then. ``origin``: why it exists: empty when given by hand, else the
    ref of what gave it (``activity:…``), or ``own`` for the person who made the thing.
    ``token_hash``: SHA-256 of a link's token, in hexadecimal.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        GROUP = "group", "Group"
        ESTABLISHMENT = "establishment", "Establishment"
        SIGNED_IN = "signed_in", "Everybody signed in"
        LINK = "link", "Link"
        GUEST = "guest", "Guest"

    public_id = PublicIdField()
    ref = models.CharField(max_length=97)
    kind = models.CharField(max_length=15, choices=Kind.choices)
    subject = models.CharField(max_length=40)
    person = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    group = models.ForeignKey(
        "directory.Group", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    establishment = models.ForeignKey(
        "directory.Establishment", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    guest = models.ForeignKey(
        "accounts.Guest", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    token_hash = models.CharField(max_length=64, blank=True)
    role = models.PositiveSmallIntegerField(choices=Role.choices)
    until = models.DateTimeField(null=True, blank=True)
    origin = models.CharField(max_length=97, blank=True)
    granted_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ref", "subject", "origin"], name="granted_once"),
            models.CheckConstraint(
                name="grant_names_its_subject",
                condition=Q(kind="person", person__isnull=False)
                | Q(kind="group", group__isnull=False)
                | Q(kind="establishment", establishment__isnull=False)
                | Q(kind="guest", guest__isnull=False)
                | (Q(kind="link") & ~Q(token_hash=""))
                | Q(kind="signed_in"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["subject", "ref"],
                name="grants_of_subject_by_type",
                opclasses=["varchar_ops", "varchar_pattern_ops"],  # for patterns, on PostgreSQL
            ),
            models.Index(fields=["origin", "ref"], name="grants_of_origin"),
            models.Index(fields=["granted_by", "created_at"], name="grants_given_by"),
        ]

    @property
    def thing(self) -> Ref:
        return Ref.parse(self.ref)


class SharingDay(models.Model):
    """How much one person shared by hand on one day: what the caps on invitations count.

    ``given``: people, groups and guests; ``letters``: invitations written to guests.
    """

    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    given = models.PositiveIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "day"], name="sharing_day_once"),
        ]


class Reason(models.TextChoices):
    """Why something is reported or taken down."""

    ILLEGAL = "illegal", _("Forbidden by law")
    PEOPLE = "people", _("Insults, threats, harassment or hate")
    PRIVACY = "privacy", _("Personal data or pictures of somebody")
    CHILDREN = "children", _("Danger for a pupil")
    SPAM = "spam", _("Advertising or deception")
    RIGHTS = "rights", _("Somebody else’s work")
    OTHER = "other", _("Another reason")


class Report(models.Model):
    """Somebody says that a thing should not be there; one line per thing and person.

    ``reporter``: who, in one word that no page shows: ``person:12``, ``guest:7``, or a keyed hash
    of a link's holder. ``person``: the account, when there is one. ``outcome``: empty while
    nobody judged.
    """

    class Outcome(models.TextChoices):
        WAITING = "", _("Waiting")
        DISMISSED = "dismissed", _("Closed without action")
        TAKEN_DOWN = "taken_down", _("Taken down")

    public_id = PublicIdField()
    ref = models.CharField(max_length=97)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    text = models.CharField(max_length=500, blank=True)
    reporter = models.CharField(max_length=80)
    person = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    created_at = models.DateTimeField(default=now)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ref", "reporter"], name="reported_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["outcome", "created_at"], name="report_queue")]


class TakeDown(models.Model):
    """A thing that operators removed from sight: it gives no role until it is restored.

    ``note``: what its owner is told besides the reason.
    """

    public_id = PublicIdField()
    ref = models.CharField(max_length=97, unique=True)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    @property
    def thing(self) -> Ref:
        return Ref.parse(self.ref)
