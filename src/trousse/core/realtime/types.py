"""Shapes shared by the parts of the realtime room."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trousse.core.refs import Ref

if TYPE_CHECKING:
    from trousse.accounts.models import User

Message = dict[str, Any]
"""One JSON object of the protocol, the same over a socket, an event stream or a poll."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the signed-in person if there is one, and the cookies that guests are known by."""

    user: "User | None"
    cookies: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """One numbered fact about a subject, without its content: pages ask for that by HTTP."""

    sequence: int
    type: str


@dataclass(frozen=True, slots=True)
class Past:
    """What happened to a subject after a number.

    ``head``: its last number. ``events``: all of them, in order and without gap, or None when
    the log does not reach back that far (or the number was never given).
    """

    head: int
    events: tuple[LiveEvent, ...] | None


@dataclass(frozen=True, slots=True)
class Moved:
    """Notice on the bus: a fact about ``ref`` was committed."""

    ref: Ref
    event: LiveEvent


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """Notice on the bus: whoever listens with this session (its digest) must be shut out."""

    session: str


Notice = Moved | SessionEnded
