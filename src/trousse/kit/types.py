"""Types of things that services keep in the index: their words, and where their facts come from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from trousse.core.refs import Ref
from trousse.core.words import words_of

if TYPE_CHECKING:
    from trousse.accounts.models import User

Words = str | Promise


@dataclass(frozen=True, slots=True)
class ResourceFacts:
    """What lists show of one thing.

    ``state``: a code of the type's ``states``. ``starts_at``, ``ends_at`` (excluded): when it
    takes place, both or neither; ``whole_day``: these are midnights. ``asks``: whoever may
    take part, by name or through a group, is expected to do something, until ``expected_until``
    and best before ``due_at``. ``owner``: key of the account that made it, in whose recent things
    it stands from the start.
    """

    ref: Ref
    title: str
    url: str
    state: str
    changed_at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    whole_day: bool = False
    asks: bool = False
    due_at: datetime | None = None
    expected_until: datetime | None = None
    owner: int | None = None


FactsOf = Callable[[list[Ref]], Iterable[ResourceFacts]]
SettledFor = Callable[["User", list[Ref]], set[Ref]]


def _nobody_settled(_user: "User", _refs: list[Ref]) -> set[Ref]:
    return set()


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A type of things of one service.

    ``name``: one of them, capitalised; ``states``: their states in words, ``marks``: the badge of
    each state (names of ``ui``'s states, where they differ from the code); ``icon``: name of an
    icon of ``ui``. ``facts``: of those of some refs that exist, in a constant number of queries;
    ``refs``: all of them, for the making of a lost index. ``expected``: what people are waited
    for, as a verb (« Answer »); ``settled``: those of some refs where nothing more is expected of
    somebody.
    """

    ref_type: str
    service: str
    name: Words
    states: Mapping[str, Words]
    facts: FactsOf
    refs: Callable[[], Iterator[Ref]]
    icon: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    expected: Words = ""
    settled: SettledFor = _nobody_settled

    def state_words(self, state: str) -> Words:
        return self.states.get(state, state)


_types: dict[str, ResourceType] = {}


def register_resource_type(resource_type: ResourceType) -> None:
    """Let things of this type be indexed. A second call replaces the first."""
    _types[resource_type.ref_type] = resource_type


def resource_type_of(ref_type: str) -> ResourceType | None:
    """Return a type, or None when no service registered it."""
    return _types.get(ref_type)


def resource_types(service: str | None = None) -> list[ResourceType]:
    """Return the types, of one service or of all, by name."""
    return [known for _name, known in sorted(_types.items()) if service in {None, known.service}]


def folded(text: str) -> str:
    """Return the words of ``text`` with a space on both sides, as searches compare them."""
    return f" {' '.join(words_of(text))} "
