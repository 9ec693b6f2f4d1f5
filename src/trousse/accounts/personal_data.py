"""What accounts keep about a person: given away, and erased last of all."""

from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext as _

from trousse.accounts.browsers import browser_name
from trousse.accounts.ending import end_sessions
from trousse.accounts.models import Guest, User
from trousse.core.mail.forgetting import forget_letters_to
from trousse.core.outbox.keeping import forget_facts_about
from trousse.core.personal_data import Consequence, DataSubject, Outcome
from trousse.core.refs import Ref


def export(subject: DataSubject) -> dict[str, Any]:
    """Return account, addresses, browsers, second factors and former lives as a guest."""
    found: dict[str, Any] = {"guest": [_guest(guest) for guest in subject.guests]}
    if subject.user is not None:
        found |= _account(subject.user)
    return {name: value for name, value in found.items() if value}


def erase(subject: DataSubject) -> None:
    """Remove the guests and the account, with all rows that hang on them."""
    forget_letters_to(subject.emails | _addresses_of_nobody_else(subject.guests))
    Guest.objects.filter(pk__in=[guest.pk for guest in subject.guests]).delete()
    if subject.user is not None:
        end_sessions(UserSession.objects.filter(user=subject.user))
        forget_facts_about(Ref("user", subject.user.public_id))
        subject.user.delete()


def foresee(subject: DataSubject) -> Sequence[Consequence]:
    """Tell what happens to the account itself and to the journal."""
    journal = Consequence(
        Outcome.KEPT,
        _(
            "The technical journal: for %(days)d days it keeps the gestures made, without name or "
            "address, under a random identifier that then leads to nobody. It serves to understand "
            "an abuse or a fault."
        )
        % {"days": settings.AUDIT_RETENTION_DAYS},
    )
    if subject.user is None:
        return [Consequence(Outcome.ERASED, _("Your name, your address and your link")), journal]
    account = _("Your account: name, addresses, password, second factors, open browsers")
    return [Consequence(Outcome.ERASED, account), journal]


def _account(user: User) -> dict[str, Any]:
    return {
        "account": {
            "id": user.public_id,
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "language": user.language,
            "time_zone": user.time_zone,
            "joined": user.date_joined,
            "last_sign_in": user.last_login,
        },
        "addresses": list(
            EmailAddress.objects.filter(user=user)
            .order_by("pk")
            .values("email", "verified", "primary")
        ),
        "browsers": [
            {"browser": browser_name(row.user_agent), "since": row.created_at}
            for row in UserSession.objects.filter(user=user).order_by("pk")
        ],
        "second_factors": list(
            Authenticator.objects.filter(user=user)
            .order_by("pk")
            .values("type", "created_at", "last_used_at")
        ),
    }


def _guest(guest: Guest) -> dict[str, Any]:
    return {
        "name": guest.name,
        "email": guest.email,
        "language": guest.language,
        "invited": guest.created_at,
        "until": guest.expires_at,
    }


def _addresses_of_nobody_else(guests: Sequence[Guest]) -> frozenset[str]:
    """Return the guests' addresses that no account and no other guest has.

    A guest's address was typed by whoever invited them: letters of somebody else stay.
    """
    own = {guest.email.lower() for guest in guests if guest.email}
    keys = [guest.pk for guest in guests]
    return frozenset(
        address
        for address in own
        if not User.objects.filter(email=address).exists()
        and not EmailAddress.objects.filter(email__iexact=address).exists()
        and not Guest.objects.filter(email__iexact=address).exclude(pk__in=keys).exists()
    )
