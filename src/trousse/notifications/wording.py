"""A notification in words, in the language in force: the inbox's line, the letter's subject."""

from datetime import date

from django.utils.translation import gettext as _

from trousse.core.clock import now
from trousse.core.dates import day_label
from trousse.notifications.kinds import SUBJECT_WORDS, kind_named
from trousse.notifications.models import Notification

LONGEST_NAME = 80


class _Words(dict[str, str]):
    """What sentences name; lines written before a kind's words changed lack some."""

    def __missing__(self, name: str) -> str:
        return "…"


def line_of(notification: Notification) -> str:
    """Return the sentence of the inbox, as plain text: templates escape it."""
    kind = kind_named(notification.kind)
    if kind is None:
        return _("Something happened in a service that is gone.")
    return str(kind.line) % _words(notification)


def subject_of(notification: Notification) -> str:
    """Return the subject of its letter: of the params, nothing that people type gets in."""
    kind = kind_named(notification.kind)
    if kind is None:
        raise ValueError(f"no app registers the kind {notification.kind!r}")
    words = _words(notification)
    return str(kind.title) % _Words({name: words[name] for name in SUBJECT_WORDS & words.keys()})


def _words(notification: Notification) -> _Words:
    words = _Words(notification.params)
    if "day" in words:
        words["day"] = day_label(date.fromisoformat(words["day"]), today=now().date())
    actor = notification.actor
    words["actor"] = actor.full_name[:LONGEST_NAME] if actor else _("Somebody")
    return words
