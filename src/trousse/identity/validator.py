"""What the library asks us about a request: who may have what, and what is refused."""

from datetime import UTC

from django.contrib.auth import get_backends
from oauth2_provider.models import get_access_token_model
from oauth2_provider.oauth2_validators import OAuth2Validator

from trousse.core import audit
from trousse.core.refs import Ref
from trousse.core.tokens import hash_token
from trousse.identity.claims import claims_about
from trousse.identity.models import IssuedCode
from trousse.identity.operations import subject_for
from trousse.identity.queries import secret_opens


class Validator(OAuth2Validator):  # type: ignore[misc]  # the library ships no types
    """Authorization code with PKCE, for services with a secret, and nothing else."""

    oidc_claim_scope = None  # ``claims_about`` looks at scopes

    def _check_secret(self, provided_secret, stored_secret):
        """Look among the secrets of the client; the library's own field only says which client."""
        return secret_opens(stored_secret, hash_token(provided_secret))

    def validate_grant_type(self, client_id, grant_type, client, request, *args, **kwargs):
        return grant_type == "authorization_code"

    def validate_response_type(self, client_id, response_type, client, request, *args, **kwargs):
        return response_type == "code"

    def get_default_redirect_uri(self, client_id, request, *args, **kwargs):
        """Never guess: a request says where it comes back to."""

    def validate_silent_login(self, request):
        return True  # the page of authorization answers ``prompt=none`` itself

    def validate_silent_authorization(self, request):
        return True

    def validate_code(self, client_id, code, client, request, *args, **kwargs):
        valid = super().validate_code(client_id, code, client, request, *args, **kwargs)
        if not valid:
            _withdraw_what_it_gave(code, client)
        return valid and _may_still_sign_in(request.user)

    def save_bearer_token(self, token, request, *args, **kwargs):
        """Keep which token a code gave. No refresh token: people come back to sign in again."""
        token.pop("refresh_token", None)
        super().save_bearer_token(token, request, *args, **kwargs)
        IssuedCode.objects.filter(code_hash=hash_token(request.code)).update(
            token_checksum=hash_token(token["access_token"])
        )

    def validate_bearer_token(self, token, scopes, request):
        valid = super().validate_bearer_token(token, scopes, request)
        return valid and request.user is not None and _may_still_sign_in(request.user)

    def get_claim_dict(self, request):
        sub = subject_for(request.user, request.client.service)
        return {"sub": sub, **claims_about(request.user, request.client.claims, request.scopes)}

    def get_id_token_dictionary(self, token, token_handler, request):
        claims, expires = super().get_id_token_dictionary(token, token_handler, request)
        issued = IssuedCode.objects.get(code_hash=hash_token(request.code))
        claims["auth_time"] = int(issued.signed_in_at.astimezone(UTC).timestamp())
        return claims, expires


def _may_still_sign_in(user) -> bool:
    return any(backend.get_user(user.pk) for backend in get_backends())


def _withdraw_what_it_gave(code, client) -> None:
    """A code that comes twice was stolen, before or now: what it gave counts no more."""
    issued = IssuedCode.objects.filter(code_hash=hash_token(code), client=client)
    checksum = issued.values_list("token_checksum", flat=True).first()
    if checksum:
        get_access_token_model().objects.filter(token_checksum=checksum).delete()
        audit.record("identity:code:replay", subject=Ref("client", client.service))
