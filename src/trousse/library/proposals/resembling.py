"""What the library and others hold already, shown before somebody proposes the same."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trousse.library.proposals.queries import ProposalLine, similar_proposals, stems_of
from trousse.library.queries import search_needs, search_services

if TYPE_CHECKING:
    from trousse.accounts.current import Visitor
    from trousse.library.cards import NeedCard, ServiceCard

MOST = 3


@dataclass(frozen=True, slots=True)
class Alike:
    """Services, needs and proposals near a title; false when there are none."""

    services: "list[ServiceCard]"
    needs: "list[NeedCard]"
    proposals: list[ProposalLine]

    def __bool__(self) -> bool:
        return bool(self.services or self.needs or self.proposals)


def what_resembles(visitor: "Visitor", title: str) -> Alike:
    """Return what is near ``title``, at most three of each; nothing for a title of common words."""
    if not stems_of(title):
        return Alike([], [], [])
    return Alike(
        services=search_services(visitor, title, MOST),
        needs=search_needs(title, MOST),
        proposals=similar_proposals(visitor, title, MOST),
    )
