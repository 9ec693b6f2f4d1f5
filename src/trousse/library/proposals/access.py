"""Who reads, supports and answers proposals: everybody signed in, and the editors concerned."""

from typing import TYPE_CHECKING

from trousse.accounts.current import Visitor
from trousse.core.errors import NotAllowed, NotFound
from trousse.library.editing.access import desk_or_none
from trousse.library.models import Proposal
from trousse.sharing.access import require_role
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import User


def access_proposal(visitor: Visitor, public_id: str) -> Proposal:
    """Return a proposal. Raises NotFound, and Gone for one that operators took down."""
    rows = Proposal.objects.select_related("author", "academy", "entry", "answered_by")
    proposal = rows.filter(public_id=public_id).first()
    if proposal is None:
        raise NotFound
    require_role(visitor, proposal.ref, Role.VIEW)
    return proposal


def access_answered_proposal(visitor: Visitor, public_id: str) -> Proposal:
    """Return a proposal that the visitor may answer. Raises NotFound, NotAllowed."""
    proposal = access_proposal(visitor, public_id)
    if not may_answer(visitor.user, proposal):
        raise NotAllowed
    return proposal


def may_answer(user: "User | None", proposal: Proposal) -> bool:
    """Tell whether ``user`` writes for the nation, or for the académie it comes from."""
    desk = desk_or_none(user)
    return desk is not None and desk.speaks_for(proposal.academy_id)
