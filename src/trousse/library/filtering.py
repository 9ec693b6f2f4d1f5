"""What somebody wants of the list: words, a need, and conditions; all of it in the address."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict

from trousse.core.text import clean_line
from trousse.library.cards import GUESTS_WITHOUT_ACCOUNT, LEVEL_WORDS, Row
from trousse.library.queries import answering, rank_services
from trousse.library.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_QUERY = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, all of it at once.

    ``q``: words; ``need``, ``level``, ``academy``: slugs, empty for any; ``guests``, ``phone``,
    ``here``: only those that take guests, work on a phone, are operated here.
    """

    q: str = ""
    need: str = ""
    level: str = ""
    academy: str = ""
    guests: bool = False
    phone: bool = False
    here: bool = False

    @classmethod
    def asked_by(cls, data: QueryDict, need: str = "") -> "Wanted":
        """Read an address; what means nothing is left out."""
        level = data.get("etat", "")
        return cls(
            q=clean_line(data.get("q", ""))[:LONGEST_QUERY],
            need=need or data.get("besoin", ""),
            level=level if level in LEVEL_WORDS else "",
            academy=data.get("academie", ""),
            guests=data.get("invites") == "1",
            phone=data.get("telephone") == "1",
            here=data.get("ici") == "1",
        )

    @property
    def is_anything(self) -> bool:
        return not (self.q or self.need or self.conditions)

    @property
    def conditions(self) -> int:
        """How many conditions hold besides words and need."""
        return sum(
            map(bool, (self.level, self.academy, self.guests, self.phone, self.here)),
        )

    @property
    def with_retired(self) -> bool:
        """Tell whether services that are gone are looked for: by their state, or by name."""
        return bool(self.q) or self.level == "retired"


def find_rows(shelf: Shelf, wanted: Wanted) -> list[Row]:
    """Return the services of the shelf that meet everything, in the order to show them."""
    rows: Iterable[Row] = (row for row in shelf.rows if _meets(row, wanted))
    if wanted.need:
        rows = answering(rows, wanted.need)
    found = rank_services(shelf, rows, wanted.q) if wanted.q else list(rows)
    if wanted.level == "retired":
        return found
    return sorted(found, key=lambda row: row.state == "retired")  # what is gone comes last


def _meets(row: Row, wanted: Wanted) -> bool:
    return (
        (not wanted.level or row.level == wanted.level)
        and (not wanted.academy or wanted.academy in row.academies)
        and (not wanted.guests or row.guests in GUESTS_WITHOUT_ACCOUNT)
        and (not wanted.phone or bool(row.on_mobile))
        and (not wanted.here or bool(row.operated_here))
    )
