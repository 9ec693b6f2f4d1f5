"""Who wants which facts. Filled at start-up by the apps' ``wiring.py``."""

from collections.abc import Callable
from dataclasses import dataclass

from trousse.core.outbox.types import ReceivedEvent

Handler = Callable[[ReceivedEvent], None]


@dataclass(frozen=True, slots=True)
class Receiver:
    """A named subscriber to some event types."""

    name: str
    event_types: frozenset[str]
    handle: Handler


_receivers: dict[str, Receiver] = {}


def receiver(name: str, *event_types: str) -> Callable[[Handler], Handler]:
    """Register the decorated function as subscriber ``name`` of ``event_types``.

    ``name`` is kept with each delivery: never rename one that has undelivered facts.
    Raises ValueError when another function already has the name.
    """

    def register(handle: Handler) -> Handler:
        known = _receivers.get(name)
        if known is not None and known.handle is not handle:
            raise ValueError(f"receiver {name!r} is registered twice")
        _receivers[name] = Receiver(name, frozenset(event_types), handle)
        return handle

    return register


def receivers_of(event_type: str) -> list[Receiver]:
    """Return the receivers of a type, ordered by name."""
    return sorted(
        (known for known in _receivers.values() if event_type in known.event_types),
        key=lambda known: known.name,
    )


def receiver_named(name: str) -> Receiver | None:
    """Return the receiver of that name, or None when no app registers it any more."""
    return _receivers.get(name)


def receiver_names() -> list[str]:
    """Return the names of all receivers."""
    return sorted(_receivers)
