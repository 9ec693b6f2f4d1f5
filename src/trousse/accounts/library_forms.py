"""Forms of the sign-in library that we label and complete (settings ACCOUNT_FORMS, MFA_FORMS)."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.forms import AddEmailForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

KEY_NAME_LENGTH = 60
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, AssertionError, struct.error)
"""What the decoders of keys raise on answers that no browser makes."""


class NewAddressForm(AddEmailForm):  # type: ignore[misc]  # the library ships no types
    """The address that will replace the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New address")


@contextmanager
def _made_up_answers_refused() -> Iterator[None]:
    """Refuse as any wrong key what the library would answer with a 500."""
    try:
        yield
    except MALFORMED as error:
        raise get_adapter().validation_error("incorrect_code") from error


class _KeyAnswer:
    """The part that reads a key's answer, without trusting its shape."""

    def clean_credential(self) -> Any:
        with _made_up_answers_refused():
            return super().clean_credential()  # type: ignore[misc]  # of the library's form


class KeySignInForm(_KeyAnswer, LoginWebAuthnForm):  # type: ignore[misc]  # no types
    """Sign-in by passkey."""


class KeySecondStepForm(_KeyAnswer, AuthenticateWebAuthnForm):  # type: ignore[misc]  # no types
    """A key after the password."""


class KeyConfirmationForm(_KeyAnswer, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # no types
    """A key before an important change."""


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]  # the library ships no types
    """A new key: a passkey unless the person prefers a second step after the password."""

    def clean(self) -> dict[str, Any]:
        with _made_up_answers_refused():
            return dict(super().clean())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label_name(self)
        self.fields["passwordless"].initial = True


class RenameKeyForm(EditWebAuthnForm):  # type: ignore[misc]  # the library ships no types
    """The name by which the person knows a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label_name(self)


def _label_name(form: AddKeyForm | RenameKeyForm) -> None:
    field = form.fields["name"]
    field.label = _("Name of this key")
    field.help_text = _("To recognise it later: “my phone”, “key on my key ring”.")
    field.validators.append(MaxLengthValidator(KEY_NAME_LENGTH))
    field.widget.attrs["maxlength"] = KEY_NAME_LENGTH
