"""Who may be signed in: checked at sign-in and again at every request."""

from collections.abc import Mapping
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db.models import QuerySet

from trousse.accounts.models import User
from trousse.core.prepared import objects_of


def may_sign_in(user: User) -> bool:
    """Refuse closed accounts, and demo people outside demo mode: their password is public."""
    return user.is_active and (settings.DEMO or not user.is_demo)


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # the library ships no types
    """The library's backend with our rule; Django asks it for the person of each session."""

    def user_can_authenticate(self, user: User) -> bool:
        return may_sign_in(user)

    def get_user(self, user_id: int | str) -> User | None:
        """Return the person of a session: asked at every request of theirs, so prepared.

        Sessions keep the key as text; who follows a thing live is looked up by that text.
        """
        found = objects_of("accounts.person_of_session", _person, {"person": int(user_id)})
        return found[0] if found and self.user_can_authenticate(found[0]) else None


def _person(values: Mapping[str, Any]) -> QuerySet[User]:
    return User.objects.filter(pk=values["person"]).order_by()
