"""Who is at the other end: origin, session, address. The same checks on every transport."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, load_backend
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import DisallowedHost
from django.utils.crypto import constant_time_compare

from trousse.core.realtime.announcing import session_digest
from trousse.core.realtime.types import Viewer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from trousse.accounts.models import User


@dataclass(frozen=True, slots=True)
class Visit:
    """A connection's viewer, and the digest of the session that it was opened with (or "")."""

    viewer: Viewer
    session: str

    def signed_out(self) -> "Visit":
        """Return the same visit as after signing out."""
        name = settings.SESSION_COOKIE_NAME
        cookies = {key: value for key, value in self.viewer.cookies.items() if key != name}
        return Visit(Viewer(None, cookies), "")


def open_visit(cookies: "Mapping[str, str]") -> Visit:
    """Recognise the person behind these cookies; reads the database."""
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    return Visit(Viewer(signed_in_user(key), cookies), session_digest(key) if key else "")


def signed_in_user(session_key: str) -> "User | None":
    """Return the active person of that session, or None.

    Reads the session in the database, never in the cache: another process may have ended it.
    The backend that signed the person in says whether they still may be.
    Compares the password's hash, so that a changed password counts too.
    """
    if not session_key:
        return None
    session = SessionStore(session_key).load()
    path = session.get(BACKEND_SESSION_KEY)
    if SESSION_KEY not in session or path not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = load_backend(path).get_user(session[SESSION_KEY])
    if user is None:
        return None
    given = session.get(HASH_SESSION_KEY, "")
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return user if any(constant_time_compare(given, known) for known in hashes) else None


def is_from_our_pages(request: "HttpRequest", *, must_say_origin: bool = False) -> bool:
    """Tell whether a page of this site asks: browsers cannot lie in ``Origin``.

    A socket must carry ``Origin`` (no other protection exists for it); a plain GET carries it
    seldom, then ``Sec-Fetch-Site`` speaks, and without either the request is not a page's.
    """
    try:
        ours = {settings.SITE_URL, f"{request.scheme}://{request.get_host()}"}
    except DisallowedHost:
        return False
    origin = request.headers.get("Origin")
    if origin is not None or must_say_origin:
        return origin in ours
    return request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}
