"""The only ways to get a poll, and somebody's own answers to it.

The link of a poll is what lets one see it and answer it: its id is 128 random bits. Managing
belongs to its organiser. A poll one may not manage looks missing on the organiser's pages.
"""

import base64
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from django.db.models import Q, Subquery
from django.utils.crypto import salted_hmac

from trousse.core.errors import NotFound
from trousse.core.models import Stream
from trousse.core.refs import Ref
from trousse.services.polls.models import Participant, Poll, Slot

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from trousse.accounts.models import User

Purpose = Literal["view", "vote", "manage"]
GUEST_COOKIE_PREFIX = "trousse_answer_"
TOKEN_BYTES = 24


def access_poll(user: "User | AnonymousUser", poll_id: str, *, for_: Purpose) -> Poll:
    """Return the poll with its organiser and its ``sequence``, or raise NotFound."""
    stream = Stream.objects.filter(subject=str(Ref("poll", poll_id))).values("last_sequence")
    polls = Poll.objects.select_related("organiser").annotate(told=Subquery(stream))
    poll = next(iter(polls.filter(public_id=poll_id)), None)
    if poll is None or (for_ == "manage" and not may_manage(user, poll)):
        raise NotFound
    poll.sequence = poll.told or 0
    return poll


def may_manage(user: "User | AnonymousUser", poll: Poll) -> bool:
    """Tell whether ``user`` is the organiser of ``poll``."""
    return user.is_authenticated and user.pk == poll.organiser_id


def access_slot(poll: Poll, slot_id: str) -> Slot:
    """Return that slot of ``poll``, or raise NotFound."""
    slot = Slot.objects.filter(poll=poll, public_id=slot_id).first()
    if slot is None:
        raise NotFound
    return slot


def find_own_row(
    poll: Poll, user: "User | AnonymousUser", cookies: Mapping[str, str]
) -> Participant | None:
    """Return the visitor's own row; no query for a stranger.

    The row of the account comes first; else the one of the guest whose token the browser keeps.
    """
    token = guest_token(cookies, poll)
    is_mine = Q(user=user.pk) if user.is_authenticated else Q()
    if token:
        is_mine |= Q(token_hash=hash_token(token))
    if not is_mine:
        return None
    return min(poll.participants.filter(is_mine).order_by(), key=_is_a_guests, default=None)


def _is_a_guests(row: Participant) -> bool:
    return row.user_id is None


def guest_cookie_name(poll: Poll) -> str:
    """Return the name of the cookie that keeps a guest's token for ``poll``."""
    return f"{GUEST_COOKIE_PREFIX}{poll.public_id}"


def guest_token(cookies: Mapping[str, str], poll: Poll) -> str:
    """Return the guest's token for ``poll``, or an empty string."""
    return cookies.get(guest_cookie_name(poll), "")


def guest_token_for(poll: Poll, key: str) -> str:
    """Return the token of the guest who sends a first form holding ``key``.

    Derived from the form's random key, so that a retry whose first reply was lost gets the same.
    """
    digest = salted_hmac(f"polls.guest.{poll.public_id}", key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()


def hash_token(token: str) -> str:
    """Return what is stored of a token: its SHA-256, enough since tokens are random."""
    return hashlib.sha256(token.encode()).hexdigest()
