"""Writes plain data as YAML that every reader of YAML reads back, without a library."""

import json
from collections.abc import Iterator
from typing import Any

READ_AS_SOMETHING_ELSE = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
ESCAPED = {"\x85", "\u2028", "\u2029", "\ufeff", "\x7f"}


def to_yaml(data: dict[str, Any]) -> str:
    """Return ``data`` (texts, numbers, lists of texts, named values) as one YAML document."""
    return "".join(f"{line}\n" for line in _lines(data, ""))


def _lines(data: dict[str, Any], indent: str) -> Iterator[str]:
    for name, value in data.items():
        if isinstance(value, dict) and value:
            yield f"{indent}{quoted(name)}:"
            yield from _lines(value, f"{indent}  ")
        elif isinstance(value, list):
            yield f"{indent}{quoted(name)}:"
            yield from (f"{indent}  - {_scalar(one)}" for one in value)
        else:
            yield f"{indent}{quoted(name)}: {_scalar(value)}"


def _scalar(value: str | float | bool | dict[str, Any]) -> str:  # noqa: FBT001  # a value like the others
    return quoted(value) if isinstance(value, str) else json.dumps(value)  # {} for no value


def quoted(text: str) -> str:
    """Return ``text`` as it is written: bare when it is a plain word, else between quotes."""
    if text.isascii() and text.isalpha() and text.lower() not in READ_AS_SOMETHING_ELSE:
        return text
    return "".join(_escaped(one) for one in json.dumps(text, ensure_ascii=False))


def _escaped(one: str) -> str:
    printable = one == "\t" or (one >= " " and not "\x80" <= one <= "\x9f" and one not in ESCAPED)
    if printable and one not in {"\ufffe", "\uffff"}:
        return one
    return f"\\u{ord(one):04x}"
