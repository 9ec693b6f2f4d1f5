"""A page that names an unknown variable fails its test instead of showing nothing.

Only our own templates are held to it: those of libraries rely on Django's leniency, and so do
our versions of allauth's elements, which are given whatever attributes each page has.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from django.template import engines
from django.template.base import Node, Origin

OURS = str(Path(__file__).resolve().parents[2] / "src" / "trousse")
LENIENT = "/templates/allauth/"


class UnknownVariable(str):
    """What Django writes for a variable it cannot find; raises when the template is ours."""

    __slots__ = ()

    def __mod__(self, variable: object) -> str:
        template = _template_being_rendered(sys._getframe(1))
        if template.startswith(OURS) and LENIENT not in template:
            pytest.fail(f"unknown variable {variable} in {template}")
        return ""


def _template_being_rendered(frame: FrameType | None) -> str:
    while frame is not None:
        node = frame.f_locals.get("self")
        origin = getattr(node, "origin", None) if isinstance(node, Node) else None
        if isinstance(origin, Origin):
            return str(origin.name)
        frame = frame.f_back
    return ""


@pytest.fixture(autouse=True, scope="session")
def strict_templates() -> Iterator[None]:
    engine = engines["django"].engine
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "string_if_invalid", UnknownVariable("%s"))
        yield
