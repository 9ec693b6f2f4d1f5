"""Turns what Pydantic found wrong into faults in plain words."""

import difflib
import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, RootModel
from pydantic_core import ErrorDetails

from trousse_kit import patterns
from trousse_kit.faults import Fault, fault
from trousse_kit.words import Words

SHAPES = {
    patterns.SLUG: "slug",
    patterns.NAME: "name",
    patterns.LANGUAGE: "language",
    patterns.ADDRESS: "address",
    patterns.LINK: "link",
    patterns.HELP: "help_address",
    patterns.ORIGIN: "origin",
    patterns.PATH: "path",
    patterns.COUNTRY: "country",
    patterns.ONE_LINE: "one_line",
}
SIMPLE = {
    "missing": "missing",
    "model_type": "not_a_block",
    "model_attributes_type": "not_a_block",
    "dict_type": "not_a_block",
    "tuple_type": "not_a_list",
    "list_type": "not_a_list",
    "string_type": "not_text",
    "bool_type": "not_true_or_false",
    "int_type": "not_a_number",
    "float_type": "not_a_number",
    "date_type": "not_a_day",
    "date_parsing": "not_a_day",
    "date_from_datetime_parsing": "not_a_day",
    "date_from_datetime_inexact": "not_a_day",
    "finite_number": "not_finite",
    "int_parsing_size": "not_a_number",
    "string_unicode": "encoding",
    "recursion_loop": "too_deep",
}
VALUES_OF_A_UNION = frozenset({"bool", "int", "float", "str"})
LONGEST_QUOTE = 60


def faults_of(errors: Iterable[ErrorDetails], model: type[BaseModel]) -> list[Fault]:
    """Return one fault per place and reason, in the order of the document's fields."""
    found = dict.fromkeys(_fault_of(error, model) for error in errors)
    return list(found)


def quoted(value: object) -> str:
    """Return how a value is shown in a sentence."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            short = value if len(value) <= LONGEST_QUOTE else f"{value[:LONGEST_QUOTE]}…"
            return f"“{short}”"
        case None:
            return "nothing"
        case Mapping():
            return "named values"
        case list() | tuple():
            return "a list"
        case _:
            return str(value)[:LONGEST_QUOTE]


def _fault_of(error: ErrorDetails, model: type[BaseModel]) -> Fault:
    context = error.get("ctx") or {}
    where = _place(error["loc"])
    kind, given = error["type"], error["input"]
    if kind == "rule":
        params = {name: value for name, value in context.items() if name not in {"rule", "at"}}
        return fault(_joined(where, context["at"]), context["rule"], **params)
    if kind == "extra_forbidden":
        return _unknown(where, str(error["loc"][-1]), fields_at(model, error["loc"][:-1]))
    if error["loc"] and error["loc"][-1] in VALUES_OF_A_UNION and kind.endswith("_type"):
        return fault(where, "not_a_value", given=quoted(given))
    if kind in SIMPLE:
        code = SIMPLE[kind]
        if code == "not_a_block" and _wants_words(model, error["loc"]):
            code = "not_words"
        return fault(where, code, given=quoted(given))
    return _limited(where, kind, given, context) or fault(where, "invalid", reason=error["msg"])


def _limited(where: str, kind: str, given: object, context: Mapping[str, Any]) -> Fault | None:
    size = len(given) if isinstance(given, str | list | tuple | dict) else 0
    match kind:
        case "string_too_short":
            code = "too_short" if context["min_length"] > 1 else "empty"
            return fault(where, code, limit=context["min_length"])
        case "string_too_long":
            return fault(where, "too_long", size=size, limit=context["max_length"])
        case "too_long":
            return fault(where, "too_many", size=size, limit=context["max_length"])
        case "string_pattern_mismatch":
            code = SHAPES.get(context["pattern"], "pattern")
            return fault(where, code, given=quoted(given))
        case "literal_error":
            return _choice(where, given, context["expected"])
    return None


def _choice(where: str, given: object, expected: str) -> Fault:
    choices = [one.strip("'") for one in expected.replace(" or ", ", ").split(", ")]
    listed = ", ".join(choices)
    near = difflib.get_close_matches(str(given).lower(), choices, n=1, cutoff=0.7)
    if near:
        return fault(where, "choice_near", given=quoted(given), choices=listed, near=near[0])
    return fault(where, "choice", given=quoted(given), choices=listed)


def _unknown(where: str, given: str, known: Iterable[str]) -> Fault:
    shown = given if len(given) <= LONGEST_QUOTE else f"{given[:LONGEST_QUOTE]}…"
    near = difflib.get_close_matches(given.lower(), list(known), n=1, cutoff=0.6)
    if near:
        return fault(where, "unknown_near", given=shown, near=near[0])
    return fault(where, "unknown", given=shown)


def _place(loc: tuple[int | str, ...]) -> str:
    # "[key]": the key itself is wrong; "bool", "str"…: which branch of a union was tried.
    parts = list(loc)
    if parts and parts[-1] == "[key]":
        parts.pop()
    if len(parts) > 1 and parts[-1] in VALUES_OF_A_UNION and parts[-2] == "value":
        parts.pop()
    return ".".join(str(part) for part in parts)


def _joined(where: str, more: str) -> str:
    return f"{where}.{more}" if where and more else where or more


def _wants_words(model: type[BaseModel], loc: tuple[int | str, ...]) -> bool:
    wanted = annotation_at(model, loc)
    return isinstance(wanted, type) and issubclass(wanted, Words)


def fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Return the names of the fields that the block at ``loc`` knows."""
    found = annotation_at(model, loc)
    if isinstance(found, type) and issubclass(found, BaseModel):
        return list(found.model_fields)
    return []


def annotation_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> Any:
    """Return the type expected at ``loc`` of a document, None when there is none."""
    found: Any = model
    for part in loc:
        found = _step(_bare(found), part)
    return _bare(found)


def _step(outer: Any, part: int | str) -> Any:
    if isinstance(outer, type) and issubclass(outer, BaseModel):
        if issubclass(outer, RootModel):
            return str
        field = outer.model_fields.get(str(part))
        return field.annotation if field else None
    arguments = get_args(outer)
    return arguments[-1 if get_origin(outer) is dict else 0] if arguments else None


def _bare(annotation: Any) -> Any:
    """Take an annotation out of ``Annotated`` and ``| None``."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _bare(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        kept = [one for one in get_args(annotation) if one is not type(None)]
        return _bare(kept[0]) if len(kept) == 1 else annotation
    return annotation if origin is not Literal else str
