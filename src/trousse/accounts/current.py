"""Who is behind a request: an agent, the holder of links and guests' keys, or both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from trousse.accounts.models import User
from trousse.core.errors import NotAllowed
from trousse.core.tokens import hash_token

KEYS_COOKIE = "trousse_keys"
"""Tokens of the links and guest's keys that the browser holds, the newest first, by dots."""
KEY_PARAMETER = "cle"
"""Where a link carries its token: ``…/sondages/<id>/?cle=<token>``."""
MOST_KEYS = 20
KEYS_AGE = 180 * 24 * 3600
"""Seconds during which a browser keeps its keys after it last used a link."""
LONGEST_KEY = 64

__all__ = [
    "KEYS_COOKIE",
    "KEY_PARAMETER",
    "Visitor",
    "forget_keys",
    "hash_token",
    "remember_key",
    "signed_in",
    "signed_in_or_none",
    "visitor_of",
    "visitor_with",
]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks. ``user``: when signed in. ``keys``: hashes of the tokens presented."""

    user: User | None = None
    keys: frozenset[str] = frozenset()


def visitor_of(request: HttpRequest) -> Visitor:
    """Return who sent ``request``, with the token of its address if it has one."""
    given = request.GET.get(KEY_PARAMETER, "")
    return visitor_with(signed_in_or_none(request), request.COOKIES, [given] if given else [])


def visitor_with(
    user: User | None, cookies: Mapping[str, str], tokens: Iterable[str] = ()
) -> Visitor:
    """Return the visitor made of an account, a browser's cookies and more tokens."""
    return Visitor(user, frozenset(map(hash_token, [*tokens, *_kept(cookies)])))


def _kept(cookies: Mapping[str, str]) -> list[str]:
    words = cookies.get(KEYS_COOKIE, "").split(".")
    return [word for word in words if 0 < len(word) <= LONGEST_KEY][:MOST_KEYS]


def remember_key(response: HttpResponseBase, request: HttpRequest, token: str) -> None:
    """Keep ``token`` in the browser, before those that it has; the oldest give way."""
    others = [word for word in _kept(request.COOKIES) if word != token]
    _set_keys(response, [token, *others][:MOST_KEYS])


def forget_keys(response: HttpResponseBase, request: HttpRequest, hashes: Iterable[str]) -> None:
    """Take out of the browser the keys whose hashes are given."""
    gone = set(hashes)
    _set_keys(response, [word for word in _kept(request.COOKIES) if hash_token(word) not in gone])


def _set_keys(response: HttpResponseBase, tokens: list[str]) -> None:
    if not tokens:
        response.delete_cookie(KEYS_COOKIE, samesite="Lax")
        return
    response.set_cookie(
        KEYS_COOKIE,
        ".".join(tokens),
        max_age=KEYS_AGE,
        secure=settings.SECURE_SITE,
        httponly=True,
        samesite="Lax",
    )


def signed_in(request: HttpRequest) -> User:
    """Return the person who is signed in. Raises NotAllowed when nobody is."""
    if not isinstance(request.user, User):
        raise NotAllowed
    return request.user


def signed_in_or_none(request: HttpRequest) -> User | None:
    """Return the person who is signed in, or None for a guest."""
    return request.user if isinstance(request.user, User) else None
