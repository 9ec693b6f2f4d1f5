"""For whom a service is: everyone, or the people of académies, of functions, of groups."""

import json
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from trousse.directory.group_queries import groups_of
from trousse.directory.queries import Post, posts_of

if TYPE_CHECKING:
    from trousse.accounts.models import User

KINDS = ("academies", "functions", "groups")


@dataclass(frozen=True, slots=True)
class Audience:
    """Slugs of académies, codes of functions, public ids of groups; everyone when all are empty.

    Académies and functions both hold: « CPE of Amiens » is one post. Groups come on top.
    """

    academies: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def as_text(self) -> str:
        """Return what an entry keeps: JSON, empty for everyone."""
        given = {kind: sorted(getattr(self, kind)) for kind in KINDS if getattr(self, kind)}
        return json.dumps(given, separators=(",", ":")) if given else ""

    def holds_for(self, post: Post) -> bool:
        """Tell whether académie and function of a post are among those asked for."""
        right_place = not self.academies or post.academy in self.academies
        return right_place and (not self.functions or post.function in self.functions)


EVERYONE = Audience()


@cache
def audience_of(text: str) -> Audience:
    """Read what an entry keeps."""
    if not text:
        return EVERYONE
    return Audience(**{kind: frozenset(values) for kind, values in json.loads(text).items()})


@cache
def whole_audience(text: str, academy: str | None) -> Audience:
    """Return for whom an entry is: what an académie writes is for its own people only."""
    audience = audience_of(text)
    return audience if academy is None else replace(audience, academies=frozenset({academy}))


class Circle:
    """What somebody belongs to, read when a service first asks: at most two queries."""

    def __init__(self, user: "User | None") -> None:
        self._user = user

    def is_in(self, audience: Audience) -> bool:
        """Tell whether a service is for this person; a visitor is in no circle."""
        if audience == EVERYONE:
            return True
        if (audience.academies or audience.functions) and any(map(audience.holds_for, self.posts)):
            return True
        return bool(audience.groups) and not audience.groups.isdisjoint(self.groups)

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """What the person does today, the main post first."""
        return tuple(posts_of(self._user)) if self._user else ()

    @cached_property
    def groups(self) -> frozenset[str]:
        """Public ids of the person's groups."""
        if self._user is None:
            return frozenset()
        return frozenset(groups_of(self._user).order_by().values_list("public_id", flat=True))
