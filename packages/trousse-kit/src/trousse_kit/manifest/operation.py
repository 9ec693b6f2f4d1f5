"""Who runs a service, where, and whom to ask."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from trousse_kit.faults import broken_rule
from trousse_kit.manifest.block import Block
from trousse_kit.patterns import Address, HelpAddress, Line, Link, Origin
from trousse_kit.words import ShortWords


class Operation(Block):
    """The instance that people open."""

    url: Annotated[Address, Field(examples=["https://sondages.example.fr/"])]
    """Where people open the service."""
    operated_here: Annotated[bool, Field(examples=[True])] = False
    """Whether whoever runs the portal runs the service too. Otherwise it is an outside link."""
    operator: Annotated[Line | None, Field(examples=["Académie de Lyon"])] = None
    """Who runs it. May be left out with `operated_here`: it is then who runs the portal."""
    data_location: Annotated[Line | None, Field(examples=["France"])] = None
    """Where data are kept: a country, or a place that people know."""
    hosting: Annotated[Line | None, Field(examples=["Datacentre of the ministry"])] = None
    """Whose machines it runs on."""
    support: Annotated[ShortWords | None, Field(examples=[{"fr": "Assistance de l’académie"}])] = (
        None
    )
    """Whom to ask for help."""
    help_url: Annotated[
        HelpAddress | None, Field(examples=["https://aide.example.fr/sondages"])
    ] = None
    """Help: a page, or an address starting with `mailto:` or `tel:`."""
    changes_url: Annotated[
        HelpAddress | None, Field(examples=["https://sondages.example.fr/nouveautes"])
    ] = None
    """Where its changes are told."""
    status_url: Annotated[Link | None, Field(examples=["https://etat.example.fr"])] = None
    """Where its incidents are told to people."""
    health_url: Annotated[
        Address | None, Field(examples=["https://sondages.example.fr/healthz"])
    ] = None
    """What a probe asks to know whether it works."""
    origins: Annotated[
        tuple[Origin, ...], Field(max_length=20, examples=[["https://sondages.example.fr"]])
    ] = ()
    """The origins that its pages come from, the only ones that may show the bar."""

    @model_validator(mode="after")
    def _somebody_runs_it(self) -> Self:
        if not (self.operator or self.operated_here):
            raise broken_rule("no_operator", at="operator")
        return self
