"""Reading a connection's head with Django's own request, and admitting it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from django.core.handlers.asgi import ASGIRequest

from trousse.core.limits import client_address, network_of
from trousse.core.realtime.database import in_thread
from trousse.core.realtime.limits import SUBJECTS_PER_CONNECTION
from trousse.core.realtime.listener import Listener
from trousse.core.realtime.visits import open_visit

if TYPE_CHECKING:
    from django.http import HttpRequest

    from trousse.core.realtime.asgi_types import Scope
    from trousse.core.realtime.hub import Hub

BIGGEST_NUMBER = 2**53 - 1
"""JavaScript's largest exact integer: no page can name a greater number."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A subject to follow, as a client wrote it, and the last number that it knows."""

    subject: str
    after: int


@dataclass(frozen=True, slots=True)
class Question:
    """What an HTTP client asks; ``may_wait`` unless it wants to know at once."""

    wishes: tuple[Wish, ...]
    may_wait: bool


def request_of(scope: "Scope") -> ASGIRequest:
    """Read the head of an HTTP or socket connection."""
    schemes = {"ws": "http", "wss": "https"}
    scheme = scope.get("scheme", "http")
    return ASGIRequest({"method": "GET", **scope, "scheme": schemes.get(scheme, scheme)}, BytesIO())


@asynccontextmanager
async def admitted(hub: "Hub", request: ASGIRequest) -> AsyncIterator[Listener | None]:
    """Give a listener for the person who connects, or None when too many connections are open."""
    visit = await in_thread(open_visit, request.COOKIES)
    if hub.is_ended(visit.session):
        visit = visit.signed_out()
    with hub.admission.admit(visit.session, network_of(client_address(request))) as is_admitted:
        if not is_admitted:
            yield None
            return
        with Listener(hub, visit) as listener:
            yield listener


def read_number(text: object) -> int:
    """Read a number of the protocol. Raises ValueError for anything else."""
    number = int(text) if isinstance(text, str) and text.isascii() and text.isdigit() else text
    if type(number) is not int or not 0 <= number <= BIGGEST_NUMBER:
        raise ValueError("expected a number from 0 on")
    return number


def read_question(request: "HttpRequest") -> Question:
    """Read ``subject=…&after=…``, repeated. Raises ValueError when it makes no sense.

    With one subject, ``Last-Event-ID`` (what a resumed event stream knows) wins over ``after``.
    """
    subjects, numbers = request.GET.getlist("subject"), request.GET.getlist("after")
    if not 0 < len(subjects) == len(numbers) <= SUBJECTS_PER_CONNECTION:
        raise ValueError("expected as many subjects as numbers")
    if len(numbers) == 1:
        numbers = [request.headers.get("Last-Event-ID") or numbers[0]]
    wishes = tuple(
        Wish(subject, read_number(number))
        for subject, number in zip(subjects, numbers, strict=True)
    )
    return Question(wishes, may_wait=request.GET.get("wait") != "0")
