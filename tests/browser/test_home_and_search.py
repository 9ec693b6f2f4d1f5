"""The home page and the global search, as people use them: keyboard, phone, without script."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.instance import Site

Shot = Callable[[Page, str], Path]
BUSY, NEW = "Léa Martin", "Nadia"
TARGET = 44
"""Pixels a finger needs (WCAG 2.5.5)."""


@pytest.fixture(scope="session")
def filled() -> set[str]:
    """Addresses of the sites whose demo people are there."""
    return set()


@pytest.fixture
def desk(open_site: Callable[..., Site], visitor: Visitor, filled: set[str]) -> Callable[..., Page]:
    """Open the home page as one of the demo people."""

    def opened(who: str, device: str, theme: str = "neutral", **options: object) -> Page:
        site = open_site(THEME=theme, COMPONENTS_PAGE="1")
        if site.url not in filled:
            site.manage("fill_demo")
            filled.add(site.url)
        page = visitor(device, base_url=site.url, **options)
        page.goto("/demo/")
        page.get_by_role("button", name=re.compile(who)).first.click()
        page.wait_for_url("/")
        return page

    return opened


def box_of_page(page: Page) -> Locator:
    return page.locator("main search-box input")


def options_of(page: Page) -> Locator:
    return page.locator("search-box [role=option]")


def test_somebody_is_found_and_opened_by_keyboard_alone(desk: Callable[..., Page]) -> None:
    page = desk(BUSY, "desktop")
    page.goto("/agenda/")
    page.keyboard.press("Control+k")
    expect(page).to_have_url(re.compile("/chercher/$"))
    box = box_of_page(page)
    expect(box).to_be_focused()
    expect(box).to_have_attribute("role", "combobox")
    box.press_sequentially("karim ben")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options_of(page).first).to_have_attribute("aria-selected", "true")
    expect(page.locator("search-box [role=status]")).to_contain_text("proposition")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_be_focused()
    box.press("ArrowDown")
    expect(options_of(page).first).to_contain_text("Karim Benali")
    box.press("ArrowDown")
    box.press("ArrowUp")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Karim Benali")


@pytest.mark.tolerates("net::ERR_FAILED")
def test_enter_before_the_suggestions_shows_all_results(desk: Callable[..., Page]) -> None:
    page = desk(BUSY, "desktop")
    page.keyboard.press("Control+k")
    expect(box_of_page(page)).to_be_focused()
    page.route("**/chercher/suggestions*", lambda route: route.abort())
    page.keyboard.type("conseil")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/chercher/\?q=conseil$"))
    found = page.get_by_role("main").get_by_role("link", name=re.compile("préparer le projet"))
    expect(found).to_be_visible()


def test_the_shortcut_leaves_those_who_type_alone(desk: Callable[..., Page]) -> None:
    page = desk(BUSY, "desktop")
    page.goto("/sondages/nouveau")
    title = page.get_by_role("main").get_by_role("textbox").first
    title.press_sequentially("un/deux")
    title.press("Control+k")
    expect(title).to_be_focused()
    expect(title).to_have_value("un/deux")


def test_the_script_of_the_search_comes_when_it_is_needed(desk: Callable[..., Page]) -> None:
    page = desk(BUSY, "desktop")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert not [url for url in asked if "/search." in url]
    box_of_page(page).focus()
    expect(box_of_page(page)).to_have_attribute("role", "combobox")
    assert [url for url in asked if "/search." in url]


def test_the_same_without_script(desk: Callable[..., Page], shot: Shot) -> None:
    page = desk(BUSY, "phone", java_script_enabled=False)
    page.get_by_role("link", name="Chercher").click()
    box_of_page(page).fill("conseil")
    box_of_page(page).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("conseil")
    page.get_by_role("main").get_by_role("link", name=re.compile("préparer le projet")).click()
    expect(page).to_have_url(re.compile("/sondages/"))


@pytest.mark.parametrize("width", [320, 256])
def test_home_and_results_fit_a_zoomed_page(desk: Callable[..., Page], width: int) -> None:
    page = desk(BUSY, "phone", viewport={"width": width, "height": 640})
    for address in ("/", "/chercher/?q=mar"):
        page.goto(address)
        assert_fits(page)


@pytest.mark.parametrize(
    ("device", "theme", "scheme"),
    [
        ("desktop", "neutral", "light"),
        ("phone", "neutral", "dark"),
        ("desktop", "state", "dark"),
        ("phone", "state", "light"),
    ],
)
def test_home_is_accessible_for_the_busy_and_the_new(
    desk: Callable[..., Page], shot: Shot, device: str, theme: str, scheme: str
) -> None:
    for who in (BUSY, NEW):
        page = desk(who, device, theme, color_scheme=scheme)
        assert_accessible(page)
        assert_fits(page)
        shot(page, f"home-{who}-{theme}-{device}-{scheme}")
    box_of_page(page).press_sequentially("mar")
    expect(options_of(page).first).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    shot(page, f"home-search-{theme}-{device}-{scheme}")
    gestures = page.locator(".t-verb, search-box button:visible, [role=option]")
    boxes = gestures.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")
    assert min(height for height in boxes if height) >= TARGET
    page.goto("/chercher/?q=mar")
    assert_accessible(page)
    page.goto("/chercher/?q=zzzzzz")
    assert_accessible(page)


def test_the_main_gestures_are_under_the_thumb(desk: Callable[..., Page]) -> None:
    page = desk(NEW, "phone")
    expect(page.locator(".t-verb").last).to_be_in_viewport(ratio=1)
    order = page.locator("main h2").all_inner_texts()
    assert order[0] == "À faire"
    assert order[2:] == ["Mon académie", "Reprendre", "Mes services"]
