"""« Who has access », a page at a time and by name.

One query reads who there is, in a few columns; one more reads the rows of the page. So a thing
that thousands answered is shown as fast as one that is shared with ten.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q

from trousse.core.refs import Ref
from trousse.core.words import words_of
from trousse.sharing.models import Grant
from trousse.sharing.queries import Access, access_lines, grants_on
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trousse.accounts.models import User

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class AccessPage:
    """Some lines of « who has access », links left out.

    ``total``: lines in all, whatever was typed; ``text``: what was; ``more``: what to ask for the
    next page with, or "". ``is_open_to_all``: whether everybody signed in is among them.
    """

    lines: "Sequence[Access]"
    total: int
    text: str
    more: str
    is_open_to_all: bool

    @property
    def can_filter(self) -> bool:
        return self.total > PER_PAGE


class _Row(NamedTuple):
    public_id: str
    role: int
    kind: str
    name: str
    address: str


def access_page(
    ref: Ref,
    *,
    text: str = "",
    after: str = "",
    only: Role = Role.VIEW,
    me: "User | None" = None,
) -> AccessPage:
    """Return up to ``PER_PAGE`` lines, the most responsible first, then by name.

    ``text``: beginnings of words of the names wanted. ``after``: the last line seen, as the page
    before told; one that is gone begins again. ``only``: the least role shown,
    but for what ``me`` holds.
    """
    rows = _rows(ref, only, me)
    wanted = _matching(rows, words_of(text)) if text else rows
    place = next((n for n, row in enumerate(wanted, 1) if row.public_id == after), 0)
    shown = wanted[place : place + PER_PAGE]
    has_more = place + PER_PAGE < len(wanted)
    by_id = {line.grant: line for line in access_lines(ref, [row.public_id for row in shown])}
    return AccessPage(
        lines=[by_id[row.public_id] for row in shown if row.public_id in by_id],
        total=len(rows),
        text=text,
        more=shown[-1].public_id if has_more else "",
        is_open_to_all=any(row.kind == Grant.Kind.SIGNED_IN for row in rows),
    )


def _rows(ref: Ref, only: Role, me: "User | None") -> list[_Row]:
    grants = grants_on(ref).exclude(kind=Grant.Kind.LINK).exclude(guest__token_hash="")
    mine = Q(person=me) if me is not None else Q(pk__in=[])
    grants = grants.filter(Q(role__gte=only) | mine)
    columns = (
        *("public_id", "role", "kind", "person__first_name", "person__last_name"),
        *("group__name", "establishment__name", "guest__name", "guest__email"),
    )
    rows = [_row(*values) for values in grants.order_by().values_list(*columns)]
    return sorted(rows, key=lambda row: (-row.role, row.kind, row.name.casefold(), row.public_id))


def _row(public_id: str, role: int, kind: str, *names: Any) -> _Row:
    *parts, address = [name or "" for name in names]
    return _Row(public_id, role, kind, " ".join(filter(None, parts)), address)


def _matching(rows: list[_Row], wanted: list[str]) -> list[_Row]:
    """Keep the rows in which each wanted word begins one of the name's, or of the address."""

    def fits(row: _Row) -> bool:
        there = words_of(f"{row.name} {row.address}")
        return all(any(word.startswith(begun) for word in there) for begun in wanted)

    return [row for row in rows if fits(row)]
