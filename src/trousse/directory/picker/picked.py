"""What the picker deals in: words on the wire, choices on screen, people in the end."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trousse.accounts.models import User
    from trousse.directory.models import Group


class Kind(StrEnum):
    """What stands before the colon of a word."""

    PERSON = "person"
    GROUP = "group"
    EMAIL = "email"


_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Word:
    """One choice as forms send it: ``person:<public id>``, ``group:<public id>``, ``email:<a@b>``.

    ``value``: what stands after the colon; e-mail addresses are in lower case.
    """

    kind: Kind
    value: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a word; None when it has another form."""
        kind, _, value = text.partition(":")
        value = value.strip()
        known = _KINDS.get(kind)
        if known is None or not value:
            return None
        return cls(known, value.lower() if known is Kind.EMAIL else value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the picker, proposed or chosen. ``detail`` tells homonyms apart."""

    word: str
    kind: str
    name: str
    detail: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """What a form gets: everybody at most once, in the order chosen.

    ``emails``: addresses of people without an account that may be found, in lower case.
    """

    people: list["User"] = field(default_factory=list)
    groups: list["Group"] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.people) + len(self.groups) + len(self.emails)

    @property
    def words(self) -> list[str]:
        """Return the words that stand for these choices in a form."""
        return [
            *(str(Word(Kind.PERSON, one.public_id)) for one in self.people),
            *(str(Word(Kind.GROUP, one.public_id)) for one in self.groups),
            *(str(Word(Kind.EMAIL, one)) for one in self.emails),
        ]


@dataclass(frozen=True, slots=True)
class Typed:
    """What the picker's controls hold: words chosen, and text still in the box."""

    words: tuple[str, ...] = ()
    text: str = ""

    @classmethod
    def of(cls, value: "Typed | Picked | Iterable[str] | None") -> "Typed":
        """Read an initial value: choices, words, or nothing."""
        if isinstance(value, Typed):
            return value
        words = value.words if isinstance(value, Picked) else value or ()
        return cls(tuple(dict.fromkeys(words)))
