"""Which personal data a service keeps, how long, and how one asks for them."""

from typing import Annotated

from pydantic import Field

from trousse_kit.manifest.block import Block
from trousse_kit.patterns import Country, HelpAddress, Line, Link
from trousse_kit.words import Words


class Processor(Block):
    """Somebody who handles data on behalf of the operator."""

    name: Annotated[Line, Field(examples=["Hébergeur SARL"])]
    """Who it is."""
    role: Annotated[Line | None, Field(examples=["hébergement"])] = None
    """What they do."""
    country: Annotated[Country | None, Field(examples=["FR"])] = None
    """Where, by the two letters of the country."""


class DataProtection(Block):
    """Personal data: what, why, how long, and where one asks."""

    summary: Annotated[
        Words | None, Field(examples=[{"fr": "Nom, adresse de courriel, réponses."}])
    ] = None
    """What is kept and why, in words for everybody."""
    retention: Annotated[Words | None, Field(examples=[{"fr": "Un an après la date."}])] = None
    """How long data are kept."""
    categories: Annotated[
        tuple[Line, ...], Field(max_length=50, examples=[["nom", "courriel"]])
    ] = ()
    """The categories of data."""
    processors: Annotated[
        tuple[Processor, ...], Field(max_length=50, examples=[[{"name": "Hébergeur SARL"}]])
    ] = ()
    """Who else handles them."""
    register_url: Annotated[Link | None, Field(examples=["https://example.fr/registre#12"])] = None
    """Its entry in the register of processing."""
    privacy_url: Annotated[HelpAddress | None, Field(examples=["https://example.fr/donnees"])] = (
        None
    )
    """Its page on personal data."""
    export_url: Annotated[HelpAddress | None, Field(examples=["https://example.fr/export"])] = None
    """Where people take their own data out."""
    erase_url: Annotated[HelpAddress | None, Field(examples=["https://example.fr/effacer"])] = None
    """Where people have their own data erased."""
    contact: Annotated[HelpAddress | None, Field(examples=["mailto:dpd@example.fr"])] = None
    """Whom to write to."""
