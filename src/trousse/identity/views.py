"""Edges of the sign-in for services: documents, authorization, token, facts about a person."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.generic import View
from oauth2_provider.exceptions import OAuthToolkitError
from oauth2_provider.http import OAuth2ResponseRedirect
from oauth2_provider.views import TokenView, UserInfoView
from oauth2_provider.views.mixins import OAuthLibMixin

from trousse.accounts.current import signed_in, signed_in_or_none
from trousse.core.limits import limit
from trousse.core.tokens import hash_token
from trousse.identity.claims import CLAIMS
from trousse.identity.fresh import (
    forget_asking,
    must_prove_again,
    remember_asking,
    signed_in_at,
)
from trousse.identity.keys import PUBLISHED_FOR, public_keys
from trousse.identity.models import Client, IssuedCode


@require_safe
def discovery(request: HttpRequest) -> HttpResponse:
    """Say where everything is and what is supported (OpenID Connect Discovery 1.0)."""
    return JsonResponse(
        {
            "issuer": settings.SITE_URL,
            "authorization_endpoint": _address("authorize"),
            "token_endpoint": _address("token"),
            "userinfo_endpoint": _address("userinfo"),
            "jwks_uri": _address("keys"),
            "scopes_supported": ["openid", "profile", "email"],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "prompt_values_supported": ["none", "login"],
            "claims_supported": ["sub", "auth_time", *CLAIMS],
            "claims_parameter_supported": False,
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
            "authorization_response_iss_parameter_supported": True,
            "ui_locales_supported": [code for code, _name in settings.LANGUAGES],
        }
    )


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Give the keys that check our signatures."""
    response = JsonResponse({"keys": public_keys()})
    response["Cache-Control"] = f"public, max-age={int(PUBLISHED_FOR.total_seconds())}"
    return response


@require_safe
@never_cache
def resume(request: HttpRequest) -> HttpResponse:
    """Go on with a request after signing in, from a page of its own.

    Browsers hold the redirects that answer a form to our ``form-action``: straight from the form
    of sign-in they would not let people reach the service.
    """
    query = request.GET.urlencode()
    return render(request, "identity/resume.html", {"next": f"{_path('authorize')}?{query}"})


@method_decorator(never_cache, name="dispatch")
class Authorize(OAuthLibMixin, View):  # type: ignore[misc]  # the library ships no types
    """Where services send people to be recognised."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send the person back to the service with a code, or with the reason why not."""
        limit(request, "identity.authorize", rate="3000/m")
        try:
            scopes, credentials = self.validate_authorization_request(request)
            return self._answer(request, scopes, credentials)
        except OAuthToolkitError as error:
            return self._refusal(request, error)

    def _answer(
        self, request: HttpRequest, scopes: list[str], credentials: dict[str, Any]
    ) -> HttpResponse:
        prompts = set(request.GET.get("prompt", "").split())
        if prompts - {"none", "login"} or len(prompts) > 1:
            return _back(credentials, "invalid_request")
        away = signed_in_or_none(request) is None
        if away or must_prove_again(request):
            if "none" in prompts:
                return _back(credentials, "login_required")
            if not away:
                remember_asking(request)
            page = reverse("account_login" if away else "account_reauthenticate")
            onwards = f"{_path('resume')}?{request.GET.urlencode()}"
            return redirect(f"{page}?{urlencode({'next': onwards})}")
        return self._with_code(request, scopes, credentials)

    @transaction.atomic
    def _with_code(
        self, request: HttpRequest, scopes: list[str], credentials: dict[str, Any]
    ) -> HttpResponse:
        uri, _headers, _body, _status = self.create_authorization_response(
            request=request, scopes=" ".join(scopes), credentials=credentials, allow=True
        )
        code = parse_qs(urlsplit(uri).query)["code"][0]
        IssuedCode.objects.create(
            user=signed_in(request),
            client=Client.objects.get(client_id=credentials["client_id"]),
            code_hash=hash_token(code),
            signed_in_at=signed_in_at(request),
        )
        forget_asking(request)
        return _sent_to(uri)

    def _refusal(self, request: HttpRequest, error: Any) -> HttpResponse:
        """Tell the service when it is known where; else only the person, and go nowhere."""
        may_redirect, answer = self.error_response(error)
        if may_redirect:
            return _sent_to(answer["url"])
        return render(request, "identity/refused.html", status=400)


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class Token(TokenView):  # type: ignore[misc]  # the library ships no types
    """Where services turn a code into tokens."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer the one grant that exists here: the library knows more of them."""
        limit(request, "identity.token", rate="6000/m")
        if request.POST.get("grant_type") != "authorization_code":
            return JsonResponse({"error": "unsupported_grant_type"}, status=400)
        response: HttpResponse = self.authorization_flow_token_response(request)
        return response


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class UserInfo(UserInfoView):  # type: ignore[misc]  # the library ships no types
    """What the service may know about the person of a token."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the token from the header only: addresses end up in logs."""
        if request.method not in {"GET", "POST"}:
            return HttpResponseNotAllowed(["GET", "POST"])
        if not request.headers.get("Authorization", "").lower().startswith("bearer "):
            return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


def _back(credentials: dict[str, Any], error: str) -> HttpResponse:
    """Send the person back to an address that was just checked, with ``error``."""
    words = {"error": error, "iss": settings.SITE_URL}
    if credentials.get("state"):
        words["state"] = credentials["state"]
    address = credentials["redirect_uri"]
    return _sent_to(f"{address}{'&' if '?' in address else '?'}{urlencode(words)}")


def _sent_to(uri: str) -> HttpResponse:
    response: HttpResponse = OAuth2ResponseRedirect(uri, ["https", "http"])
    return response


def _path(name: str) -> str:
    return reverse(f"identity:{name}")


def _address(name: str) -> str:
    return settings.SITE_URL + _path(name)
