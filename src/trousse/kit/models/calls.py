"""Calls of actions that were done, so that the same call again is not, and how to undo them."""

from typing import ClassVar

from django.db import models

from trousse.core.clock import now

KEY_LENGTH = 64


class Call(models.Model):
    """An action that was done for somebody.

    ``key``: chosen by the caller, unique among theirs; ``caller``: which part of Trousse asked.
    ``digest``: of the request, so that another one under the same key is noticed. ``answer``: what
    was answered; ``before``: what the service needs to undo it. ``service``: which one did it.
    """

    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    caller = models.CharField(max_length=40)
    key = models.CharField(max_length=KEY_LENGTH)
    action = models.CharField(max_length=60)
    service = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "caller", "key"], name="called_once"),
        ]


class Provider(models.Model):
    """Which service the operator chose to make things of a type."""

    resource_type = models.CharField(max_length=50, primary_key=True)
    service = models.CharField(max_length=50)
    chosen_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    chosen_at = models.DateTimeField(default=now)
