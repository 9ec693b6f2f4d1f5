"""Typed reading of environment variables: a bad value stops the start, naming the variable.

Every variable read here has a heading in ``docs/reference/settings.md`` (checked by a test).
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

T = TypeVar("T")

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


class InvalidSetting(ValueError):
    """An environment variable holds a value that cannot be used."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name


def _boolean(value: str) -> bool:
    if value.lower() in TRUE_WORDS:
        return True
    if value.lower() in FALSE_WORDS:
        return False
    raise ValueError("expected 1 or 0")


def _whole_number(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise ValueError("expected a whole number") from None


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


@dataclass(frozen=True)
class Env:
    """A view of environment variables that converts and validates.

    An empty variable counts as absent, so that ``NAME= make run`` means the default.
    """

    variables: Mapping[str, str]

    @classmethod
    def from_process(cls) -> "Env":
        return cls(os.environ)

    def text(self, name: str, default: str = "") -> str:
        return self.variables.get(name, "") or default

    def boolean(self, name: str, *, default: bool = False) -> bool:
        return self.converted(name, _boolean, default)

    def integer(self, name: str, default: int, *, minimum: int, maximum: int) -> int:
        number = self.converted(name, _whole_number, default)
        if not minimum <= number <= maximum:
            raise InvalidSetting(name, f"expected a number from {minimum} to {maximum}")
        return number

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise InvalidSetting(name, f"expected one of {', '.join(choices)}")
        return value

    def words(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        return self.converted(name, _words, default)

    def path(self, name: str, default: Path) -> Path:
        return self.converted(name, lambda value: Path(value).expanduser().resolve(), default)

    def time_zone(self, name: str, default: str) -> str:
        """Read the name of a time zone of the IANA database."""
        value = self.text(name, default)
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise InvalidSetting(name, "expected a time zone such as Indian/Reunion") from error

    def converted(self, name: str, convert: Callable[[str], T], default: T) -> T:
        """Read by ``convert``, whose ValueError becomes the reason shown to the operator."""
        value = self.text(name)
        if not value:
            return default
        try:
            return convert(value)
        except ValueError as error:
            raise InvalidSetting(name, str(error)) from error
