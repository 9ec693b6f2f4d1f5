"""What one can begin: the gestures of the home page and of the menu « New ».

A gesture leads to the service that makes its kind of thing here. Without any, it leads to what
the library offers for the same need: nobody meets a dead end.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trousse.kit.registry import Service, registered_services
from trousse.kit.types import resource_type_of

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
    """Return the usual gestures, then what other services of this instance offer."""
    services = {service.slug: service for service in registered_services()}
    library = reverse("library:list")
    found = []
    for ref_type, need, words, icon in USUAL:
        known = resource_type_of(ref_type)
        service = services.pop(known.service, None) if known else None
        url = reverse(service.create_url) if service else f"{library}besoin/{need}/"
        found.append(Gesture(words, icon, url, need, is_here=service is not None))
    return found + [_gesture_of(service) for service in services.values()]


def _gesture_of(service: Service) -> Gesture:
    return Gesture(str(service.verb), service.icon, reverse(service.create_url))
