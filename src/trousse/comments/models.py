"""Threads of comments on any thing, what became of each comment, and earlier wordings."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _

from trousse.core.clock import now
from trousse.core.ids import PublicIdField
from trousse.core.refs import Ref

LONGEST_TEXT = 5_000
KEPT_REVISIONS = timedelta(days=30)
"""Earlier and deleted texts stay that long, so that a report can still be looked into."""


class Thread(models.Model):
    """A comment and the replies to it. ``ref``: the thing, ``type:id``."""

    public_id = PublicIdField()
    ref = models.CharField(max_length=97)
    created_at = models.DateTimeField(default=now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ref", "created_at"], name="threads_of_thing")]

    @property
    def thing(self) -> Ref:
        return Ref.parse(self.ref)

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None


class Comment(models.Model):
    """What somebody wrote: an agent (``author``) or a guest; neither once they are erased.

    ``ended``: why its text is gone. ``hidden_at``: put out of sight by who is responsible for the
    thing, and may come back. ``withdrawn_at``: taken down by operators, who may bring it back.
    ``key``: of the form that made it, so that sent twice it is one.
    """

    class Ended(models.TextChoices):
        NO = "", "Not ended"
        BY_AUTHOR = "author", "Deleted by its author"
        BY_MODERATOR = "moderator", "Deleted by a moderator"
        ERASED = "erased", "Erased with its author"

    public_id = PublicIdField()
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    guest = models.ForeignKey(
        "accounts.Guest", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    key = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=10, choices=Ended.choices, default=Ended.NO, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["thread", "created_at"], name="comments_of_thread"),
        ]

    @property
    def ref(self) -> Ref:
        return Ref("comment", self.public_id)

    @property
    def is_live(self) -> bool:
        """Whether everybody who sees the thing may read it."""
        return not self.ended and self.hidden_at is None and self.withdrawn_at is None

    @property
    def author_name(self) -> str:
        """Who wrote it, as it is shown."""
        if self.author is not None:
            return self.author.full_name
        return self.guest.name if self.guest is not None else _("Deleted account")


class Mention(models.Model):
    """A comment calls somebody who may see the thing."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "user"], name="mentioned_once"),
        ]


class Revision(models.Model):
    """A text that was replaced or deleted, kept for moderation a while."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField()
    replaced_at = models.DateTimeField(default=now, db_index=True)
