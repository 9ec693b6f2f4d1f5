"""Follows every write of a person or an affiliation, so that nobody has to think of the keys.

Bulk writes send no signal: whoever makes them runs ``rebuild_directory_keys`` after.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete

from trousse.directory.models import Affiliation
from trousse.directory.search.keys import forget_keys, refresh_keys

if TYPE_CHECKING:
    from trousse.accounts.models import User

SEARCHED_FIELDS = frozenset({"first_name", "last_name", "is_active"})


def follow_person(
    *,
    instance: "User",
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **_signal: Any,
) -> None:
    """Refresh the keys of a person who was saved, unless only other fields were."""
    if not raw and (update_fields is None or SEARCHED_FIELDS.intersection(update_fields)):
        refresh_keys(instance)


def follow_departure(*, instance: "User", **_signal: Any) -> None:
    """Forget the words of somebody who is being deleted."""
    forget_keys(instance)


def follow_affiliation(
    *,
    instance: Affiliation,
    raw: bool = False,
    origin: Model | QuerySet[Model] | None = None,
    **_signal: Any,
) -> None:
    """Refresh the keys of whoever came or left; not while they are being deleted themselves."""
    deleted = origin.model if isinstance(origin, QuerySet) else type(origin)
    if not raw and deleted is not get_user_model():
        refresh_keys(instance.user)


def connect() -> None:
    """Start following; harmless when called twice."""
    person = get_user_model()
    name = "directory.upkeep"
    post_save.connect(follow_person, sender=person, dispatch_uid=name)
    pre_delete.connect(follow_departure, sender=person, dispatch_uid=name)
    post_save.connect(follow_affiliation, sender=Affiliation, dispatch_uid=name)
    post_delete.connect(follow_affiliation, sender=Affiliation, dispatch_uid=name)
