"""The manifest's JSON Schema, 2020-12: what editors and other languages check a document with."""

import json
from typing import Any

from trousse_kit.manifest import MANIFEST_VERSION, Manifest

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the schema of a manifest, every field with a title and a description."""
    found = Manifest.model_json_schema(mode="validation")
    for block in [found, *found.get("$defs", {}).values()]:
        for name, field in block.get("properties", {}).items():
            field.setdefault("title", name.replace("_", " ").capitalize())
    return {
        "$schema": DIALECT,
        **found,
        "title": f"Manifest of a service, version {MANIFEST_VERSION}",
    }


def schema_text() -> str:
    """Return the schema as it is published: indented, letters as they are, same bytes always."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
