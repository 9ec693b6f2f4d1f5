"""What the page of a service says, in the order of a reader's questions, in their language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language

from trousse.kit.facts import Fact
from trousse.library.cards import LEVEL_WORDS, level_of
from trousse.library.wording import (
    ACCOUNT_WORDS,
    ANTIFEATURE_WORDS,
    CLAIM_WORDS,
    GUEST_WORDS,
    PHONE_WORDS,
    day_in_words,
    value_in_words,
)

OF_ACCESSIBILITY = frozenset({"accessibility_rate", "accessibility_statement"})


@dataclass(frozen=True, slots=True)
class FactLine:
    """A claim as the page shows it: the measure where there is one, else what is declared.

    ``on``: the day; ``by``: who measured, empty for a declaration; ``expired``: too old to count;
    ``declared``: what the maker says where the measure says something else.
    """

    claim: str
    words: str
    value: str
    on: str
    by: str
    url: str
    expired: bool
    declared: str


@dataclass(frozen=True, slots=True)
class Said:
    """The document of a service, read without its form being checked again: it was when saved."""

    document: Mapping[str, Any]

    def __call__(self, block: str, key: str) -> Any:
        """Return one value, None when the document says nothing."""
        return self.document.get(block, {}).get(key)

    def text(self, block: str, key: str) -> str:
        """Return a text in the reader's language, else in French; empty when there is none."""
        texts = self(block, key)
        if isinstance(texts, str):
            return texts
        return (texts.get(language_of_reader()) or texts["fr"]) if texts else ""

    def link(self, block: str, key: str) -> str:
        """Return an address; what is empty or unknown is an empty text."""
        return str(self(block, key) or "")


class ServicePage:
    """Every part of the page; templates ask for what they show."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.said = Said(document)
        self.name = self.said.text("identity", "name")
        self.promise = self.said.text("identity", "promise")
        self.purpose = self.said.text("identity", "purpose")
        self.state = str(self.said("lifecycle", "state"))
        self.operated_here = bool(self.said("operation", "operated_here"))

    @property
    def level(self) -> str:
        return level_of(self.state, operated_here=self.operated_here)

    @property
    def level_words(self) -> str:
        return str(LEVEL_WORDS[self.level])

    @property
    def is_retired(self) -> bool:
        return self.state == "retired"

    @property
    def needs(self) -> list[str]:
        return list(self.said("identity", "needs") or ())

    @property
    def url(self) -> str:
        return self.said.link("operation", "url")

    @property
    def host(self) -> str:
        """What stands before the first slash of the address, to know where one goes."""
        return self.url.removeprefix("https://").removeprefix("http://").partition("/")[0]

    @property
    def use(self) -> list[str]:
        """Who may use it and how, one sentence each; what nobody said is left out."""
        found = (
            GUEST_WORDS.get(self.said("audience", "guests") or ""),
            ACCOUNT_WORDS.get(self.said("audience", "account") or ""),
            PHONE_WORDS.get(self.said("audience", "phone") or ""),
        )
        return [str(words) for words in found if words]

    @property
    def limits(self) -> str:
        return self.said.text("audience", "limits")

    @property
    def antifeatures(self) -> list[str]:
        return [str(ANTIFEATURE_WORDS[one]) for one in self.said("identity", "antifeatures") or ()]

    @property
    def operation(self) -> dict[str, str]:
        """Who runs it, where, whose machines, help: every key is there, empty when unknown."""
        keys = ("operator", "data_location", "hosting", "help_url", "status_url", "changes_url")
        return {key: self.said.link("operation", key) for key in keys} | {
            "support": self.said.text("operation", "support")
        }

    @property
    def personal_data(self) -> dict[str, str]:
        """What is kept, how long, and where to ask; every key is there."""
        texts = {key: self.said.text("data_protection", key) for key in ("summary", "retention")}
        links = ("privacy_url", "export_url", "erase_url", "contact")
        return texts | {key: self.said.link("data_protection", key) for key in links}

    @property
    def software(self) -> dict[str, str]:
        """Name, licence, version, addresses; every key is there."""
        keys = ("name", "licence", "version", "repository_url", "publiccode_url")
        return {key: self.said.link("software", key) for key in keys}

    @property
    def since(self) -> str:
        return day_in_words(self.said("lifecycle", "since"))

    @property
    def review_on(self) -> str:
        return day_in_words(self.said("lifecycle", "review_on"))

    @property
    def sunset_on(self) -> str:
        return day_in_words(self.said("lifecycle", "sunset_on"))

    @property
    def successor(self) -> str:
        return self.said.link("lifecycle", "successor")

    @property
    def alternatives(self) -> list[str]:
        return list(self.said("identity", "alternatives") or ())


def fact_lines(facts: Iterable[Fact]) -> tuple[list[FactLine], list[FactLine]]:
    """Return what is known of accessibility, and all else."""
    lines = [_line(fact) for fact in facts]
    about = [line for line in lines if line.claim in OF_ACCESSIBILITY]
    return about, [line for line in lines if line.claim not in OF_ACCESSIBILITY]


def _line(fact: Fact) -> FactLine:
    shown, declared = fact.shown, fact.declared if fact.differs else None
    return FactLine(
        claim=fact.claim,
        words=str(CLAIM_WORDS[fact.claim]),
        value=value_in_words(fact.claim, shown.value),
        on=date_format(shown.on, "DATE_FORMAT"),
        by=shown.by,
        url=shown.url,
        expired=fact.expired,
        declared=value_in_words(fact.claim, declared.value) if declared else "",
    )


def language_of_reader() -> str:
    """Return « fr » or « en », whatever the variant."""
    return (get_language() or "fr").partition("-")[0]
