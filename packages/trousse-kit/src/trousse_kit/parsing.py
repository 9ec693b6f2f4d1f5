"""Reads TOML, JSON and YAML into plain data, or says what is wrong and on which line.

Whatever the format, the same values come out: what JSON can hold. Nothing that a document says is
executed, and no document, however twisted, raises anything but ``ManifestRefused``.
"""

import json
import math
import tomllib
from collections.abc import Mapping
from datetime import date, time
from typing import Any, Literal, cast

from trousse_kit.faults import ManifestRefused, fault

Kind = Literal["toml", "json", "yaml"]
KINDS: tuple[Kind, ...] = ("toml", "json", "yaml")
LARGEST_DOCUMENT = 500_000
"""Bytes. The largest real manifest is a hundred times smaller."""
DEEPEST = 20


def kind_of(name: str) -> Kind | None:
    """Return the format that a file's name promises, None when it is not one of ours."""
    ending = name.rpartition(".")[2].lower()
    return cast("Kind", {"yml": "yaml"}.get(ending, ending)) if ending in {*KINDS, "yml"} else None


def parse(document: bytes | str | Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """Return the plain data of ``document``. Raises ManifestRefused."""
    data = document if isinstance(document, Mapping) else _read(text_of(document), kind)
    found = plain(data)
    if not isinstance(found, dict):
        raise ManifestRefused([fault("", "not_a_block", given=_kind_of_value(found))])
    return found


def text_of(document: bytes | str) -> str:
    """Return ``document`` as a text of reasonable size. Raises ManifestRefused."""
    try:
        encoded = document.encode() if isinstance(document, str) else document
        if len(encoded) > LARGEST_DOCUMENT:
            size = fault("", "too_large", size=len(encoded), limit=LARGEST_DOCUMENT)
            raise ManifestRefused([size])
        return encoded.decode("utf-8-sig")
    except UnicodeError:
        raise ManifestRefused([fault("", "encoding")]) from None


def plain(value: Any, where: str = "", depth: int = 0) -> Any:
    """Return ``value`` with what JSON can hold only: days and times become texts."""
    if depth > DEEPEST:
        raise ManifestRefused([fault(where, "too_deep")])
    match value:
        case None | bool() | str():
            return value
        case int():
            return value
        case float():
            if not math.isfinite(value):
                raise ManifestRefused([fault(where, "not_finite")])
            return value
        case date() | time():
            return value.isoformat()
        case Mapping():
            return {
                _key(key, where): plain(one, f"{where}.{key}" if where else f"{key}", depth + 1)
                for key, one in value.items()
            }
        case list() | tuple():
            return [
                plain(one, f"{where}.{number}" if where else str(number), depth + 1)
                for number, one in enumerate(value)
            ]
    raise ManifestRefused([fault(where, "not_data", given=type(value).__name__)])


def _key(key: Any, where: str) -> str:
    if isinstance(key, str):
        return key
    raise ManifestRefused([fault(where, "not_data", given=type(key).__name__)])


def _kind_of_value(value: Any) -> str:
    return "a list" if isinstance(value, list) else "a single value" if value else "nothing"


def _read(text: str, kind: Kind) -> Any:
    try:
        match kind:
            case "toml":
                return tomllib.loads(text)
            case "json":
                return json.loads(text, object_pairs_hook=_once_each)
            case "yaml":
                return _read_yaml(text)
    except ManifestRefused:
        raise
    except RecursionError:
        raise ManifestRefused([fault("", "too_deep")]) from None
    except json.JSONDecodeError as error:
        raise _unreadable(kind, error.msg, error.lineno) from None
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at line ")
        line = place.partition(",")[0]
        raise _unreadable(kind, reason, int(line) if line.isdigit() else None) from None
    except ValueError as error:  # a number of ten thousand digits, a 31 February
        raise _unreadable(kind, str(error), None) from None
    raise ManifestRefused([fault("", "syntax", kind=str(kind), reason="unknown format")])


def _unreadable(kind: Kind, reason: str, line: int | None) -> ManifestRefused:
    return ManifestRefused([fault("", "syntax", line=line, kind=kind.upper(), reason=reason)])


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ManifestRefused([fault("", "key_twice", given=key)])
        found[key] = value
    return found


def _read_yaml(text: str) -> Any:
    try:
        from trousse_kit import yaml_documents  # noqa: PLC0415  # PyYAML is an extra
    except ModuleNotFoundError:
        raise ManifestRefused([fault("", "yaml_missing")]) from None
    return yaml_documents.read(text)
