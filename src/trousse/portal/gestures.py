"""What one can begin: the gestures of the home page and of the menu « New »."""

from dataclasses import dataclass

from django.urls import reverse

from trousse.kit.registry import registered_services


@dataclass(frozen=True, slots=True)
class Gesture:
    """``words``: a verb first; ``icon``: of the ``ui`` room; ``url``: where it begins."""

    words: str
    icon: str
    url: str


def gestures() -> list[Gesture]:
    """Return what one can begin, the most usual first."""
    return [
        Gesture(str(service.verb), service.icon, reverse(service.create_url))
        for service in registered_services()
    ]
