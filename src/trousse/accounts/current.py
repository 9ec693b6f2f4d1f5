"""The person behind a request, with the right type."""

from django.http import HttpRequest

from trousse.accounts.models import User
from trousse.core.errors import NotAllowed


def signed_in(request: HttpRequest) -> User:
    """Return the person who is signed in. Raises NotAllowed when nobody is."""
    if not isinstance(request.user, User):
        raise NotAllowed
    return request.user


def signed_in_or_none(request: HttpRequest) -> User | None:
    """Return the person who is signed in, or None for a guest."""
    return request.user if isinstance(request.user, User) else None
