"""The manifest: everything that a service says of itself, in one closed document.

Each block is a module; a field's description is what the published JSON Schema and the reference
page say of it.
"""

from trousse_kit.manifest.audience import Audience, SignIn
from trousse_kit.manifest.block import Block
from trousse_kit.manifest.data_protection import DataProtection, Processor
from trousse_kit.manifest.document import MANIFEST_VERSION, Manifest
from trousse_kit.manifest.evidence import Conformance, Evidence, Probe, Waiver
from trousse_kit.manifest.identity import Identity, Lifecycle, Software
from trousse_kit.manifest.integration import Capability, Integration, ResourceType
from trousse_kit.manifest.operation import Operation
from trousse_kit.words import NameWords, ShortWords, Words

__all__ = [
    "MANIFEST_VERSION",
    "Audience",
    "Block",
    "Capability",
    "Conformance",
    "DataProtection",
    "Evidence",
    "Identity",
    "Integration",
    "Lifecycle",
    "Manifest",
    "NameWords",
    "Operation",
    "Probe",
    "Processor",
    "ResourceType",
    "ShortWords",
    "SignIn",
    "Software",
    "Waiver",
    "Words",
]
