"""What operators do with accounts: open one for somebody, suspend it, give it back."""

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousse.accounts.ending import end_sessions
from trousse.accounts.models import User
from trousse.core import audit
from trousse.core.errors import Conflict
from trousse.core.mail import Letter, queue_letter
from trousse.core.refs import Ref
from trousse.ui.letters import render_body

if TYPE_CHECKING:
    from collections.abc import Mapping


@transaction.atomic
def create_person(
    email: str, password: str | None = None, *, by: User | None = None, **fields: object
) -> User:
    """Create somebody whose address is already known to be theirs. Raises IntegrityError."""
    user = User.objects.create_user(email, password, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit.record("accounts:user:create", subject=ref_of(user), actor=by)
    return user


@transaction.atomic
def open_account(email: str, names: "Mapping[str, str]", *, language: str, by: User) -> User:
    """Open an account for somebody, and write to them how to choose their password.

    ``names``: ``first_name`` and ``last_name``. The letter holds no secret: the person asks for a
    code on the page it leads to, which proves that the address is theirs. Raises Conflict when an
    account has the address.
    """
    address = email.strip().lower()
    taken = EmailAddress.objects.filter(email__iexact=address).exists()
    if taken or User.objects.filter(email=address).exists():
        raise Conflict(gettext_lazy("There is already an account with this address."))
    user = create_person(address, by=by, language=language, **names)
    _queue_welcome(user)
    return user


@transaction.atomic
def suspend_account(user: User, *, by: User) -> None:
    """Keep somebody out at once: sessions end, open pages close. Suspended again, nothing happens.

    What they made stays. Raises Conflict when operators would shut themselves out.
    """
    if user.pk == by.pk:
        raise Conflict(gettext_lazy("You cannot suspend your own account."))
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        return
    user.is_active = False
    end_sessions(UserSession.objects.filter(user=user))
    audit.record("accounts:user:suspend", subject=ref_of(user), actor=by)


@transaction.atomic
def reactivate_account(user: User, *, by: User) -> None:
    """Let somebody sign in again; an open account, or one being erased, stays as it is."""
    closed = User.objects.filter(pk=user.pk, is_active=False, erasure_asked_at__isnull=True)
    if closed.update(is_active=True):
        user.is_active = True
        audit.record("accounts:user:reactivate", subject=ref_of(user), actor=by)


def _queue_welcome(user: User) -> None:
    with translation.override(user.language):
        context = {
            "name": user.short_name,
            "email": user.email,
            "link": settings.SITE_URL + reverse("account_reset_password"),
        }
        queue_letter(
            Letter(
                key=f"{ref_of(user)}/welcome",
                to=user.email,
                subject=_("Your account on %(site)s is open") % {"site": settings.SITE_NAME},
                **render_body("accounts/mail/welcome", context)._asdict(),
                language=user.language,
                about=ref_of(user),
            )
        )


def ref_of(user: User) -> Ref:
    """Return the pointer to ``user`` used by audit and events."""
    return Ref("user", user.public_id)
