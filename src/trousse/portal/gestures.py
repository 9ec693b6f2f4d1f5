"""What one can begin: the gestures of the home page and of the menu « New ».

A gesture leads to the service that makes its kind of thing here: of several, the one that the
operator chose. Without any, it leads to what
the library offers for the same need: nobody meets a dead end.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trousse.kit.capabilities import capabilities_of
from trousse.kit.providers import provided_types, providers_of
from trousse.kit.registry import Service, registered_services
from trousse.kit.types import resource_types

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Gesture:
    """``words``: a verb first; ``icon``: of the ``ui`` room; ``url``: where it begins.

    ``need``: of the library, or empty. ``is_here``: a service of this instance does it.
    """

    words: "str | Promise"
    icon: str
    url: str
    need: str = ""
    is_here: bool = True


USUAL: "tuple[tuple[str, str, Promise, str], ...]" = (
    ("poll", "find-a-date", _("Find a date"), "calendar"),
    ("meeting", "meet-by-video", _("Start a video call"), "video"),
    ("note", "write-together", _("Take notes"), "note"),
    ("decision", "decide-together", _("Decide together"), "vote"),
    ("channel", "discuss", _("Chat"), "chat"),
    ("activity", "gather-a-project", _("Gather a project"), "people"),
)
"""Kind of thing, need of the library, words and icon, in the order of the home page."""


def gestures() -> list[Gesture]:
    """Return the usual gestures, then what other services of this instance offer.

    Of several services that make the same kind of thing, the one that the operator chose. No
    query as long as no kind has two.
    """
    services = {service.slug: service for service in registered_services()}
    makers = _makers()
    library = reverse("library:list")
    found, shown = [], set()
    for ref_type, need, words, icon in USUAL:
        slug = makers.get(ref_type)
        service = services.get(slug) if slug else None
        shown.add(slug)
        url = reverse(service.create_url) if service else f"{library}besoin/{need}/"
        found.append(Gesture(words, icon, url, need, is_here=service is not None))
    others = [one for slug, one in services.items() if slug not in shown]
    return found + [_gesture_of(one) for one in others if _has_its_turn(one.slug, makers)]


def gestures_here() -> list[Gesture]:
    """Return those that a service of this instance does."""
    return [gesture for gesture in gestures() if gesture.is_here]


def _makers() -> dict[str, str]:
    """Return the service that makes each kind of thing: chosen, or alone in knowing the kind."""
    known = {one.ref_type: one.service for one in resource_types()}
    return known | providers_of(provided_types())


def _has_its_turn(slug: str, makers: dict[str, str]) -> bool:
    """Tell whether a service makes something here, or is of a kind that has no maker."""
    made = {one.resource_type for one in capabilities_of(slug) if one.verb == "create"}
    return not made or slug in makers.values()


def _gesture_of(service: Service) -> Gesture:
    return Gesture(str(service.verb), service.icon, reverse(service.create_url))
