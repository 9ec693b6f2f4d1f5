"""Reads about people and their open sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Q
from django.utils.crypto import salted_hmac

from trousse.accounts.browsers import browser_name
from trousse.accounts.current import Visitor
from trousse.accounts.demo_data import DEMO_PASSWORD
from trousse.accounts.models import Guest, User
from trousse.core.clock import now
from trousse.core.personal_data import DataSubject
from trousse.core.tokens import recall_token


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser in which somebody is signed in; ``id`` is safe to show."""

    id: str
    browser: str
    since: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class Protection:
    """What guards an account besides its password."""

    has_app: bool
    keys: int
    has_recovery_codes: bool

    @property
    def has_second_factor(self) -> bool:
        return self.has_app or self.keys > 0


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody whom visitors of a demo instance may become.

    ``password``: what the pages that ask for one want; "" when they have none.
    """

    public_id: str
    name: str
    job_title: str
    workplace: str
    password: str


def session_public_id(session_key: str) -> str:
    """Return a name for a session that does not give its key away."""
    return salted_hmac("trousse.accounts.session", session_key).hexdigest()[:22]


def open_sessions(user: User, current_key: str | None) -> list[OpenSession]:
    """Return the sessions of ``user``, the current one first, then the newest."""
    found = [
        OpenSession(
            session_public_id(row.session_key),
            browser_name(row.user_agent),
            row.created_at,
            row.session_key == current_key,
        )
        for row in UserSession.objects.purge_and_list(user)
    ]
    return sorted(found, key=lambda one: (not one.is_current, -one.since.timestamp()))


def protection_of(user: User) -> Protection:
    """Return the second factors of ``user``, in one query."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return Protection(
        has_app=Authenticator.Type.TOTP in kinds,
        keys=kinds.count(Authenticator.Type.WEBAUTHN),
        has_recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
    )


def verified_email(user: User) -> bool:
    """Tell whether ``user`` proved to own their address."""
    mine = EmailAddress.objects.filter(user=user, email=user.email, verified=True)
    return bool(mine.exists())


def user_with_email(email: str) -> User | None:
    """Return the account whose address is exactly this one, whatever its case."""
    return User.objects.filter(email=email.strip().lower()).first()


def user_with_id(public_id: str) -> User | None:
    """Return the account of that public id, open or not."""
    return User.objects.filter(public_id=public_id).first()


def subject_of(user: User) -> DataSubject:
    """Return ``user`` with their proved addresses and all the guests they were.

    An account cannot be used before its address is proved, so its own always counts.
    """
    proved = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    emails = frozenset(address.lower() for address in [user.email, *proved])
    by_address = Q(user__isnull=True, email__in=emails)
    guests = Guest.objects.filter(Q(user=user) | by_address).order_by("pk")
    return DataSubject(user, tuple(guests), emails)


def subject_of_guests(guests: Iterable[Guest]) -> DataSubject:
    """Return the holder of these guests' keys: no address is proved by them."""
    return DataSubject(None, tuple(guests), frozenset())


def subject_at(address: str) -> DataSubject:
    """Return whoever proved to an operator that they own ``address``; perhaps nobody we know."""
    email = address.strip().lower()
    known = Q(email=email) | Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    user = User.objects.filter(known).distinct().first()
    if user is not None:
        return subject_of(user)
    guests = Guest.objects.filter(email__iexact=email, user__isnull=True).order_by("pk")
    return DataSubject(None, tuple(guests), frozenset({email}))


def guests_behind(visitor: Visitor) -> list[Guest]:
    """Return the guests whose keys ``visitor`` holds and that still count."""
    if not visitor.keys:
        return []
    held = Guest.objects.filter(token_hash__in=visitor.keys - {""}, expires_at__gt=now())
    return list(held.order_by("pk"))


def demo_users() -> list[User]:
    """Return the accounts of the demo people; nobody outside demo mode."""
    if not settings.DEMO:
        return []
    return list(User.objects.filter(is_demo=True, is_active=True).order_by("pk"))


def demo_password_of(user: object) -> str:
    """Return the password that a demo person was given, to show it; "" for anybody else."""
    if not (settings.DEMO and isinstance(user, User) and user.is_demo):
        return ""
    return DEMO_PASSWORD if user.has_usable_password() else ""


def demo_people() -> list[DemoPerson]:
    """Return the people of a demo instance in their usual order; nobody elsewhere."""
    if not settings.DEMO:
        return []
    people = User.objects.filter(is_demo=True, is_active=True, demo_profile__isnull=False)
    return [
        DemoPerson(
            person.public_id,
            person.full_name,
            person.demo_profile.job_title,
            person.demo_profile.workplace,
            demo_password_of(person),
        )
        for person in people.select_related("demo_profile").order_by("demo_profile__rank")
    ]


def guest_by_pk(pk: int) -> Guest:
    """Return the guest that a right named. Raises Guest.DoesNotExist."""
    return Guest.objects.get(pk=pk)


def guests_at_addresses_of(user: User) -> list[Guest]:
    """Return the guests invited at an address that ``user`` proved to own."""
    mine = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addresses = [address.lower() for address in mine]
    standing = Guest.objects.filter(email__in=addresses, expires_at__gt=now())
    return list(standing.exclude(token_hash="").order_by("pk"))


def token_of_guest(guest: Guest) -> str:
    """Return the token of a personal link, to write to its owner; "" when it cannot be made.

    Never show it to anybody else: it opens everything that the guest was given.
    """
    return recall_token("guest", guest.public_id, guest.token_hash) if guest.token_hash else ""
