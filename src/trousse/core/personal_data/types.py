"""Who asks for their data, and what apps answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User


@dataclass(frozen=True, slots=True)
class DataSubject:
    """One person, as accounts know them.

    ``user``: their account, if they have one. ``guests``: the guests they are or were.
    ``emails``: addresses proved to be theirs, in lower case; empty for the holder of a guest's
    key, since whoever invited them may have typed the address of somebody else.
    """

    user: "User | None" = None
    guests: "Sequence[Guest]" = ()
    emails: frozenset[str] = frozenset()


class Outcome(StrEnum):
    """What erasing a person does to a kind of things."""

    ERASED = "erased"
    HANDED_OVER = "handed_over"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One line of « what will happen », such as « 3 polls: handed over to… ».

    ``text``: a (lazy) sentence in the person's language.
    """

    outcome: Outcome
    text: object


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of the person: its name, and how to read it in pieces."""

    name: str
    read: Callable[[], Iterator[bytes]]
