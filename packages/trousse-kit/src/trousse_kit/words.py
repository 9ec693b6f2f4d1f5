"""Texts in several languages. French is mandatory: it is what the portal shows by default."""

from typing import Annotated, Self

from pydantic import ConfigDict, RootModel, StringConstraints, model_validator

from trousse_kit.faults import broken_rule
from trousse_kit.patterns import LanguageCode

DEFAULT_LANGUAGE = "fr"


class Words(RootModel[dict[LanguageCode, str]]):
    """A text per language: `{ fr = "Trouver une date", en = "Find a date" }`."""

    model_config = ConfigDict(
        frozen=True, strict=True, json_schema_extra={"required": [DEFAULT_LANGUAGE]}
    )

    root: dict[
        LanguageCode,
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)],
    ]

    @model_validator(mode="after")
    def _has_french(self) -> Self:
        if DEFAULT_LANGUAGE not in self.root:
            raise broken_rule("no_french", at=DEFAULT_LANGUAGE)
        return self

    def in_language(self, code: str) -> str:
        """Return the text in ``code`` ("fr", "pt-BR"), else in its language, else in French."""
        known = self.root
        primary = code.partition("-")[0].lower()
        return known.get(code) or known.get(primary) or known[DEFAULT_LANGUAGE]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.root)

    def __str__(self) -> str:
        return self.root[DEFAULT_LANGUAGE]


class NameWords(Words):
    """A name per language, at most 60 characters each."""

    root: dict[
        LanguageCode,
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)],
    ]


class ShortWords(Words):
    """A sentence per language, at most 120 characters each."""

    root: dict[
        LanguageCode,
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)],
    ]
