"""Finding the thing that somebody wants to put into an activity: from a list, or its address."""

import re
from typing import TYPE_CHECKING

from trousse.accounts.current import Visitor
from trousse.activities.operations import OUTSIDE
from trousse.activities.queries import in_activities
from trousse.core.ids import PUBLIC_ID_LENGTH
from trousse.core.refs import Ref
from trousse.sharing.access import refs_shared_with, roles_on
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard, describe_all, thing_types

if TYPE_CHECKING:
    from trousse.accounts.models import User

_ID = re.compile(rf"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{{{PUBLIC_ID_LENGTH}}}(?![A-Za-z0-9_-])")
MOST_OFFERED, MOST_READ = 60, 3


def addable_things(user: "User") -> list[tuple[Ref, ThingCard]]:
    """Return things that ``user`` is responsible for and that are in no activity, by title."""
    refs = [
        Ref(ref_type, public_id)
        for ref_type in _types()
        for public_id in refs_shared_with(user, ref_type, at_least=Role.MANAGE)[:MOST_OFFERED]
    ]
    taken = in_activities(refs)
    cards = describe_all(dict.fromkeys(ref for ref in refs if ref not in taken))
    return sorted(cards.items(), key=lambda item: item[1].title.casefold())[:MOST_OFFERED]


def thing_at(text: str, visitor: Visitor) -> Ref | None:
    """Return the thing whose address (or ref) ``text`` is, among those that ``visitor`` sees."""
    ids = _ID.findall(text)[:MOST_READ]
    candidates = [Ref(ref_type, public_id) for public_id in ids for ref_type in _types()]
    seen = roles_on(visitor, candidates)
    cards = describe_all(seen)
    return next((ref for ref in candidates if ref in cards), None)


def _types() -> list[str]:
    return [ref_type for ref_type in thing_types() if ref_type not in OUTSIDE]
