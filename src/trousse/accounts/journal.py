"""What happens to accounts, written in the audit log; connected to the library's signals."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factor
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import pre_save

from trousse.accounts.adapter import UNKNOWN_ADDRESS
from trousse.accounts.models import User
from trousse.accounts.operations import ref_of
from trousse.core import audit

ACTIONS = (
    (account.user_signed_up, "accounts:user:sign_up"),
    (account.password_changed, "accounts:password:change"),
    (account.password_set, "accounts:password:set"),
    (account.password_reset, "accounts:password:reset"),
    (account.email_changed, "accounts:email:change"),
    (factor.authenticator_added, "accounts:factor:add"),
    (factor.authenticator_removed, "accounts:factor:remove"),
    (factor.authenticator_reset, "accounts:factor:reset"),
    (user_logged_in, "accounts:user:sign_in"),
    (user_logged_out, "accounts:user:sign_out"),
)


class _Entry:
    """A receiver that writes one action."""

    def __init__(self, action: str) -> None:
        self.action = action

    def __call__(self, *, user: User | None, **kwargs: Any) -> None:
        if user is not None:
            audit.record(self.action, subject=ref_of(user), actor=user)


def _forget_address(*, instance: UserSession, **kwargs: Any) -> None:
    """The list of sessions shows browsers and dates: where people connect from is not kept."""
    instance.ip = UNKNOWN_ADDRESS


def connect() -> None:
    """Start listening; harmless when called twice."""
    for signal, action in ACTIONS:
        signal.connect(_Entry(action), weak=False, dispatch_uid=action)
    pre_save.connect(_forget_address, sender=UserSession, dispatch_uid="accounts.forget_address")
