"""YAML without its traps: no anchors, no tags, ``yes`` and ``no`` are words, no key twice."""

import re
from collections.abc import Hashable
from typing import Any

import yaml

from trousse_kit.faults import ManifestRefused, fault
from trousse_kit.parsing import DEEPEST

CORE_SCHEMA = {
    "bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
    "int": (r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    "float": (r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
}
"""What an unquoted word may be besides a text: ``yes``, ``12:30`` and ``2026-09-01`` are texts."""


class PlainLoader(yaml.SafeLoader):
    """Reads what YAML and JSON have in common."""

    def construct_mapping(  # PyYAML's signature
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002
    ) -> dict[Hashable, Any]:
        seen: set[object] = set()
        for key, _value in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise ManifestRefused([fault("", "key_twice", line=line, given=key.value)])
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else id(key))
        return super().construct_mapping(node, deep=deep)


PlainLoader.yaml_implicit_resolvers = {}  # not those of YAML 1.1, which it would inherit
for _name, (_pattern, _first) in CORE_SCHEMA.items():
    PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_name}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


def read(text: str) -> Any:
    """Return the data of one YAML document. Raises ManifestRefused."""
    try:
        _refuse_tricks(text)
        return yaml.load(text, PlainLoader)  # noqa: S506  # a safe loader, with fewer types still
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _unreadable(error.problem or "", mark.line + 1 if mark else None) from None
    except yaml.YAMLError as error:
        raise _unreadable(str(error).partition("\n")[0], None) from None


def places(text: str) -> dict[str, int]:
    """Return the line of every key and item, by its place such as "identity.name.fr"."""
    found: dict[str, int] = {}

    def walk(node: yaml.Node, place: str) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                inner = f"{place}.{key.value}" if place else str(key.value)
                found[inner] = key.start_mark.line + 1
                walk(value, inner)
        elif isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                inner = f"{place}.{number}" if place else str(number)
                found[inner] = item.start_mark.line + 1
                walk(item, inner)

    try:
        _refuse_tricks(text)
        root = yaml.compose(text, PlainLoader)
    except yaml.YAMLError:
        return {}
    if root is not None:
        walk(root, "")
    return found


def _refuse_tricks(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ManifestRefused([fault("", "too_deep")])
        marked = getattr(event, "anchor", None) or getattr(event, "tag", None)
        if marked:
            mark = event.start_mark
            line = mark.line + 1 if mark else None
            raise ManifestRefused([fault("", "not_allowed_in_yaml", line=line)])


def _unreadable(reason: str, line: int | None) -> ManifestRefused:
    return ManifestRefused([fault("", "syntax", line=line, kind="YAML", reason=reason)])
