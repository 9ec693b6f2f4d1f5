"""The token that lets a letter be stopped in one click, without signing in and for ever.

It is signed with the instance's secret, so nothing is kept; it allows one thing only, to stop
the letters of one service to one person.
"""

from django.core.signing import BadSignature, Signer

from trousse.core.errors import NotFound

DIGEST = "digest"
"""Stands for a service in the tokens of the daily digest."""

_signer = Signer(salt="trousse.notifications.unsubscribe", sep=".")


def unsubscribe_token(person_id: str, service: str) -> str:
    """Return the token for the letters of ``service`` (or DIGEST) to a person's public id."""
    return _signer.sign(f"{person_id}.{service}")


def read_token(token: str) -> tuple[str, str]:
    """Return the public id and the service of a token. Raises NotFound when it is not ours."""
    try:
        person_id, _dot, service = _signer.unsign(token).partition(".")
    except BadSignature as error:
        raise NotFound from error
    return person_id, service
