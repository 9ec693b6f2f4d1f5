"""What a service says of itself to be found, opened and connected in Trousse. See ``README.md``."""

from trousse_kit.faults import Fault, ManifestRefused
from trousse_kit.loading import document_of, load
from trousse_kit.manifest import MANIFEST_VERSION, Manifest, Words
from trousse_kit.schema import json_schema, schema_text

__all__ = [
    "MANIFEST_VERSION",
    "Fault",
    "Manifest",
    "ManifestRefused",
    "Words",
    "document_of",
    "json_schema",
    "load",
    "schema_text",
]
