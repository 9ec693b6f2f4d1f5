"""How a service meets the portal: bar, capabilities, types of things."""

from typing import Annotated

from pydantic import Field

from trousse_kit.manifest.block import Block
from trousse_kit.patterns import Address, Line, Link, Name, Path
from trousse_kit.vocabulary import BarMode, CspStrategy, Depth, Means, Verb
from trousse_kit.words import NameWords


class Integration(Block):
    """How the common bar gets into its pages."""

    means: Annotated[Means, Field(examples=["link"])] = "link"
    """How the portal and the service are tied."""
    depth: Annotated[Depth, Field(examples=["listed"])] = "listed"
    """How deep it is tied, as its makers declare it."""
    bar: Annotated[BarMode, Field(examples=["push"])] = "none"
    """How the bar sits in its pages."""
    adapter: Annotated[Line | None, Field(examples=["etherpad"])] = None
    """The adapter pack of its software."""
    csp: Annotated[CspStrategy, Field(examples=["nonce"])] = "none"
    """How the bar passes its content security policy."""
    hide_on: Annotated[tuple[Path, ...], Field(max_length=50, examples=[["/embed/"]])] = ()
    """The paths where the bar stays out."""
    isolated: Annotated[bool, Field(examples=[False])] = False
    """Whether its pages are cross-origin isolated (COEP), which changes how the bar is loaded."""


class Capability(Block):
    """A verb that the service offers on a type of thing."""

    verb: Annotated[Verb, Field(examples=["create"])]
    """What it can do."""
    resource_type: Annotated[Name, Field(examples=["poll"])]
    """On which type of thing."""
    url: Annotated[
        Address | None, Field(examples=["https://sondages.example.fr/nouveau?titre={title}"])
    ] = None
    """The page where a person does it; names in braces are filled by the portal."""
    endpoint: Annotated[
        Address | None, Field(examples=["https://sondages.example.fr/kit/polls"])
    ] = None
    """The address that the portal calls to do it."""


class ResourceType(Block):
    """A type of thing that lives in the service."""

    type: Annotated[Name, Field(examples=["poll"])]
    """Its name for machines, the same whichever service provides it."""
    name: Annotated[NameWords | None, Field(examples=[{"fr": "sondage"}])] = None
    """Its name for people."""
    url_pattern: Annotated[
        str | None,
        Field(
            pattern=r"^(https?://|/)[^\s\\]*$",
            max_length=500,
            examples=["https://sondages.example.fr/s/{id}"],
        ),
    ] = None
    """The address of one, by which links to it are recognised; `{id}` stands for what varies."""
    schema_url: Annotated[Link | None, Field(examples=["https://example.fr/poll.json"])] = None
    """Where the form of its content is described."""
