"""From a document to a manifest and back."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from trousse_kit.explaining import faults_of
from trousse_kit.faults import ManifestRefused, fault
from trousse_kit.manifest import Manifest
from trousse_kit.parsing import Kind, parse


def load(document: bytes | str | Mapping[str, Any], kind: Kind = "toml") -> Manifest:
    """Return the manifest that ``document`` holds.

    ``document``: the text of a file in the format ``kind``, or its data (``kind`` is then of no
    importance). Raises ManifestRefused, and nothing else, with all that is wrong.
    """
    data = parse(document, kind)
    try:
        # By way of JSON: the same strict rules hold for every format, those of the JSON Schema.
        return Manifest.model_validate_json(json.dumps(data))
    except ValidationError as error:
        raise ManifestRefused(faults_of(error.errors(include_url=False), Manifest)) from None
    except ValueError as error:  # a number of more digits than Python writes
        raise ManifestRefused([fault("", "invalid", reason=str(error))]) from None


def document_of(manifest: Manifest) -> dict[str, Any]:
    """Return the data of ``manifest`` as JSON holds them, what is left to its default omitted.

    ``load(document_of(manifest)) == manifest``.
    """
    data: dict[str, Any] = manifest.model_dump(mode="json", exclude_defaults=True)
    return {"schema_version": manifest.schema_version, **data}
