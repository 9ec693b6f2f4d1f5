"""What people may be told, registered at start-up by each app's ``wiring.py``.

Public to the rooms above: :class:`Kind`, :func:`register_kind`, :func:`name_service`.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise

_NAME = re.compile(r"[a-z_]+\.[a-z_]+")
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")

SUBJECT_WORDS = frozenset({"actor", "day", "count"})
"""What a subject may hold: a name of the directory, a day, a number. Nothing that is typed."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of news.

    ``name``: ``polls.invited``, kept with each notification: never rename it. ``service``: whose
    news it is, what people choose by. ``title``: the letter's subject, a lazy string that may
    name ``%(actor)s``, ``%(day)s`` and ``%(count)s`` only. ``line``: the sentence of the inbox
    and of the letter, with any ``%(…)s`` of the notice's params. ``urgent``: neither quiet hours
    nor the daily digest hold it back.
    """

    name: str
    service: str
    title: str | Promise
    line: str | Promise
    urgent: bool = False


_kinds: dict[str, Kind] = {}
_services: dict[str, object] = {}


def register_kind(kind: Kind) -> None:
    """Let apps tell news of this kind. Raises ValueError for a bad name or one that is taken."""
    if _NAME.fullmatch(kind.name) is None:
        raise ValueError(f"a kind is named service.verb, not {kind.name!r}")
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"kind {kind.name!r} is registered twice")


def name_service(service: str, label: object) -> None:
    """Say how the settings page and the letters name the service of some kinds: « Sondages ».

    ``label``: a (lazy) string.
    """
    _services[service] = label


def kind_named(name: str) -> Kind | None:
    """Return the kind of that name, or None when no app registers it any more."""
    return _kinds.get(name)


def registered_kinds() -> list[Kind]:
    """Return all kinds, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def services() -> list[str]:
    """Return the services that have something to tell, in the order of their names on screen."""
    return sorted({kind.service for kind in _kinds.values()}, key=service_label)


def service_label(service: str) -> str:
    """Return the name of a service in the language in force."""
    return str(_services.get(service, service))


def placeholders(sentence: str | Promise) -> set[str]:
    """Return the names between ``%(`` and ``)s`` of a sentence."""
    return set(_PLACEHOLDER.findall(str(sentence)))
