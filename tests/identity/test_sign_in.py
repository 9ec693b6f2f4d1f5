"""The road of a person to a service, as far as it goes well."""

import base64
import json
from typing import Any

from django.test import Client
from jwcrypto import jwk, jwt

from tests.factories.clients import BACK, Party, answer_of, make_client
from trousse.accounts.models import User
from trousse.core.clock import now
from trousse.identity.queries import user_behind


def identity(answer: Any) -> dict[str, Any]:
    """Return the claims of the identity token, checked with the published keys."""
    keys = jwk.JWKSet.from_json(Client().get("/connexion/cles.json").content.decode())
    return dict(json.loads(jwt.JWT(jwt=answer.json()["id_token"], key=keys).claims))


def test_a_service_recognises_a_person(party: Party, browser: Client, teacher: User) -> None:
    answer = answer_of(party.send(browser))
    assert (answer["state"], answer["iss"]) == ("s-1", "http://localhost:8000")
    tokens = party.trade(answer["code"])
    claims = identity(tokens)
    assert claims["aud"] == party.credentials.client_id
    assert (claims["iss"], claims["nonce"]) == ("http://localhost:8000", "n-1")
    assert claims["email"] == teacher.email
    assert user_behind(claims["sub"], service="evento") == teacher
    known = party.about(tokens.json()["access_token"]).json()
    assert (known["sub"], known["given_name"]) == (claims["sub"], teacher.first_name)


def test_the_secret_may_come_as_basic_authentication(party: Party, browser: Client) -> None:
    words = f"{party.credentials.client_id}:{party.credentials.client_secret}"
    response = Client().post(
        "/connexion/jeton/",
        {
            "grant_type": "authorization_code",
            "code": party.code(browser),
            "redirect_uri": BACK,
            "code_verifier": "v" * 43,
        },
        headers={"authorization": "Basic " + base64.b64encode(words.encode()).decode()},
    )
    assert response.status_code == 200


def test_no_refresh_token_is_given(party: Party, browser: Client) -> None:
    assert "refresh_token" not in party.trade(party.code(browser)).json()


def test_a_service_learns_nothing_that_its_manifest_does_not_declare(browser: Client) -> None:
    party = Party(make_client(claims=["given_name"]))
    tokens = party.trade(party.code(browser))
    assert party.about(tokens.json()["access_token"]).json().keys() == {"sub", "given_name"}


def test_a_service_learns_nothing_that_it_does_not_ask_for(party: Party, browser: Client) -> None:
    tokens = party.trade(party.code(browser, scope="openid email"))
    assert party.about(tokens.json()["access_token"]).json().keys() == {"sub", "email"}


def test_two_services_know_one_person_by_two_names(party: Party, browser: Client) -> None:
    other = Party(
        make_client("etherpad", back="https://pad.example.org/b"), "https://pad.example.org/b"
    )
    first, again, theirs = (
        identity(one.trade(one.code(browser)))["sub"] for one in (party, party, other)
    )
    assert first == again != theirs
    assert user_behind(first, service="etherpad") is None


def test_a_visitor_signs_in_first_and_comes_back_from_a_page(party: Party, client: Client) -> None:
    response = party.send(client)
    assert response.url.startswith("/comptes/")
    assert "next=%2Fconnexion%2Freprendre%2F" in response.url


def test_the_page_after_sign_in_leads_on(client: Client, db: None) -> None:
    page = client.get("/connexion/reprendre/", {"client_id": 'a"b', "state": "s"})
    assert b"url=/connexion/autoriser/?client_id=a%22b&amp;state=s" in page.content


def test_prompt_none_says_that_nobody_is_signed_in(party: Party, client: Client) -> None:
    answer = answer_of(party.send(client, prompt="none"))
    assert (answer["error"], answer["state"]) == ("login_required", "s-1")


def test_prompt_none_signs_in_silently(party: Party, browser: Client) -> None:
    assert "code" in answer_of(party.send(browser, prompt="none"))


def test_prompt_login_wants_a_new_proof_each_time(
    party: Party, browser: Client, teacher: User
) -> None:
    assert "/reauthenticate/" in party.send(browser, prompt="login").url
    assert "/reauthenticate/" in party.send(browser, prompt="login").url
    _prove(browser, teacher)
    assert "code" in answer_of(party.send(browser, prompt="login"))
    assert "/reauthenticate/" in party.send(browser, prompt="login").url


def test_max_age_refuses_an_old_proof(party: Party, browser: Client, teacher: User) -> None:
    _prove(browser, teacher)
    assert "code" in answer_of(party.send(browser, max_age="60"))
    assert "/reauthenticate/" in party.send(browser, max_age="0").url
    assert answer_of(party.send(browser, max_age="0", prompt="none"))["error"] == "login_required"


def test_the_token_says_when_the_person_signed_in(
    party: Party, browser: Client, teacher: User
) -> None:
    at = _prove(browser, teacher)
    assert identity(party.trade(party.code(browser)))["auth_time"] == int(at)


def test_discovery_says_where_everything_is(client: Client) -> None:
    found = client.get("/.well-known/openid-configuration").json()
    assert found["issuer"] == "http://localhost:8000"
    for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"):
        assert found[name].startswith("http://localhost:8000/connexion/")
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["subject_types_supported"] == ["pairwise"]


def _prove(browser: Client, person: User) -> float:
    """Write into the session that the person just proved who they are."""
    at = now().timestamp()
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": at}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return at
