"""Who may be signed in: checked at sign-in and again at every request."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from trousse.accounts.models import User


def may_sign_in(user: User) -> bool:
    """Refuse closed accounts, and demo people outside demo mode: their password is public."""
    return user.is_active and (settings.DEMO or not user.is_demo)


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # the library ships no types
    """The library's backend with our rule; Django asks it for the person of each session."""

    def user_can_authenticate(self, user: User) -> bool:
        return may_sign_in(user)
