"""Erasing a person from every app, one transaction per app."""

from django.db import transaction

from trousse.core.personal_data.registry import handlers
from trousse.core.personal_data.types import Consequence, DataSubject


def erase_everywhere(subject: DataSubject) -> None:
    """Let each app erase ``subject``, the account last.

    Interrupted, it is called again with the same subject: what is done stays done.
    """
    for handler in handlers():
        with transaction.atomic():
            handler.erase(subject)


def foresee_erasure(subject: DataSubject) -> list[Consequence]:
    """Return what erasing ``subject`` will do, upper rooms first."""
    return [line for handler in handlers() for line in handler.foresee(subject)]
