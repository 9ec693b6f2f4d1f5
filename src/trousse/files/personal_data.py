"""What files keep about a person: those that they added, wherever they are."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from trousse.core.personal_data import Consequence, DataSubject, Outcome, OwnFile
from trousse.core.streaming import PIECE
from trousse.files.models import StoredFile, Usage
from trousse.files.quotas import holder_of


def export(subject: DataSubject) -> list[dict[str, Any]]:
    """Return what the person added, and to which things."""
    return [
        {
            "name": file.name,
            "thing": file.ref,
            "size": file.size,
            "description": file.alt,
            "added": file.created_at,
        }
        for file in _added_by(subject)
    ]


def own_files(subject: DataSubject) -> Iterator[OwnFile]:
    """Yield the files that the person added and that passed the checks."""
    for file in _added_by(subject).filter(state=StoredFile.State.READY):
        yield OwnFile(file.name, partial(_pieces, file.storage_key))


def erase(subject: DataSubject) -> None:
    """Leave the files to the things they are on, without saying who added them.

    Those on the person's own things went with the things.
    """
    _added_by(subject).update(user=None, guest=None)
    holders = [holder_of(None, guest) for guest in subject.guests]
    Usage.objects.filter(holder__in=[*holders, holder_of(subject.user, None)]).delete()


def foresee(subject: DataSubject) -> Sequence[Consequence]:
    """Tell how many files stay on things that others keep."""
    count = _added_by(subject).count()
    words = ngettext(
        "%(n)d file that you added: it goes with its thing, or stays there without your name",
        "%(n)d files that you added: they go with their things, or stay there without your name",
        count,
    )
    return [Consequence(Outcome.HANDED_OVER, words % {"n": count})] if count else []


def _added_by(subject: DataSubject) -> QuerySet[StoredFile]:
    mine = Q(guest__in=[guest.pk for guest in subject.guests])
    if subject.user is not None:
        mine |= Q(user=subject.user)
    return StoredFile.objects.filter(mine).order_by("pk")


def _pieces(storage_key: str) -> Iterator[bytes]:
    with default_storage.open(storage_key) as content:
        yield from content.chunks(PIECE)
