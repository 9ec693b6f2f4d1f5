"""How each address is called on a known thing: one builder per address that needs one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from tests.matrix.resolver import Route
from tests.matrix.world import World
from trousse.core.refs import Ref


@dataclass(frozen=True)
class Call:
    """``kwargs``: what the address needs; ``query`` and ``data``: of a good request."""

    kwargs: dict[str, Any] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


Builder = Callable[[World, str], Call]
BUILDERS: dict[str, Builder] = {}
THINGS: dict[str, Callable[[World], Ref]] = {}
"""By type of things that can be followed: makes a known one, shared with everybody's role."""
NOTHING = Call()


def calls(*names: str) -> Callable[[Builder], Builder]:
    """Register the decorated function for these addresses: ``(world, actor) -> Call``."""

    def register(builder: Builder) -> Builder:
        for name in names:
            if name in BUILDERS:
                raise ValueError(f"{name} has two builders")
            BUILDERS[name] = builder
        return builder

    return register


def thing(ref_type: str) -> Callable[[Callable[[World], Ref]], Callable[[World], Ref]]:
    """Register the decorated function as the maker of a known thing of that type."""

    def register(maker: Callable[[World], Ref]) -> Callable[[World], Ref]:
        THINGS[ref_type] = maker
        return maker

    return register


def call_of(route: Route, world: World, actor: str) -> Call:
    builder = BUILDERS.get(route.name)
    if builder is None:
        assert "<" not in route.path, (
            f"{route.name} needs a known thing: add a builder to tests/matrix/calls/"
        )
        return NOTHING
    return builder(world, actor)


def send(world: World, actor: str, route: Route, method: str, call: Call) -> HttpResponse:
    """Perform the request as ``actor``."""
    path = reverse(route.name, kwargs=call.kwargs)
    browser = world.browser(actor)
    headers = {"headers": call.headers} if call.headers else {}
    ask = getattr(browser, method.lower())
    if method in {"GET", "HEAD"}:
        answer = ask(path, call.query, **headers)
    else:
        answer = ask(path, call.data, query_params=call.query or None, **headers)
    if answer.streaming:
        b"".join(answer.streaming_content)  # read to its end, a file is closed
    return answer
