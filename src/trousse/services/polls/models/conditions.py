"""What a poll asks beside its dates, and who must be there for one to do."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trousse.core.ids import PublicIdField
from trousse.services.polls.models.polls import Poll


class Question(models.Model):
    """Something asked with the dates: « Do you eat with us? ».

    ``choices``: for a choice, the texts to choose from. A reply is kept as its text.
    """

    class Form(models.TextChoices):
        LINE = "line", _("A line of text")
        CHOICE = "choice", _("One choice of a list")
        NUMBER = "number", _("A number")

    public_id = PublicIdField()
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=200)
    form = models.CharField(max_length=8, choices=Form.choices, default=Form.LINE)
    choices = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class Requirement(models.Model):
    """Who must be there for a date to do: a person, some of a function, a part of a group.

    ``function``: code of a function of the directory. ``least``: how many at least; for a group
    or everybody invited, ``percent`` may be given instead.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("This person")
        FUNCTION = "function", _("People with this function")
        GROUP = "group", _("Members of this group")
        INVITED = "invited", _("People who were invited")

    public_id = PublicIdField()
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="requirements")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    group = models.ForeignKey(
        "directory.Group", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    function = models.CharField(max_length=40, blank=True)
    least = models.PositiveSmallIntegerField(default=1)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="person", user__isnull=False, group__isnull=True, function="")
                | Q(kind="function", user__isnull=True, group__isnull=True) & ~Q(function="")
                | Q(kind="group", user__isnull=True, group__isnull=False, function="")
                | Q(kind="invited", user__isnull=True, group__isnull=True, function=""),
                name="requirement_names_its_people",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=1, percent__lte=100),
                name="requirement_part_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.least}"
