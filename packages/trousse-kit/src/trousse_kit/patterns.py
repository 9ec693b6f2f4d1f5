"""The shapes of words in a manifest. Each has its own sentence in ``faults``."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
NAME = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
LANGUAGE = r"^[a-z]{2,3}(-[A-Z]{2})?$"
ADDRESS = r"^(https://|http://(localhost|127\.0\.0\.1)[:/]|/)[^\s\\]*$"
LINK = r"^https?://[^\s\\/]+[^\s\\]*$"
HELP = r"^(https?://|mailto:|tel:|/)[^\s\\]+$"
ORIGIN = r"^(https://|http://(localhost|127\.0\.0\.1))[a-z0-9.-]*(:[0-9]{1,5})?$"
PATH = r"^/[^\s\\]*$"
COUNTRY = r"^[A-Z]{2}$"
ONE_LINE = r"^[^\r\n]*$"

Slug = Annotated[str, StringConstraints(pattern=SLUG, min_length=2, max_length=50)]
"""Lower-case letters, digits, single hyphens."""
Name = Annotated[str, StringConstraints(pattern=NAME, max_length=50)]
"""Lower-case letters, digits, single underscores: a type of thing, a check."""
LanguageCode = Annotated[str, StringConstraints(pattern=LANGUAGE)]
Address = Annotated[str, StringConstraints(pattern=ADDRESS, max_length=500)]
"""Where the service answers: https, or a path when it is built into the portal."""
Link = Annotated[str, StringConstraints(pattern=LINK, max_length=500)]
"""A page elsewhere on the web."""
HelpAddress = Annotated[str, StringConstraints(pattern=HELP, max_length=500)]
Origin = Annotated[str, StringConstraints(pattern=ORIGIN, max_length=300)]
Path = Annotated[str, StringConstraints(pattern=PATH, max_length=300)]
Country = Annotated[str, StringConstraints(pattern=COUNTRY)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ONE_LINE)
]
"""One line of text."""
Day = Annotated[date, Field(examples=["2026-09-01"])]
