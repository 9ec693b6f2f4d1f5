"""Sign-in, passkeys and codes of an app, in a real browser under the real security policy.

The key is Chromium's virtual authenticator (DevTools protocol, domain WebAuthn): everything but
the finger on the sensor is real.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.instance import Site
from trousse.accounts.demo_data import DEMO_PASSWORD

OWN_PAGES = [
    "/comptes/",
    "/comptes/email/",
    "/comptes/password/change/",
    "/comptes/2fa/",
    "/comptes/2fa/totp/activate/",
    "/comptes/2fa/webauthn/",
    "/comptes/2fa/webauthn/add/",
    "/comptes/2fa/recovery-codes/generate/",
    "/comptes/sessions/",
    "/comptes/logout/",
]
VISITOR_PAGES = [
    "/",
    "/comptes/login/",
    "/comptes/signup/",
    "/comptes/password/reset/",
    "/demo/",
    "/demo/courriels",
]


@pytest.fixture(scope="module")
def people(site: Site) -> None:
    """The demo people, three of whom have a password."""
    site.manage("fill_demo")


pytestmark = pytest.mark.usefixtures("people")


def address_of(mailbox: str) -> str:
    return f"{mailbox}@demo.trousse.example"


def sign_in(page: Page, mailbox: str) -> None:
    page.goto("/comptes/login/")
    page.get_by_label("Adresse électronique").fill(address_of(mailbox))
    page.get_by_label("Mot de passe").fill(DEMO_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)


def confirm_identity(page: Page) -> None:
    """Answer the question that comes before an important change."""
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("C’est bien vous"))
    page.get_by_label("Mot de passe").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(re.compile("C’est bien vous"))


def sign_out(page: Page) -> None:
    page.goto("/comptes/")
    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Mon compte")


def plug_key(page: Page, *, present: bool = True) -> tuple[CDPSession, str]:
    """Give the browser a passkey holder whose owner always (or never) puts a finger on it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": present,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


def add_passkey(page: Page, name: str) -> None:
    page.goto("/comptes/2fa/webauthn/add/")
    confirm_identity(page)
    page.get_by_label("Nom de cette clé").fill(name)
    page.get_by_role("main").get_by_role("button", name="Ajouter").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_visitors_are_accessible_and_fit(
    visitor: Visitor, device: str, scheme: str, shot: Callable[[Page, str], Path]
) -> None:
    page = visitor(device, color_scheme=scheme)
    for address in VISITOR_PAGES:
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)
        shot(page, f"account{address.replace('/', '-')}-{device}-{scheme}")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_pages_of_ones_account_are_accessible_and_fit(
    visitor: Visitor, device: str, shot: Callable[[Page, str], Path]
) -> None:
    page = visitor(device)
    sign_in(page, "sophie.lefevre")
    page.goto("/comptes/2fa/totp/activate/")
    assert_accessible(page)
    confirm_identity(page)
    for address in OWN_PAGES:
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)
        shot(page, f"account{address.replace('/', '-')}-{device}")


def test_a_passkey_is_registered_and_signs_in_alone(phone: Page) -> None:
    plug_key(phone)
    sign_in(phone, "sophie.lefevre")
    add_passkey(phone, "Mon téléphone")
    phone.goto("/comptes/2fa/webauthn/")
    expect(phone.get_by_role("main")).to_contain_text("Mon téléphone")
    sign_out(phone)
    phone.goto("/comptes/login/")
    phone.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Bonjour Sophie")
    remove_keys(phone)


def remove_keys(page: Page) -> None:
    """Leave the account as it was: the instance serves every browser test."""
    page.goto("/comptes/2fa/webauthn/")
    page.get_by_role("link", name=re.compile("^Retirer")).first.click()
    if page.get_by_role("heading", name="C’est bien vous").count():
        confirm_identity(page)
    page.get_by_role("main").get_by_role("button", name="Retirer").click()
    expect(page.get_by_role("main")).to_contain_text("La clé est retirée.")


def test_a_refused_passkey_says_so_in_words(desktop: Page) -> None:
    plug_key(desktop, present=False)
    desktop.goto("/comptes/login/")
    desktop.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    notice = desktop.get_by_role("status").filter(has_text="Rien n’a été confirmé")
    expect(notice).to_be_visible()


def test_without_scripts_the_page_says_what_passkeys_need(no_js: Page) -> None:
    no_js.goto("/comptes/login/")
    expect(no_js.get_by_text("ont besoin de JavaScript")).to_be_visible()
    sign_in(no_js, "lea.martin")
    expect(no_js.get_by_role("heading", level=1)).to_have_text("Bonjour Léa")


def test_an_app_is_activated_and_asked_for(desktop: Page, now_step: Callable[[], int]) -> None:
    sign_in(desktop, "karim.benali")
    desktop.goto("/comptes/2fa/totp/activate/")
    confirm_identity(desktop)
    picture = desktop.locator("img.t-qr")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    secret = desktop.get_by_label("Clé à recopier").input_value()
    desktop.get_by_label("Code de l’application").fill(code_of(secret, now_step()))
    desktop.get_by_role("main").get_by_role("button", name="Activer").click()
    expect(desktop.get_by_role("main")).to_contain_text("Codes de secours")
    recovery = desktop.get_by_label("Codes encore utilisables").input_value().split()
    assert len(recovery) == 10
    assert_accessible(desktop)
    sign_out(desktop)
    sign_in(desktop, "karim.benali")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Double authentification")
    assert_accessible(desktop)
    desktop.locator("input[name=code]").fill(recovery[0])
    desktop.get_by_role("main").get_by_role("button", name="Se connecter", exact=True).click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Bonjour Karim")
    desktop.goto("/comptes/2fa/totp/deactivate/")
    if desktop.get_by_role("heading", name="C’est bien vous").count():
        desktop.goto("/comptes/reauthenticate/?next=/comptes/2fa/totp/deactivate/")
        confirm_identity(desktop)
    desktop.get_by_role("main").get_by_role("button", name="Désactiver").click()
    expect(desktop.get_by_role("main")).to_contain_text("Inactive.")


@pytest.fixture
def now_step() -> Callable[[], int]:
    """Return the number of the present 30 seconds: the server's clock is the real one."""
    return lambda: int(time.time()) // 30


def code_of(secret: str, step: int) -> str:
    return format_hotp_value(hotp_value(secret, step))


def test_one_click_becomes_a_demo_person_without_scripts(no_js: Page) -> None:
    no_js.goto("/")
    no_js.get_by_role("link", name="Essayer avec une personne fictive").click()
    no_js.get_by_role("button", name=re.compile("Nadia Traoré")).click()
    expect(no_js.get_by_role("heading", level=1)).to_have_text("Bonjour Nadia")


def test_signing_in_works_by_keyboard_alone(desktop: Page) -> None:
    desktop.goto("/comptes/login/")
    desktop.get_by_label("Adresse électronique").focus()
    desktop.keyboard.type(address_of("lea.martin"))
    for key in ("Tab", "Tab"):  # the link to a forgotten password stands between
        desktop.keyboard.press(key)
    desktop.keyboard.type(DEMO_PASSWORD)
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Bonjour Léa")
