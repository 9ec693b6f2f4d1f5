"""What changed between two versions of a service, field by field, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

LABELS: dict[str, str | Promise] = {
    "identity.name": gettext_lazy("Name of the service"),
    "identity.promise": gettext_lazy("What people do with it"),
    "identity.purpose": gettext_lazy("What it is for"),
    "identity.needs": gettext_lazy("Needs that it answers"),
    "identity.keywords": gettext_lazy("Words that people type"),
    "identity.icon": gettext_lazy("Icon"),
    "identity.antifeatures": gettext_lazy("What people should know before"),
    "identity.alternatives": gettext_lazy("Alternatives"),
    "lifecycle.state": pgettext_lazy("service", "State"),
    "lifecycle.since": gettext_lazy("In this state since"),
    "lifecycle.review_on": gettext_lazy("To be reviewed on"),
    "lifecycle.sunset_on": gettext_lazy("Closes on"),
    "lifecycle.successor": gettext_lazy("Service that comes after"),
    "operation.url": gettext_lazy("Address"),
    "operation.operated_here": gettext_lazy("Run by this instance’s operator"),
    "operation.operator": gettext_lazy("Who runs it"),
    "operation.data_location": gettext_lazy("Where the data live"),
    "operation.hosting": gettext_lazy("On whose machines"),
    "operation.support": gettext_lazy("Whom to ask for help"),
    "operation.help_url": gettext_lazy("Help page"),
    "operation.changes_url": gettext_lazy("Page of what is new"),
    "operation.status_url": gettext_lazy("Page of incidents"),
    "audience.academies": gettext_lazy("For these académies only"),
    "audience.functions": gettext_lazy("For these functions only"),
    "audience.groups": gettext_lazy("For these groups too"),
    "audience.guests": gettext_lazy("People from outside"),
    "audience.account": gettext_lazy("Account"),
    "audience.phone": gettext_lazy("Works on a phone"),
    "audience.languages": gettext_lazy("Languages"),
    "audience.limits": gettext_lazy("Limits"),
    "software.name": gettext_lazy("Software"),
    "software.licence": gettext_lazy("Licence"),
    "software.version": gettext_lazy("Version of the software"),
    "software.repository_url": gettext_lazy("Source code"),
    "software.publiccode_url": gettext_lazy("Address of its publiccode.yml"),
    "evidence": gettext_lazy("Facts with their proof"),
    "capabilities": gettext_lazy("What it offers to other services"),
    "resources": gettext_lazy("Types of things that live in it"),
    "data_protection": gettext_lazy("Personal data"),
}
"""Words of a place of the manifest, or of the block that holds it."""
LANGUAGES = {"fr": gettext_lazy("French"), "en": gettext_lazy("English")}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that changed. ``before``, ``after``: empty when there was or is nothing."""

    label: str
    before: str
    after: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what changed between two manifests (as JSON), in the order of the form."""
    old, new = dict(_flat(before)), dict(_flat(after))
    places = [place for place in {**new, **old} if old.get(place) != new.get(place)]
    return [
        Difference(_label(place), _said(old.get(place)), _said(new.get(place)))
        for place in sorted(places, key=_rank)
    ]


def _flat(document: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield ``(place, value)``; lists of plain values are one value, others by their number."""
    for key, value in document.items():
        place = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping):
            yield from _flat(value, place)
        elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            yield from _flat({str(n): one for n, one in enumerate(value, start=1)}, place)
        else:
            yield place, value


def _known(place: str) -> str:
    """Return the longest part of ``place`` that has words, or an empty text."""
    parts = place.split(".")
    heads = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((head for head in heads if head in LABELS), "")


def _label(place: str) -> str:
    head = _known(place)
    rest = place.removeprefix(head).strip(".")
    if not head:
        return place
    words = str(LABELS[head])
    if rest in LANGUAGES:
        return _("%(field)s, in %(language)s") % {
            "field": words,
            "language": str(LANGUAGES[rest]).lower(),
        }
    return f"{words} ({rest})" if rest else words


def _rank(place: str) -> tuple[int, str]:
    order = list(LABELS)
    head = _known(place)
    return (order.index(head) if head else len(order), place)


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
