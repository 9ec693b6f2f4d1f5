"""Who may hold an office, remembered for a minute: for what every page shows to a few people.

Menus ask it on each page of everybody, and a few hundred people of a nation hold an office. A
menu may be a minute late in another process; the pages themselves ask ``access`` each time.
"""

import time
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save

from trousse.directory.models import Mandate

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from trousse.accounts.models import User

REMEMBERED_SECONDS = 60.0


class _Memory:
    """``people``: keys of whoever has a mandate, in force or not; None when it must be read."""

    def __init__(self) -> None:
        self.people: frozenset[int] | None = None
        self.read_at = 0.0


_memory = _Memory()


def may_hold_office(user: "User | AnonymousUser | None") -> bool:
    """Tell whether asking for the offices of ``user`` is worth a query; no right comes of it."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or user.pk in _people()


def remember(people: frozenset[int] | None) -> None:
    """Take ``people`` as the keys of those who have a mandate; None to read them again."""
    _memory.people, _memory.read_at = people, time.monotonic()


def connect() -> None:
    """Follow what this process writes."""
    for signal in (post_save, post_delete):
        signal.connect(_forget, sender=Mandate, dispatch_uid="directory.office_holders")


def _people() -> frozenset[int]:
    if _memory.people is None or time.monotonic() - _memory.read_at > REMEMBERED_SECONDS:
        keys = Mandate.objects.order_by().values_list("user_id", flat=True).distinct()
        remember(frozenset(keys))
    return _memory.people or frozenset()


def _forget(**_: Any) -> None:
    remember(None)
