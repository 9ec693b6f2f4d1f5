"""Who is behind a request: an agent, the holder of links and guests' keys, or both."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from trousse.accounts.models import User
from trousse.core.errors import NotAllowed

KEYS_COOKIE = "trousse_keys"
"""Tokens of the links and guest's keys that the browser holds, the newest first, by dots."""
KEY_PARAMETER = "cle"
"""Where a link carries its token: ``…/sondages/<id>/?cle=<token>``."""
MOST_KEYS = 20


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks. ``user``: when signed in. ``keys``: hashes of the tokens presented."""

    user: User | None = None
    keys: frozenset[str] = frozenset()


def hash_token(token: str) -> str:
    """Return what is stored of a token: its SHA-256, enough since tokens are random."""
    return hashlib.sha256(token.encode()).hexdigest()


def visitor_of(request: HttpRequest) -> Visitor:
    """Return who sent ``request``, with the token of its address if it has one."""
    given = request.GET.get(KEY_PARAMETER, "")
    return visitor_with(signed_in_or_none(request), request.COOKIES, [given] if given else [])


def visitor_with(
    user: User | None, cookies: Mapping[str, str], tokens: Iterable[str] = ()
) -> Visitor:
    """Return the visitor made of an account, a browser's cookies and more tokens."""
    kept = [token for token in cookies.get(KEYS_COOKIE, "").split(".") if token]
    return Visitor(user, frozenset(hash_token(token) for token in [*tokens, *kept[:MOST_KEYS]]))


def signed_in(request: HttpRequest) -> User:
    """Return the person who is signed in. Raises NotAllowed when nobody is."""
    if not isinstance(request.user, User):
        raise NotAllowed
    return request.user


def signed_in_or_none(request: HttpRequest) -> User | None:
    """Return the person who is signed in, or None for a guest."""
    return request.user if isinstance(request.user, User) else None
