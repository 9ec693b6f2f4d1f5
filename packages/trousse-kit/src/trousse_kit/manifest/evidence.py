"""What a service claims with a proof, and how its claims are checked."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from trousse_kit.faults import broken_rule
from trousse_kit.manifest.block import Block
from trousse_kit.patterns import HelpAddress, Line, Name, Path
from trousse_kit.vocabulary import CHOICE_CLAIMS, RATE_CLAIMS, YEARS_VALID, Claim

FULL = 100


class Evidence(Block):
    """A claim, the day it was made, and the page that proves it."""

    claim: Annotated[Claim, Field(examples=["accessibility_rate"])]
    """What is claimed."""
    value: Annotated[bool | int | float | str, Field(examples=[87.5])]
    """The claim's value: a number of per cent, true or false, or one of the claim's words."""
    declared_on: Annotated[date, Field(examples=["2026-03-02"])]
    """The day of the audit, of the decision, or of the reading."""
    url: Annotated[HelpAddress, Field(examples=["https://sondages.example.fr/accessibilite"])]
    """The page that proves it."""
    expires_on: Annotated[date | None, Field(examples=["2029-03-02"])] = None
    """The day after which it proves nothing any more; by default one or three years, by claim."""

    @model_validator(mode="after")
    def _value_fits_the_claim(self) -> Self:
        if self.claim in RATE_CLAIMS:
            number = not isinstance(self.value, bool | str)
            if not (number and 0 <= float(self.value) <= FULL):
                raise broken_rule("claim_rate", claim=self.claim)
        elif choices := CHOICE_CLAIMS.get(self.claim):
            if self.value not in choices:
                raise broken_rule("claim_choice", claim=self.claim, choices=", ".join(choices))
        elif not isinstance(self.value, bool):
            raise broken_rule("claim_yes_no", claim=self.claim)
        return self

    @model_validator(mode="after")
    def _expires_after_it_began(self) -> Self:
        if self.expires_on and self.expires_on < self.declared_on:
            raise broken_rule("expiry_before_declaration")
        return self

    @property
    def ends_on(self) -> date:
        """The last day when it counts."""
        if self.expires_on:
            return self.expires_on
        years = YEARS_VALID.get(self.claim, 3)
        last_year = min(self.declared_on.year + years, date.max.year)
        # Also right for 29 February: that day exists in no other year of the next three.
        day = min(self.declared_on.day, 28) if self.declared_on.month == 2 else self.declared_on.day  # noqa: PLR2004
        return self.declared_on.replace(year=last_year, day=day)


class Probe(Block):
    """A page that must answer, and what it must hold."""

    path: Annotated[Path, Field(examples=["/"])]
    """The page's path, on the service's address."""
    contains: Annotated[Line | None, Field(examples=["Créer un sondage"])] = None
    """Words that must be in it."""


class Waiver(Block):
    """A check that a service may fail for a while, and why."""

    check: Annotated[Name, Field(examples=["back_channel_logout"])]
    """The check."""
    reason: Annotated[Line, Field(examples=["The software gains it in version 3."])]
    """Why it is waived."""
    author: Annotated[Line, Field(examples=["Équipe du portail"])]
    """Who decided."""
    expires_on: Annotated[date, Field(examples=["2027-01-31"])]
    """Until which day."""


class Conformance(Block):
    """What the conformance checks need to know."""

    test_account: Annotated[Line | None, Field(examples=["compte de test de l’académie"])] = None
    """Which account the checks may use."""
    probes: Annotated[tuple[Probe, ...], Field(max_length=50, examples=[[{"path": "/"}]])] = ()
    """Pages that must answer."""
    waivers: Annotated[tuple[Waiver, ...], Field(max_length=50, examples=[[]])] = ()
    """Checks that do not count for now."""
