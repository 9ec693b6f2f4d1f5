"""Asking to be erased: everything closes at once, a worker does the rest."""

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.db import transaction

from trousse.accounts.ending import end_sessions
from trousse.accounts.models import Guest, User
from trousse.accounts.operations.guests import revoke_guest
from trousse.accounts.tasks import erase_guest, erase_person
from trousse.core import audit
from trousse.core.clock import now
from trousse.core.refs import Ref
from trousse.core.tasks import enqueue

if TYPE_CHECKING:
    from collections.abc import Iterable


@transaction.atomic
def ask_for_erasure(user: User, *, actor: User | None) -> None:
    """Close the account at once and have everything about the person erased by a worker.

    ``actor``: the person, or None for an operator on the command line. Asking again does nothing,
    unless the work was given up: then it is taken up again.
    """
    if user.erasure_asked_at is None:
        audit.record("accounts:user:ask_erasure", subject=Ref("user", user.public_id), actor=actor)
        user.erasure_asked_at = now()
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password", "erasure_asked_at"])
    end_sessions(UserSession.objects.filter(user=user))
    enqueue(erase_person, key=f"erase:{user.public_id}", person=user.public_id)


@transaction.atomic
def ask_for_guests_erasure(guests: "Iterable[Guest]") -> None:
    """Revoke these guests' keys at once and have everything about them erased by a worker."""
    for guest in guests:
        if guest.erasure_asked_at is None:
            audit.record("accounts:guest:ask_erasure", subject=Ref("guest", guest.public_id))
        revoke_guest(guest, by=None)
        Guest.objects.filter(pk=guest.pk).update(erasure_asked_at=guest.erasure_asked_at or now())
        enqueue(erase_guest, key=f"erase:{guest.public_id}", guest=guest.public_id)
