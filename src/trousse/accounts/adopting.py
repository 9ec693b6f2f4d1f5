"""Signing in makes one person of an account and of the guest that they were."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override

from trousse.accounts.current import visitor_with
from trousse.accounts.models import User
from trousse.accounts.operations import adopt_guest
from trousse.accounts.queries import guests_at_addresses_of, guests_behind


def adopt_at_sign_in(*, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Take over the guests invited at an address that the person proved to own.

    Other guests whose keys the browser holds may be somebody else's, on a computer of the staff
    room: the person is told, and decides on the page of what guests have access to.
    """
    for guest in guests_at_addresses_of(user):
        adopt_guest(guest, user)
    if guests_behind(visitor_with(None, request.COOKIES)) and hasattr(request, "_messages"):
        with override(user.language):
            messages.info(
                request,
                _("This browser also has access to things as a guest: see “What you can reach”."),
            )


def connect() -> None:
    """Start listening; harmless when called twice."""
    user_logged_in.connect(adopt_at_sign_in, dispatch_uid="accounts.adopt_at_sign_in")
