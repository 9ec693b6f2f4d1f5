"""What people do, where and since when."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from trousse.directory.models.places import Academy, Establishment, SchoolClass


class Function(models.Model):
    """What somebody does: teacher, CPE, principal… ``code`` is stable, ``label`` is shown."""

    code = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["label"]

    def __str__(self) -> str:
        return self.label


class Discipline(models.Model):
    """What somebody teaches."""

    code = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["label"]

    def __str__(self) -> str:
        return self.label


class Profile(models.Model):
    """What the directory adds to an account: how it is found, and whether it may be.

    ``hidden``: found by nobody but those who manage the directory. ``sorted_name``: last name
    first, normalised, for lists.
    """

    user = models.OneToOneField(
        "accounts.User", on_delete=models.CASCADE, related_name="profile", primary_key=True
    )
    hidden = models.BooleanField(default=False)
    sorted_name = models.CharField(max_length=210, db_index=True, blank=True)


class Affiliation(models.Model):
    """One function of one person at one place, over a period; several at once are usual.

    ``establishment`` is empty for somebody who works for the whole académie.
    ``until`` is the last day, included; empty means still there.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="affiliations")
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, null=True, blank=True, related_name="affiliations"
    )
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="+")
    discipline = models.ForeignKey(
        Discipline, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_main = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="affiliation_ends_after_start",
            ),
        ]


class Teaching(models.Model):
    """Somebody teaches (or follows) a class: what teaching teams are made from."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="teachings")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.CASCADE, related_name="teachings"
    )
    discipline = models.ForeignKey(
        Discipline, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_main_teacher = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "school_class", "discipline"], name="teaching_once"
            ),
        ]
