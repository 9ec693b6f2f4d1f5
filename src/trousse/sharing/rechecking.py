"""Rights that end elsewhere: with a membership, or with the group, guest or account itself."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.signals import pre_delete

from trousse.core.outbox import ReceivedEvent, receiver
from trousse.core.refs import Ref
from trousse.core.tasks import enqueue, task
from trousse.sharing.models import Grant
from trousse.sharing.operations import recheck_open_pages

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

BATCH = 200
"""Things told in one transaction: writers of other things wait no longer than that."""


@receiver("sharing.recheck_group", "group.member_removed")
def recheck_after_removal(event: ReceivedEvent) -> None:
    """Have the open pages of all that is shared with the group checked again."""
    enqueue(recheck_things_of_group, group=event.subject.id)


@task(name="sharing.recheck_things_of_group")
def recheck_things_of_group(group: str) -> None:
    """Tell the things shared with the group of that public id that somebody may have left."""
    given = Grant.objects.filter(group__public_id=group).order_by("ref")
    words = list(given.values_list("ref", flat=True).distinct())
    for start in range(0, len(words), BATCH):
        with transaction.atomic():
            recheck_open_pages(Ref.parse(word) for word in words[start : start + BATCH])


def tell_of_lost_grant(*, instance: Grant, origin: "Model | QuerySet[Any]", **_: Any) -> None:
    """Tell the thing of a grant that goes with its group, establishment, guest or account.

    Grants that are deleted themselves are told of by the operation that does it.
    """
    model = getattr(origin, "model", type(origin))
    if model is not Grant:
        recheck_open_pages([instance.thing])


def connect() -> None:
    """Start listening; harmless when called twice."""
    pre_delete.connect(tell_of_lost_grant, sender=Grant, dispatch_uid="sharing.lost_grant")
