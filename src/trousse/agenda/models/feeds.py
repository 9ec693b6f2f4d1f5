"""The secret address by which somebody's calendar program reads an agenda."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from trousse.core.clock import now
from trousse.core.ids import PublicIdField


class Feed(models.Model):
    """An agenda to subscribe to: one's own, or that of one of one's groups.

    It belongs to one person even for a group: leaving the group, or closing the feed, ends it
    for that person only. ``turn``: grows when the address is changed; the token is derived from
    it and can be shown again. ``token_hash``: SHA-256 in hexadecimal, empty when closed.
    """

    public_id = PublicIdField()
    owner = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(
        "directory.Group", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    turn = models.PositiveIntegerField(default=0)
    token_hash = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(group__isnull=True), name="own_feed_once"
            ),
            models.UniqueConstraint(
                fields=["owner", "group"],
                condition=Q(group__isnull=False),
                name="group_feed_once",
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="feed_token_once"
            ),
        ]

    @property
    def is_open(self) -> bool:
        return bool(self.token_hash)
