"""Forgetting somebody's letters when they ask to be erased."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.html import escape

from trousse.core.models import Mail

NOTHING: dict[str, Any] = {
    "reply_to": "",
    "subject": "",
    "text": "",
    "html": "",
    "calendar": None,
    "headers": {},
}
FINISHED = (Mail.Status.SENT, Mail.Status.FAILED)


def forget_letters_to(addresses: Iterable[str]) -> None:
    """Drop what waits to leave for ``addresses`` and empty what left.

    The emptied lines keep their key, so that no retry writes the same letter again.
    """
    for address in addresses:
        letters = Mail.objects.filter(to__iexact=address)
        letters.exclude(status=Mail.Status.SENT).update(
            status=Mail.Status.FAILED, last_error="erased", lease_until=None, lease_owner=""
        )
        letters.update(to="", **NOTHING)


def empty_letters_naming(words: Iterable[str]) -> None:
    """Empty the letters to others that left already and hold one of ``words``.

    Those that have still to leave are for their addressee, and are emptied by age.
    """
    for word in words:
        Mail.objects.filter(reply_to__iexact=word).update(reply_to="")
        holds = Q(subject__contains=word) | Q(text__contains=word) | Q(html__contains=escape(word))
        Mail.objects.filter(holds, status__in=FINISHED).update(**NOTHING)
