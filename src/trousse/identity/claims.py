"""What a service may learn about somebody: what its manifest and its request both ask for."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trousse.accounts.models import User


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact about a person. ``scope``: the word that asks for it in a request."""

    scope: str
    read: "Callable[[User], str]"


CLAIMS: Mapping[str, Claim] = {
    "name": Claim("profile", lambda user: user.get_full_name()),
    "given_name": Claim("profile", lambda user: user.first_name),
    "family_name": Claim("profile", lambda user: user.last_name),
    "locale": Claim("profile", lambda user: user.language),
    "zoneinfo": Claim("profile", lambda user: user.time_zone),
    "email": Claim("email", lambda user: user.email),
}


def claims_about(
    user: "User", declared: Collection[str], scopes: Collection[str]
) -> dict[str, str]:
    """Return what is both declared in the manifest and asked for, and known."""
    found = {
        name: claim.read(user)
        for name, claim in CLAIMS.items()
        if name in declared and claim.scope in scopes
    }
    return {name: value for name, value in found.items() if value}
