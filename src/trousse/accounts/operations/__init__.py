"""Writes about people, their sessions, and guests."""

from trousse.accounts.operations.guests import (
    adopt_guest,
    change_contact,
    invite_guest,
    meet_guest,
    renew_guest,
    revoke_guest,
    when_guest_ends,
)
from trousse.accounts.operations.people import (
    become_demo_person,
    create_person,
    end_other_sessions,
    end_session,
    open_account,
    reactivate_account,
    ref_of,
    set_language,
    suspend_account,
)

__all__ = [
    "adopt_guest",
    "become_demo_person",
    "change_contact",
    "create_person",
    "end_other_sessions",
    "end_session",
    "invite_guest",
    "meet_guest",
    "open_account",
    "reactivate_account",
    "ref_of",
    "renew_guest",
    "revoke_guest",
    "set_language",
    "suspend_account",
    "when_guest_ends",
]
