"""The frame of every page and every component, as a browser shows them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.instance import Site

PAGES = ["/composants/", "/accessibilite/", "/donnees-personnelles/", "/page-inconnue"]


@pytest.fixture(params=["neutral", "state"])
def themed(request: pytest.FixtureRequest, open_site: Callable[..., Site]) -> Site:
    """An instance of each theme that shows the page of components."""
    return open_site(THEME=request.param, COMPONENTS_PAGE="1")


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit(
    themed: Site,
    visitor: Visitor,
    device: str,
    scheme: str,
    shot: Callable[[Page, str], Path],
) -> None:
    page = visitor(device, color_scheme=scheme, base_url=themed.url)
    for address in PAGES:
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)
        name = address.strip("/")
        shot(page, f"{themed.environment['THEME']}-{name}-{device}-{scheme}")


@pytest.mark.parametrize("width", [320, 256])
def test_components_fit_in_the_width_of_a_zoomed_page(
    themed: Site, visitor: Visitor, width: int
) -> None:
    page = visitor("phone", viewport={"width": width, "height": 640}, base_url=themed.url)
    page.goto("/composants/")
    assert_fits(page)


def test_dark_is_chosen_without_script_and_kept(no_js: Page) -> None:
    no_js.goto("/contact/")
    open_display_menu(no_js)
    no_js.get_by_role("button", name="Sombre").click()
    expect(no_js).to_have_url("/contact/")
    expect(no_js.locator("html")).to_have_attribute("data-theme", "dark")
    no_js.goto("/accessibilite/")
    assert ground(no_js) == DARK


def test_dark_follows_the_device_without_choice(visitor: Visitor) -> None:
    page = visitor("desktop", color_scheme="dark")
    page.goto("/contact/")
    assert ground(page) == DARK


def test_light_is_kept_on_a_dark_device(visitor: Visitor) -> None:
    page = visitor("desktop", color_scheme="dark")
    page.goto("/contact/")
    open_display_menu(page)
    page.get_by_role("button", name="Clair").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert ground(page) == LIGHT


DARK, LIGHT = "rgb(21, 19, 28)", "rgb(250, 249, 246)"


def open_display_menu(page: Page) -> None:
    page.locator("details.t-menu", has_text="Affichage et langue").locator("summary").click()


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_the_language_changes_in_one_click_and_back(no_js: Page) -> None:
    no_js.goto("/contact/")
    no_js.get_by_role("contentinfo").get_by_role("button", name="English").click()
    expect(no_js.get_by_role("link", name="Legal notice")).to_be_visible()
    no_js.get_by_role("contentinfo").get_by_role("button", name="Français").click()
    expect(no_js.get_by_role("link", name="Mentions légales")).to_be_visible()


def test_the_keyboard_skips_to_the_content(desktop: Page) -> None:
    desktop.goto("/contact/")
    desktop.keyboard.press("Tab")
    skip = desktop.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("main")).to_be_focused()


def test_a_menu_closes_on_escape_and_gives_the_focus_back(desktop: Page) -> None:
    desktop.goto("/contact/")
    menu = desktop.locator("details.t-menu", has_text="Affichage et langue")
    menu.locator("summary").focus()
    desktop.keyboard.press("Enter")
    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("button", name="Comme mon appareil")).to_be_focused()
    desktop.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_a_menu_closes_when_one_clicks_elsewhere(desktop: Page) -> None:
    desktop.goto("/contact/")
    menu = desktop.locator("details.t-menu", has_text="Affichage et langue")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    desktop.get_by_role("heading", level=1).click()
    expect(menu).not_to_have_attribute("open", "")


@pytest.mark.parametrize("script", [True, False])
def test_a_refused_form_takes_the_focus_to_what_is_wrong(
    open_site: Callable[..., Site], visitor: Visitor, *, script: bool
) -> None:
    site = open_site(THEME="neutral", COMPONENTS_PAGE="1")
    page = visitor("desktop", base_url=site.url, java_script_enabled=script)
    page.goto("/composants/")
    expect(page.locator("#error-summary")).to_be_focused()
    page.locator("#error-summary").get_by_role("link", name="Votre réponse").click()
    expect(page.locator("#id_wrong-answer_0")).to_be_in_viewport()


def test_menus_stay_on_the_screen_of_a_phone(phone: Page) -> None:
    phone.goto("/contact/")
    open_display_menu(phone)
    panel = phone.locator("details.t-menu[open] .t-menu__panel")
    expect(panel).to_be_in_viewport(ratio=1)
    assert_fits(phone)
    assert_accessible(phone)
