"""When somebody last proved who they are, and whether a request wants it done again."""

import datetime as dt
import hashlib

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from trousse.accounts.current import signed_in
from trousse.core.clock import now

ASKED = "identity_asked"
"""In the session: when a request was first sent to prove it again, by a digest of the request."""
MOST_ASKED = 10


def signed_in_at(request: HttpRequest) -> dt.datetime:
    """Return when the person behind ``request`` last signed in or confirmed it was them."""
    person = signed_in(request)
    proofs = get_authentication_records(request, person)
    moments = [float(one["at"]) for one in proofs if "at" in one]
    if moments:
        return dt.datetime.fromtimestamp(max(moments), tz=dt.UTC)
    return person.last_login or dt.datetime.fromtimestamp(0, tz=dt.UTC)


def must_prove_again(request: HttpRequest) -> bool:
    """Whether ``prompt=login`` or ``max_age`` asks for a proof not given since it was asked."""
    proof = signed_in_at(request)
    wanted = "login" in request.GET.get("prompt", "").split() or _too_old(request, proof)
    asked = request.session.get(ASKED, {}).get(_digest(request))
    return wanted and (asked is None or proof.timestamp() < asked)


def remember_asking(request: HttpRequest) -> None:
    """Note that ``request`` wants a new proof: one given from now on is enough for it."""
    asked = dict(list(request.session.get(ASKED, {}).items())[-MOST_ASKED:])
    asked[_digest(request)] = now().timestamp()
    request.session[ASKED] = asked


def forget_asking(request: HttpRequest) -> None:
    """The request was answered: the same one, sent again, wants another proof."""
    asked = dict(request.session.get(ASKED, {}))
    if asked.pop(_digest(request), None) is not None:
        request.session[ASKED] = asked


def _too_old(request: HttpRequest, proof: dt.datetime) -> bool:
    given = request.GET.get("max_age", "")
    if not (given.isascii() and given.isdigit() and len(given) < len("999999999")):
        return bool(given)  # something that is not a number of seconds: the safe side
    return now() - proof >= dt.timedelta(seconds=int(given))


def _digest(request: HttpRequest) -> str:
    return hashlib.sha256(request.META.get("QUERY_STRING", "").encode()).hexdigest()
