"""Retention of what people opened, and the making of an index that is not there yet."""

from datetime import timedelta

from trousse.core.clock import now
from trousse.core.retention import delete_some
from trousse.core.tasks import enqueue, task
from trousse.kit.models import Resource, ResourcePerson
from trousse.kit.resources import rebuild_index
from trousse.kit.types import resource_types

OPENINGS_KEPT = timedelta(days=180)


def forget_old_openings() -> bool:
    """Forget what was opened long ago; return whether more wait."""
    return delete_some(ResourcePerson.objects.filter(opened_at__lt=now() - OPENINGS_KEPT))


@task(name="kit.make_index")
def make_index() -> None:
    """Index everything that services have."""
    for _done in rebuild_index():
        pass


def ask_for_first_index(**_signal: object) -> None:
    """Have the things of an instance older than the index indexed by the worker, once."""
    if Resource.objects.exists():
        return
    if any(next(known.refs(), None) for known in resource_types()):
        enqueue(make_index, key="kit.first_index")
