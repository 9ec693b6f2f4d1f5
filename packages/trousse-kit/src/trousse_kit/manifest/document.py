"""The whole manifest, and the rules between its blocks."""

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from trousse_kit.faults import broken_rule
from trousse_kit.manifest.audience import Audience, SignIn
from trousse_kit.manifest.block import Block
from trousse_kit.manifest.data_protection import DataProtection
from trousse_kit.manifest.evidence import Conformance, Evidence
from trousse_kit.manifest.identity import Identity, Lifecycle, Software
from trousse_kit.manifest.integration import Capability, Integration, ResourceType
from trousse_kit.manifest.operation import Operation

MANIFEST_VERSION: Literal[1] = 1


class Manifest(Block):
    """What a service says of itself, to be found, opened and connected."""

    schema_version: Annotated[Literal[1], Field(examples=[1])] = MANIFEST_VERSION
    """The version of this form."""
    identity: Identity
    """What the service is called and for."""
    lifecycle: Lifecycle
    """Where it is in its life."""
    software: Software = Software()
    """Which software it runs."""
    operation: Operation
    """Who runs it, and where."""
    audience: Audience = Audience()
    """Whom it is for."""
    sign_in: SignIn = SignIn()
    """How people enter and leave."""
    integration: Integration = Integration()
    """How the bar gets into its pages."""
    capabilities: Annotated[tuple[Capability, ...], Field(max_length=100)] = ()
    """What it can do for the portal and for other services."""
    resources: Annotated[tuple[ResourceType, ...], Field(max_length=50)] = ()
    """Which types of things live in it."""
    data_protection: DataProtection = DataProtection()
    """Which personal data it keeps."""
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=100)] = ()
    """What it claims, each claim with its proof."""
    conformance: Conformance = Conformance()
    """How its conformance is checked."""

    @model_validator(mode="after")
    def _paths_are_for_parts_of_the_portal(self) -> Self:
        if self.integration.means != "built_in" and self.operation.url.startswith("/"):
            raise broken_rule("path_outside_the_portal", at="operation.url")
        return self

    @model_validator(mode="after")
    def _capabilities_can_be_reached(self) -> Self:
        if self.integration.means == "built_in":
            return self
        for number, one in enumerate(self.capabilities):
            if not (one.url or one.endpoint):
                raise broken_rule("unreachable_capability", at=f"capabilities.{number}")
        return self

    @model_validator(mode="after")
    def _nothing_is_said_twice(self) -> Self:
        _refuse_twice("capabilities", [(one.verb, one.resource_type) for one in self.capabilities])
        _refuse_twice("resources", [one.type for one in self.resources])
        _refuse_twice("evidence", [one.claim for one in self.evidence])
        return self

    @model_validator(mode="after")
    def _others_are_not_itself(self) -> Self:
        own = self.identity.id
        if self.lifecycle.successor == own:
            raise broken_rule("names_itself", at="lifecycle.successor")
        if own in self.identity.alternatives:
            raise broken_rule("names_itself", at="identity.alternatives")
        return self


def _refuse_twice(block: str, keys: list[object]) -> None:
    if twice := [key for key, times in Counter(keys).items() if times > 1]:
        first = twice[0]
        given = " ".join(first) if isinstance(first, tuple) else str(first)
        raise broken_rule("twice", at=block, given=given)
