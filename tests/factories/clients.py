"""A service registered as a client, and the road of a person through it."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from trousse.identity.operations import ClientFacts, Credentials, register_client

BACK = "https://evento.example.org/retour"
VERIFIER = "v" * 43
ALL_CLAIMS = ["name", "given_name", "family_name", "email", "locale", "zoneinfo"]


def make_client(
    service: str = "evento", *, back: str = BACK, claims: list[str] | None = None
) -> Credentials:
    return register_client(ClientFacts(service, service.title(), [back], claims or []))


def challenge(verifier: str = VERIFIER) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass
class Party:
    """A service that sends a browser to sign in, and what it asks afterwards."""

    credentials: Credentials
    back: str = BACK

    def query(self, **changes: Any) -> dict[str, Any]:
        """Return the parameters of a correct request, with ``changes`` (None leaves one out)."""
        words = {
            "response_type": "code",
            "client_id": self.credentials.client_id,
            "redirect_uri": self.back,
            "scope": "openid profile email",
            "state": "s-1",
            "nonce": "n-1",
            "code_challenge": challenge(),
            "code_challenge_method": "S256",
        } | changes
        return {name: value for name, value in words.items() if value is not None}

    def send(self, browser: Client, **changes: Any) -> Any:
        return browser.get("/connexion/autoriser/", self.query(**changes))

    def code(self, browser: Client, **changes: Any) -> str:
        return answer_of(self.send(browser, **changes))["code"]

    def trade(self, code: str, **changes: Any) -> Any:
        words = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.back,
            "code_verifier": VERIFIER,
            "client_id": self.credentials.client_id,
            "client_secret": self.credentials.client_secret,
        } | changes
        kept = {name: value for name, value in words.items() if value is not None}
        return Client().post("/connexion/jeton/", kept)

    def about(self, token: str) -> Any:
        return Client().get("/connexion/identite/", headers={"authorization": f"Bearer {token}"})


def answer_of(response: Any) -> dict[str, str]:
    """Return what a redirect back to the service says."""
    assert response.status_code == 302, response.status_code
    return {name: values[0] for name, values in parse_qs(urlsplit(response.url).query).items()}
