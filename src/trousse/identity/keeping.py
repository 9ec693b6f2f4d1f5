"""How long what the sign-in for services leaves behind stays."""

import datetime as dt
from typing import Any

from oauth2_provider.models import (
    get_access_token_model,
    get_grant_model,
    get_id_token_model,
)

from trousse.core.clock import now
from trousse.core.retention import delete_some
from trousse.identity.models import ClientSecret, IssuedCode, SigningKey

CODES_KEPT = dt.timedelta(days=1)


def forget_codes() -> bool:
    """Remove what is remembered of codes; return whether there is more."""
    return delete_some(IssuedCode.objects.filter(issued_at__lt=now() - CODES_KEPT))


def forget_tokens() -> bool:
    """Remove tokens that count no more; return whether there is more."""
    return any([_ended(get_access_token_model()), _ended(get_id_token_model())])


def forget_grants() -> bool:
    """Remove codes that nobody used in time, and what operators let end."""
    ClientSecret.objects.filter(ends_at__lt=now()).delete()
    SigningKey.objects.filter(shown_until__lt=now() - CODES_KEPT).delete()
    return _ended(get_grant_model())


def _ended(model: Any) -> bool:
    return delete_some(model.objects.filter(expires__lt=now()))
