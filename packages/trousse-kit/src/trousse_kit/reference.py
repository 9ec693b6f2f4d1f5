"""The reference page of a manifest, written from the models so that it cannot be wrong."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from trousse_kit import vocabulary
from trousse_kit.explaining import SHAPES
from trousse_kit.schema import json_schema

HEAD = (
    "# Manifest\n\n"
    "Every field of a manifest, version 1. This page is written by `trousse_kit reference` from "
    "the models of `packages/trousse-kit`, and a test fails when they say something else. How to "
    "write one: [describe your service](../how-to/describe-your-service.md). The same for "
    "programs: `/kit/manifest-v1.schema.json` on every instance, "
    "`packages/trousse-kit/manifest-v1.schema.json` in the repository.\n\n"
    "An unknown key is refused, so that a typo is never silently nothing. A field in **bold** must "
    "be there; blocks without bold fields may be left out whole. A text per language always has "
    "French."
)
SHAPE_WORDS = {
    "slug": "slug",
    "name": "name for machines",
    "language": "code of a language",
    "address": "address (https, or a path when built in)",
    "link": "address of a page",
    "help_address": "address (https, mailto or tel)",
    "origin": "origin",
    "path": "path",
    "country": "country",
    "one_line": "line of text",
}
SIMPLE_WORDS = {
    "boolean": "true or false",
    "integer": "number",
    "number": "number",
    "object": "lists of words per language",
    "string": "day",
}
VOCABULARIES: Mapping[str, tuple[Any, Mapping[Any, str]]] = {
    "States": (vocabulary.State, vocabulary.STATES),
    "Antifeatures": (vocabulary.Antifeature, vocabulary.ANTIFEATURES),
    "Guests": (vocabulary.Guests, vocabulary.GUESTS),
    "Accounts": (vocabulary.Account, vocabulary.ACCOUNTS),
    "Sign-in": (vocabulary.SignInMethod, vocabulary.SIGN_IN_METHODS),
    "Provisioning": (vocabulary.Provisioning, vocabulary.PROVISIONING),
    "Means": (vocabulary.Means, vocabulary.MEANS),
    "Depths": (vocabulary.Depth, vocabulary.DEPTHS),
    "Bars": (vocabulary.BarMode, vocabulary.BAR_MODES),
    "Security policies": (vocabulary.CspStrategy, vocabulary.CSP_STRATEGIES),
    "Verbs": (vocabulary.Verb, vocabulary.VERBS),
    "Claims": (vocabulary.Claim, vocabulary.CLAIMS),
}
LISTS = {get_args(values): title for title, (values, _meanings) in VOCABULARIES.items()}


def reference_text() -> str:
    """Return the page, in Markdown."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    schema = json_schema()
    blocks = schema["$defs"]
    yield HEAD
    yield from _section("The document", {**schema, "description": ""}, "")
    for name, field in schema["properties"].items():
        inner = _named(field.get("items", field))
        if inner:
            yield from _section(f"`{name}`", blocks[inner], name)
    nested = sorted(name for name in blocks if name in {"Probe", "Processor", "Waiver"})
    for name in nested:
        yield from _section(f"{name} (an item)", blocks[name], "")
    yield "\n## Closed lists\n"
    yield "A value that is not in its list is refused."
    for title, (_values, meanings) in VOCABULARIES.items():
        yield f"\n### {title}\n\n| value | meaning |\n| --- | --- |"
        yield from (f"| `{value}` | {meaning} |" for value, meaning in meanings.items())


def _section(title: str, block: Mapping[str, Any], path: str) -> Iterator[str]:
    yield f"\n## {title}\n"
    if block.get("description"):
        yield block["description"] + "\n"
    yield "| field | type | meaning | example |\n| --- | --- | --- | --- |"
    required = set(block.get("required", ()))
    for name, field in block["properties"].items():
        whole = f"`{path}.{name}`" if path else f"`{name}`"
        shown = f"**{whole}**" if name in required else whole
        example = next(iter(field.get("examples", ())), None)
        words = f"`{json.dumps(example, ensure_ascii=False)}`" if example is not None else "below"
        yield f"| {shown} | {_type_of(field)} | {_one_line(field['description'])} | {words} |"


def _type_of(field: Mapping[str, Any]) -> str:
    kinds = [one for one in field.get("anyOf", ()) if one.get("type") != "null"]
    if len(kinds) == 1:
        return _type_of(kinds[0])
    if kinds:
        return " or ".join(dict.fromkeys(_type_of(one) for one in kinds))
    if inner := _named(field):
        return "text per language" if inner.endswith("Words") else f"block {inner}"
    if "enum" in field:
        title = LISTS.get(tuple(field["enum"]))
        words = ", ".join(f"`{one}`" for one in field["enum"])
        return f"word of [{title}](#{title.lower().replace(' ', '-')})" if title else words
    return _simple(field)


def _simple(field: Mapping[str, Any]) -> str:
    match field.get("type"):
        case "array":
            return f"list of: {_type_of(field['items'])}"
        case "string" if field.get("format") != "date":
            code = SHAPES.get(field.get("pattern", ""), "")
            limit = f", at most {field['maxLength']} characters" if "maxLength" in field else ""
            return f"{SHAPE_WORDS.get(code, 'text')}{limit}"
    return SIMPLE_WORDS[field["type"]]


def _named(field: Mapping[str, Any]) -> str:
    return str(field.get("$ref", "")).rpartition("/")[2]


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
