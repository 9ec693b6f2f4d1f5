"""What Trousse decides for the sign-in library: who registers, how mails look, what is sealed."""

import base64
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override

from trousse.accounts.backends import may_sign_in
from trousse.accounts.models import EMAIL_LENGTH, User
from trousse.core.limits import client_address
from trousse.ui.letters import render_body

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104  # stands for "behind a Unix socket", nothing is bound


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Registration, redirects, addresses and mails of accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP == "open")

    def clean_email(self, email: str) -> str:
        """Refuse what the column cannot hold: the library's field accepts 320 characters."""
        MaxLengthValidator(EMAIL_LENGTH)(email)
        return email

    def is_safe_url(self, url: str | None) -> bool:
        """Accept this site only; the library also accepts every allowed host."""
        return url_has_allowed_host_and_scheme(
            url, {self.request.get_host()}, require_https=self.request.is_secure()
        )

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """Stop whoever may not sign in, after the password and by whatever other means."""
        if not may_sign_in(user):
            clear_login(request)
            return cast("HttpResponse", self.respond_user_inactive(request, user))
        return cast("HttpResponse | None", super().pre_login(request, user, **options))

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or UNKNOWN_ADDRESS

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:index")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("accounts:index" if self.request.user.is_authenticated else "account_login")

    def format_email_subject(self, subject: str) -> str:
        return f"[{settings.SITE_NAME}] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the language of the account's owner, whoever asked for the mail."""
        owner = context.get("user")
        with override(owner.language if isinstance(owner, User) else get_language()):
            url = f"{settings.SITE_URL}{reverse('accounts:sessions')}"
            super().send_mail(template_prefix, email, {"account_url": url, **context})

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """Put the library's text, which our templates cut to its core, into our letter."""
        message: EmailMultiAlternatives = super().render_mail(
            template_prefix, email, context, headers
        )
        letter = {
            "paragraphs": [part.strip() for part in message.body.split("\n\n") if part.strip()],
            "code": context.get("code", ""),
            "subject": message.subject,
        }
        body = render_body("accounts/mail/letter", letter)
        message.body = body.text
        message.attach_alternative(body.html, "text/html")
        return message


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library ships no types
    """Names shown by authenticators, and the sealing of second-factor secrets."""

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)

    def encrypt(self, text: str) -> str:
        """Seal a secret: a copy of the database alone does not give second factors away."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what ``encrypt`` sealed, with the present or a former SECRET_KEY."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> MultiFernet:
    secrets = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([_sealer(secret) for secret in secrets])


def _sealer(secret: str) -> Fernet:
    key = salted_hmac("trousse.accounts.mfa", "second factor", secret, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
