"""The lines of the table: who asks what."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from benchmarks.measuring.visitor import Request

EMPTY_PAGE = "/contact/"
"""A page of the same middleware, session and layout, with a few sentences and nothing else."""
STATIC, FLOOR = "small static file", "empty page, signed in"
GUEST_VIEW, GUEST_VOTE = "guest link", "guest vote"
AGENT_VIEW, AGENT_VOTE = "signed-in view", "signed-in vote"
ANSWERED_VIEW, ORGANISER_VIEW = "guest link, answered", "organiser's view"
ROUND_TRIP = "guest vote, then the page"
VIEWERS = {
    GUEST_VIEW: "stranger",
    ANSWERED_VIEW: "guest",
    AGENT_VIEW: "agent",
    ORGANISER_VIEW: "organiser",
}
COLD = "after a vote: "
"""Begins the lines of a vote and a view that nobody asked since: less the vote, a cold view."""
VOTES = {GUEST_VOTE: "guest", AGENT_VOTE: "agent"}

ADDRESS_EVERY = 100
"""Votes from one address before the next one: rate limits are on, as in production."""
NEXT_ANSWER = {"y": "m", "m": "n", "n": "y"}
REDIRECTIONS = (302, 303)

Step = tuple[Request, ...]


@dataclass(frozen=True)
class Line:
    """One thing that is done again and again: ``steps`` never ends.

    ``queries``: None when they were not counted.
    """

    name: str
    steps: Iterator[Step]
    cookie: str = ""
    queries: int | None = None


def lines_of(told: Mapping[str, Any], static: str) -> list[Line]:
    """Return the lines for the poll that the filling told about; ``static``: a file's path."""
    path, cookies, queries = told["path"], told["cookies"], told["queries"]
    lines = [
        Line(STATIC, itertools.repeat((Request(static),))),
        Line(FLOOR, itertools.repeat((Request(EMPTY_PAGE),)), cookies["agent"], queries[FLOOR]),
    ]
    for name, who in VIEWERS.items():
        steps = itertools.repeat((Request(path),))
        lines.append(Line(name, steps, cookies[who], queries[name]))
    for name, who in VOTES.items():
        lines.append(Line(name, votes(path, told["forms"][who]), cookies[who], queries[name]))
    page = Request(path)
    round_trips = ((*vote, page) for vote in votes(path, told["forms"]["guest"]))
    return [*lines, Line(ROUND_TRIP, round_trips, cookies["guest"])]


def cold_lines_of(told: Mapping[str, Any]) -> list[Line]:
    """Return, for each visitor, a guest's vote followed by the page as that visitor sees it."""
    path = told["path"]
    lines = []
    for name, who in VIEWERS.items():
        page = Request(path, headers={"Cookie": told["cookies"][who]})
        steps = ((*vote, page) for vote in votes(path, told["forms"]["guest"]))
        lines.append(Line(f"{COLD}{name}", steps, told["cookies"]["guest"]))
    return lines


def votes(path: str, form: Mapping[str, str]) -> Iterator[Step]:
    """Send the form again and again, each time with other answers."""
    current = dict(form)
    for number in itertools.count():
        current |= {
            name: NEXT_ANSWER[letter]
            for name, letter in current.items()
            if name.startswith("answer-")
        }
        block, host = divmod(number // ADDRESS_EVERY, 250)
        address = {"X-Forwarded-For": f"198.18.{block % 250}.{host + 1}"}  # RFC 2544
        yield (Request(path, urlencode(current), address, REDIRECTIONS),)
