"""Pieces of things that are reported and taken down alone, the thing staying: public.

A comment or a file has no rights of its own: whoever sees its thing may report it, and operators
read that one piece, nothing else of the thing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trousse.core.refs import Ref
from trousse.sharing.models import Report, TakeDown

if TYPE_CHECKING:
    from trousse.accounts.models import User


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of ``thing``. ``title``: for operators; ``url``: where people see it.

    ``text``: what it says, for operators; ``open_url``: where operators open it, or "".
    ``author``: the account that is told what becomes of it. ``in_sight``: whether whoever sees
    the thing sees the piece.
    """

    thing: Ref
    title: str
    url: str
    text: str = ""
    open_url: str = ""
    author: "User | None" = None
    in_sight: bool = True


@dataclass(frozen=True, slots=True)
class PartType:
    """A type of pieces. ``find``: those that exist, in a constant number of queries.

    ``hide``, ``show``: take one out of sight and bring it back, in the operators' transaction.
    """

    ref_type: str
    find: Callable[[list[Ref]], dict[Ref, Part]]
    hide: Callable[[Ref], None]
    show: Callable[[Ref], None]


_types: dict[str, PartType] = {}


def register_part(part_type: PartType) -> None:
    """Let pieces of this type be reported. A second call replaces the first."""
    _types[part_type.ref_type] = part_type


def part_type_of(ref: Ref) -> PartType | None:
    """Return the type of ``ref``, or None when it is no piece of a thing."""
    return _types.get(ref.type)


def find_part(ref: Ref) -> Part | None:
    """Return the piece, or None when it is missing or of an unknown type."""
    return find_parts([ref]).get(ref)


def find_parts(refs: Iterable[Ref]) -> dict[Ref, Part]:
    """Return the pieces among ``refs`` that exist: one ``find`` per type."""
    by_type: defaultdict[str, list[Ref]] = defaultdict(list)
    for ref in refs:
        by_type[ref.type].append(ref)
    found: dict[Ref, Part] = {}
    for ref_type, group in by_type.items():
        if ref_type in _types:
            found |= _types[ref_type].find(group)
    return found


def forget_parts(refs: Iterable[Ref]) -> None:
    """Delete the reports and take-downs of pieces that are being deleted."""
    words = [str(ref) for ref in refs]
    Report.objects.filter(ref__in=words).delete()
    TakeDown.objects.filter(ref__in=words).delete()
