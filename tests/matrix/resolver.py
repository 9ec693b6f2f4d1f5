"""Every address that the site answers, ours and the libraries', demo mode included."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

URLCONF = "tests.portal.demo_site"


@dataclass(frozen=True)
class Route:
    """``name``: with its namespaces; ``path``: as it was written, converters included."""

    name: str
    path: str
    view: Callable[..., Any]


@cache
def routes() -> dict[str, Route]:
    """Return the addresses by name; an address without name stands under its path."""
    return {route.name: route for route in _walk(get_resolver(URLCONF).url_patterns)}


def _walk(
    patterns: list[URLPattern | URLResolver], path: str = "", space: str = ""
) -> Iterator[Route]:
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            yield Route(f"{space}{pattern.name}" if pattern.name else here, here, pattern.callback)
