"""What a service is called and for, where it is in its life, and which software it runs."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from trousse_kit.faults import broken_rule
from trousse_kit.manifest.block import Block
from trousse_kit.patterns import LanguageCode, Line, Link, Slug
from trousse_kit.vocabulary import Antifeature, State
from trousse_kit.words import NameWords, ShortWords, Words

SPDX = r"^[A-Za-z0-9.+() -]*$"


class Identity(Block):
    """What the service is called and what it is for."""

    id: Annotated[Slug, Field(examples=["find-a-date"])]
    """The service's name for machines. It never changes."""
    name: Annotated[NameWords, Field(examples=[{"fr": "Sondages"}])]
    """The service's name for people."""
    promise: Annotated[ShortWords, Field(examples=[{"fr": "Trouver une date"}])]
    """What one does with it, starting with a verb."""
    purpose: Annotated[Words | None, Field(examples=[{"fr": "Choisir le jour d’une réunion…"}])] = (
        None
    )
    """What it is for, in a few sentences: in which situation, and what one gets."""
    needs: Annotated[tuple[Slug, ...], Field(max_length=20, examples=[["find-a-date"]])] = ()
    """The needs that it answers, by their names in the library."""
    keywords: Annotated[
        dict[LanguageCode, Annotated[tuple[Line, ...], Field(max_length=50)]],
        Field(examples=[{"fr": ["doodle", "réunion"]}]),
    ] = Field(default_factory=dict)
    """Words that people type when they look for it, per language: also names of other products."""
    icon: Annotated[str, Field(pattern=r"^[a-z0-9-]*$", max_length=40, examples=["calendar"])] = ""
    """Name of an icon of the portal. Without one, the first letter of the name."""
    antifeatures: Annotated[tuple[Antifeature, ...], Field(examples=[["closed_source"]])] = ()
    """What people should know before they choose it."""
    alternatives: Annotated[tuple[Slug, ...], Field(max_length=20, examples=[["evento"]])] = ()
    """Other services, by their id, that answer the same need."""


class Lifecycle(Block):
    """Where the service is in its life."""

    state: Annotated[State, Field(examples=["available"])]
    """How far it is."""
    since: Annotated[date | None, Field(examples=["2026-09-01"])] = None
    """Since which day it is in this state."""
    review_on: Annotated[date | None, Field(examples=["2027-06-30"])] = None
    """The day when its state will be looked at again."""
    sunset_on: Annotated[date | None, Field(examples=["2028-07-07"])] = None
    """The day when it closes."""
    successor: Annotated[Slug | None, Field(examples=["evento"])] = None
    """The service, by its id, that comes after it."""

    @model_validator(mode="after")
    def _closes_after_it_began(self) -> Self:
        if self.since and self.sunset_on and self.sunset_on < self.since:
            raise broken_rule("sunset_before_since")
        return self


class Software(Block):
    """The software that the service runs: described elsewhere, referenced here."""

    name: Annotated[Line | None, Field(examples=["Etherpad"])] = None
    """The software's name."""
    publiccode_url: Annotated[
        Link | None, Field(examples=["https://git.example.org/etherpad/publiccode.yml"])
    ] = None
    """Where its publiccode.yml is."""
    repository_url: Annotated[Link | None, Field(examples=["https://git.example.org/etherpad"])] = (
        None
    )
    """Where its source code is."""
    licence: Annotated[str | None, Field(pattern=SPDX, max_length=100, examples=["Apache-2.0"])] = (
        None
    )
    """Its licence, by its SPDX identifier."""
    version: Annotated[Line | None, Field(examples=["2.1.0"])] = None
    """The version in service."""
