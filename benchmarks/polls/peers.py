"""Another poll software, already running and filled, measured beside ours in the same run."""

import argparse
import itertools
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.measuring.servers import CannotMeasure
from benchmarks.measuring.visitor import Request
from benchmarks.polls.lines import GUEST_VIEW, GUEST_VOTE, Line, Step
from benchmarks.polls.targets import Target

ANY_SUCCESS = (200, 201, 204, 302, 303)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare how a peer is described on the command line."""
    peer = parser.add_argument_group("another poll software to measure in the same run")
    peer.add_argument("--peer", metavar="NAME", help="its name in the table")
    peer.add_argument("--view-url", metavar="URL", help="the page of a poll of the same size")
    peer.add_argument("--vote-url", metavar="URL", help="where its form is sent")
    peer.add_argument(
        "--vote-form",
        metavar="FILE",
        type=Path,
        help="the body of the form; {n} is a growing number",
    )
    peer.add_argument("--cookie", default="", help="sent with each of its requests")
    peer.add_argument(
        "--pid",
        type=int,
        action="append",
        default=[],
        help="a process of it or of its database, with all it started; repeat",
    )


def peer_of(given: argparse.Namespace) -> Target | None:
    """Return the peer that the options describe. Raises CannotMeasure when they do not suffice."""
    if not given.peer:
        return None
    if not given.view_url or not given.pid:
        raise CannotMeasure("--peer needs --view-url and at least one --pid")
    view = urlsplit(given.view_url)
    lines = [Line(GUEST_VIEW, itertools.repeat((Request(_path(given.view_url)),)), given.cookie)]
    if given.vote_url and given.vote_form:
        template = given.vote_form.read_text().strip()
        lines.append(Line(GUEST_VOTE, _votes(_path(given.vote_url), template), given.cookie))
    return Target(given.peer, f"{view.scheme}://{view.netloc}", tuple(given.pid), lines)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _votes(path: str, template: str) -> Iterator[Step]:
    for number in itertools.count():
        body = template.replace("{n}", str(number))
        yield (Request(path, body, expects=ANY_SUCCESS),)
