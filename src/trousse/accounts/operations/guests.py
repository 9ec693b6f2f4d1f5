"""Guests: somebody without account, their personal link, and what becomes of them.

The rooms above give guests rights and keep what they wrote; they ask with
:func:`when_guest_ends` to be told, in the same transaction, when a guest stops being one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from trousse.accounts.events import GuestAdopted, GuestRevoked
from trousse.accounts.models import Guest, User
from trousse.accounts.queries import token_of_guest
from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict, InvalidInput
from trousse.core.mail.letters import checked_address
from trousse.core.outbox import publish
from trousse.core.text import clean_line
from trousse.core.tokens import derive_token, hash_token

GuestEnds = Callable[[Guest, User | None], None]
_endings: list[GuestEnds] = []


def when_guest_ends(follow: GuestEnds) -> GuestEnds:
    """Register ``follow(guest, heir)``, called inside the transaction that ends a guest.

    ``heir``: the account that takes over, or None when the guest is only sent away.
    """
    if follow not in _endings:
        _endings.append(follow)
    return follow


@transaction.atomic
def invite_guest(
    name: str,
    email: str,
    language: str,
    *,
    invited_by: User | None,
    expires_at: datetime | None = None,
) -> tuple[Guest, str]:
    """Return a guest and the token of their personal link; writes to nobody.

    The guest whom the same person already invited at that address is returned again, prolonged
    if need be: one person, one link. ``expires_at``: after GUEST_DAYS by default, never beyond
    GUEST_MAX_DAYS. Raises InvalidInput for a bad address or an empty name.
    """
    address = checked_address(email).lower() if email else ""
    end = _within_limits(expires_at)
    if address and invited_by is not None:
        return _guest_of_inviter(name, address, language, invited_by, end)
    guest = _new_guest(name, address, language, invited_by, end)
    return guest, derive_token("guest", guest.public_id)


def meet_guest(name: str, email: str, language: str, *, expires_at: datetime) -> Guest:
    """Make a guest of somebody who came by an open link and said who they are.

    One statement, in the transaction of what they came to write, which records it. ``name`` is a
    clean line, ``email`` a valid address or "". ``expires_at``: never beyond GUEST_MAX_DAYS.
    """
    guest = Guest(
        name=name, email=email.lower(), language=language, expires_at=_within_limits(expires_at)
    )
    guest.token_hash = hash_token(derive_token("guest", guest.public_id))
    guest.save(force_insert=True)
    return guest


def change_contact(guest: Guest, name: str, email: str) -> None:
    """Keep how a guest wants to be called and reached; the same again writes nothing."""
    if (guest.name, guest.email) != (name, email.lower()):
        guest.name, guest.email = name, email.lower()
        guest.save(update_fields=["name", "email"])


@transaction.atomic
def renew_guest(guest: Guest, expires_at: datetime | None = None) -> Guest:
    """Prolong a guest, never shorten; a revoked or adopted one stays so (Conflict)."""
    locked = Guest.objects.select_for_update().get(pk=guest.pk)
    if not locked.token_hash:
        raise Conflict
    end = _within_limits(expires_at)
    if end > locked.expires_at:
        locked.expires_at = end
        locked.save(update_fields=["expires_at"])
    return locked


@transaction.atomic
def revoke_guest(guest: Guest, *, by: User | None) -> None:
    """End a personal link at once, with the rights it gave; doing it twice does nothing."""
    if _spend_key(guest):
        _tell_the_rooms_above(guest, None)
        audit.record("accounts:guest:revoke", subject=guest.ref, actor=by)
        publish(guest.ref, GuestRevoked())


@transaction.atomic
def adopt_guest(guest: Guest, user: User) -> None:
    """Give what ``guest`` had to the account of the same person; the personal link is spent.

    Doing it twice does nothing. The caller knows that it is the same person: by a verified
    address, or because the browser holds the key and the person said so.
    """
    if _spend_key(guest, heir=user):
        _tell_the_rooms_above(guest, user)
        audit.record("accounts:guest:adopt", subject=guest.ref, actor=user)
        publish(guest.ref, GuestAdopted(user=user.public_id))


def _within_limits(expires_at: datetime | None) -> datetime:
    present = now()
    end = expires_at or present + timedelta(days=settings.GUEST_DAYS)
    return min(end, present + timedelta(days=settings.GUEST_MAX_DAYS))


def _guest_of_inviter(
    name: str, address: str, language: str, inviter: User, end: datetime
) -> tuple[Guest, str]:
    """Return the one guest of that address and inviter, however many invite them at once."""
    if found := _prolonged(inviter, address, end):
        return found
    try:
        with transaction.atomic():
            guest = _new_guest(name, address, language, inviter, end)
    except IntegrityError:  # invited at the same moment, by a double click
        found = _prolonged(inviter, address, end)
        if found is None:
            raise
        return found
    return guest, derive_token("guest", guest.public_id)


def _prolonged(inviter: User, address: str, end: datetime) -> tuple[Guest, str] | None:
    known = (
        Guest.objects.select_for_update()
        .filter(invited_by=inviter, email=address)
        .exclude(token_hash="")
        .first()
    )
    if known is None:
        return None
    if token := token_of_guest(known):
        return renew_guest(known, end), token
    revoke_guest(known, by=inviter)  # made with a secret that we no longer have
    return None


def _new_guest(
    name: str, address: str, language: str, inviter: User | None, end: datetime
) -> Guest:
    shown = clean_line(name)[:80] or address.partition("@")[0][:80]
    if not shown:
        raise InvalidInput(field="name")
    guest = Guest(name=shown, email=address, language=language, invited_by=inviter, expires_at=end)
    guest.token_hash = hash_token(derive_token("guest", guest.public_id))
    guest.save(force_insert=True)
    audit.record("accounts:guest:invite", subject=guest.ref, actor=inviter)
    return guest


def _spend_key(guest: Guest, heir: User | None = None) -> bool:
    """Empty the key; False when somebody already did, in whichever transaction came first."""
    held = Guest.objects.filter(pk=guest.pk).exclude(token_hash="")
    return bool(held.update(token_hash="", user=heir))


def _tell_the_rooms_above(guest: Guest, heir: User | None) -> None:
    for follow in _endings:
        follow(guest, heir)
