"""A new teacher finds the right tool for five needs, by words, by need and by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.instance import Site

LIBRARY = "/bibliotheque/"
BY_WORDS = {"doodle": "Sondages", "zoom": "Visio-Agents", "gros fichier": "FileSender"}
BY_NEED = {"Réfléchir en images": "Digipad", "Programmer": "Capytale"}
Open = Callable[..., Page]


@pytest.fixture
def library(open_site: Callable[..., Site], visitor: Visitor) -> Open:
    """Open the library of an instance that holds the whole catalogue, as a visitor."""

    def opened(
        device: str, theme: str = "neutral", *, with_people: bool = False, **options: object
    ) -> Page:
        site = open_site(THEME=theme, COMPONENTS_PAGE="1")
        site.manage("load_catalogue")
        if with_people:
            site.manage("fill_demo")
        page = visitor(device, base_url=site.url, **options)
        page.goto(LIBRARY)
        return page

    return opened


def find_by_words(page: Page, words: str, name: str) -> None:
    """Type, open the first result: two interactions, and the service is one more away."""
    page.goto(LIBRARY)
    page.get_by_role("searchbox", name="Que voulez-vous faire").fill(words)
    page.keyboard.press("Enter")
    page.locator(".t-svc__name a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("link", name=f"Ouvrir {name}")).to_be_visible()


def find_by_need(page: Page, need: str, name: str) -> None:
    page.goto(LIBRARY)
    page.locator(".t-needs").get_by_role("link", name=need).click()
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("link", name=f"Ouvrir {name}")).to_be_visible()


def look(page: Page) -> None:
    """A phone widens its layout to what overflows, so the width asked for is what counts."""
    assert_accessible(page)
    assert_fits(page)
    size = page.viewport_size
    assert size
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_new_teacher_finds_five_tools(library: Open, device: str) -> None:
    page = library(device)
    look(page)
    for words, name in BY_WORDS.items():
        find_by_words(page, words, name)
    for need, name in BY_NEED.items():
        find_by_need(page, need, name)
    look(page)
    page.goto(f"{LIBRARY}?q=xyzzy&invites=1")
    expect(page.get_by_role("link", name="Dire ce besoin")).to_be_visible()
    look(page)


def test_the_library_wears_the_theme_of_the_state(library: Open) -> None:
    page = library("phone", theme="state", color_scheme="dark")
    look(page)
    find_by_words(page, "doodle", "Sondages")
    look(page)


def test_it_is_used_by_keyboard_and_without_script(library: Open) -> None:
    page = library("desktop", java_script_enabled=False)
    page.get_by_role("searchbox", name="Que voulez-vous faire").focus()
    page.keyboard.type("framadatte")
    page.keyboard.press("Enter")
    expect(page.locator(".t-svc__name").first).to_have_text("Framadate")
    first = page.locator(".t-svc__name a").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Framadate")


def test_pins_are_kept_by_their_button(library: Open) -> None:
    page = library("phone", with_people=True)
    page.goto("/demo/")
    page.locator("main form button").first.click()
    page.wait_for_url("/")
    page.goto(f"{LIBRARY}?q=nuage")
    page.get_by_role("button", name="Épingler Nuage").click()
    expect(page.get_by_text("Nuage est épinglé sur votre bureau")).to_be_visible()
    expect(page.get_by_role("button", name="Détacher Nuage")).to_be_visible()
    look(page)


def test_the_page_of_a_service_fits_the_smallest_screen(library: Open) -> None:
    page = library("phone", viewport={"width": 320, "height": 640})
    for address in ("nuage-lyon/", "forge-education/", "pix/"):
        page.goto(f"{LIBRARY}{address}")
        assert_fits(page)
