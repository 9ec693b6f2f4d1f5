"""Which service does what on which type of thing: the registry behind ``trousse.kit.actions``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from trousse.accounts.current import Visitor
from trousse_kit.actions import ANSWERS, REQUESTS, WRITES
from trousse_kit.manifest.block import Block
from trousse_kit.vocabulary import Verb

if TYPE_CHECKING:
    from trousse.accounts.models import User

AnswerT = TypeVar("AnswerT", bound=Block)

PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class Caller:
    """For whom an action is done, and by which part of Trousse it is asked.

    ``visitor``: the person, whose rights the service checks. ``part``: a short name, such as
    ``portal`` or ``flows``: the keys of one part never meet those of another.
    """

    visitor: Visitor
    part: str = PORTAL

    @property
    def user(self) -> "User | None":
        return self.visitor.user


@dataclass(frozen=True, slots=True)
class Done(Generic[AnswerT]):
    """What a write answers. ``before``: JSON values with which its ``undo`` takes it back."""

    answer: AnswerT
    before: dict[str, Any] = field(default_factory=dict)


Do = Callable[[Any, Caller], Any]
"""Takes the request; a read returns its answer, a write ``Done``. Raises ``core.errors``."""
Undo = Callable[[dict[str, Any], Caller], None]
"""Takes what the write left in ``before``."""


@dataclass(frozen=True, slots=True)
class Action:
    """One capability of one service on one type of things."""

    service: str
    resource_type: str
    verb: Verb
    request: type[Block]
    answer: type[Block]
    do: Do
    undo: Undo | None = None

    @property
    def name(self) -> str:
        return f"{self.resource_type}.{self.verb}"

    @property
    def writes(self) -> bool:
        return self.verb in WRITES


_actions: dict[tuple[str, str, str], Action] = {}


def register_action(  # what it is, what it takes, what it does
    service: str,
    resource_type: str,
    verb: Verb,
    do: Do,
    undo: Undo | None = None,
    *,
    request: type[Block] | None = None,
) -> None:
    """Offer a capability. ``request``: the type's own, a subclass of the usual one.

    A write needs ``undo``, which compensates it; a read has none. A second registration replaces
    the first. Raises ValueError otherwise.
    """
    expected = REQUESTS[verb]
    given = request or expected
    action = Action(service, resource_type, verb, given, ANSWERS[verb], do, undo)
    if expected not in given.__mro__:
        raise ValueError(f"{action.name}: {given.__name__} is no {expected.__name__}")
    if action.writes != (undo is not None):
        raise ValueError(f"{action.name}: a write needs its compensation, and only a write")
    _actions[resource_type, verb, service] = action


def action_of(service: str, resource_type: str, verb: str) -> Action | None:
    """Return what a service does, or None when it does not."""
    return _actions.get((resource_type, verb, service))


def actions_called(resource_type: str, verb: str) -> list[Action]:
    """Return the actions of that name, by service."""
    return [
        known
        for (known_type, known_verb, _service), known in sorted(_actions.items())
        if (known_type, known_verb) == (resource_type, verb)
    ]


def actions_doing(verb: str) -> list[Action]:
    """Return the actions of every service and type that do ``verb``."""
    return [known for key, known in sorted(_actions.items()) if key[1] == verb]


def capabilities_of(service: str) -> list[Action]:
    """Return all that a service offers."""
    return [known for key, known in sorted(_actions.items()) if key[2] == service]
