"""What stands on somebody's home page: what is expected of them, and what they did last."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trousse.kit.registry import Resource, recent_resources
from trousse.portal.days import Today, today_of

if TYPE_CHECKING:
    from trousse.accounts.models import User

SHOWN_TODO = 6
SHOWN_RECENT = 6
LOOKED_AT = 24


@dataclass(frozen=True, slots=True)
class Desk:
    """Two short lists, newest first, nothing stands in both; and the day."""

    todo: list[Resource]
    recent: list[Resource]
    today: Today


def desk_of(user: "User") -> Desk:
    """Return the desk of ``user``, from one look at each service."""
    things = recent_resources(user, LOOKED_AT)
    return Desk(
        todo=[thing for thing in things if thing.todo][:SHOWN_TODO],
        recent=[thing for thing in things if not thing.todo][:SHOWN_RECENT],
        today=today_of(user),
    )
