"""Choosing people as people do: by keyboard, by touch, and without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.instance import ROOT, Site

PAGE = "/composants/"


@pytest.fixture(scope="session")
def filled() -> set[str]:
    """Addresses of the sites whose demo people are there."""
    return set()


@pytest.fixture
def picking(
    open_site: Callable[..., Site], visitor: Visitor, filled: set[str]
) -> Callable[..., Page]:
    """Open the page with a picker as one of the demo people."""

    def opened(device: str, theme: str = "neutral", **options: object) -> Page:
        site = open_site(THEME=theme, COMPONENTS_PAGE="1")
        if site.url not in filled:
            site.manage("fill_demo")
            filled.add(site.url)
        page = visitor(device, base_url=site.url, **options)
        page.goto("/demo/")
        page.locator("main form button").first.click()
        page.wait_for_url("/")
        page.goto(PAGE)
        return page

    return opened


def chosen(page: Page) -> Locator:
    return page.locator("people-picker [data-part=choice]")


def box(page: Page) -> Locator:
    return page.locator("people-picker input[type=text]")


def test_somebody_is_chosen_and_removed_by_keyboard_alone(picking: Callable[..., Page]) -> None:
    page = picking("desktop")
    combobox = page.get_by_role("combobox", name="Un nom, un groupe ou une adresse")
    combobox.press_sequentially("ben")
    expect(combobox).to_have_attribute("aria-expanded", "true")
    expect(page.locator("people-picker").get_by_role("option").first).to_have_attribute(
        "aria-selected", "true"
    )
    expect(page.locator("people-picker [role=status]")).to_contain_text("proposition")
    combobox.press("Escape")
    expect(combobox).to_have_attribute("aria-expanded", "false")
    combobox.press("ArrowDown")
    expect(page.locator("people-picker").get_by_role("option").first).to_be_visible()
    combobox.press("Enter")
    expect(chosen(page)).to_have_count(1)
    expect(combobox).to_have_value("")
    expect(combobox).to_be_focused()
    combobox.press("Backspace")
    expect(chosen(page).get_by_role("button")).to_be_focused()
    page.keyboard.press("Backspace")
    expect(chosen(page)).to_have_count(0)
    expect(combobox).to_be_focused()
    expect(page).to_have_url(PAGE)


def test_addresses_are_typed_and_pasted(picking: Callable[..., Page]) -> None:
    page = picking("desktop")
    box(page).press_sequentially("nadia@parents.example")
    expect(page.locator("people-picker").get_by_role("option")).to_contain_text("Inviter")
    box(page).press("Enter")
    expect(chosen(page)).to_have_count(1)
    box(page).evaluate(
        """(input) => {
          const data = new DataTransfer();
          data.setData("text", "a@b.example; Paul <c@d.example>\\nnadia@parents.example");
          input.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }"""
    )
    expect(chosen(page)).to_have_count(3)
    page.locator("#c-people ~ form button.fr-btn").last.click()
    expect(chosen(page)).to_have_count(3)


def test_the_same_without_script(picking: Callable[..., Page]) -> None:
    page = picking("phone", java_script_enabled=False)
    box(page).fill("ben")
    box(page).press("Enter")
    expect(box(page)).to_have_value("ben")
    page.get_by_role("button", name="Ajouter").first.click()
    expect(chosen(page)).to_have_count(1)
    page.get_by_role("button", name="Retirer").click()
    expect(chosen(page)).to_have_count(0)
    page.locator("#c-people ~ form button.fr-btn").last.click()
    expect(page.get_by_text("Choisissez au moins une personne.")).to_be_visible()
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
def test_it_is_accessible_and_fits(
    picking: Callable[..., Page],
    device: str,
    theme: str,
    scheme: str,
) -> None:
    page = picking(device, theme, color_scheme=scheme)
    box(page).fill("nadia@parents.example")
    box(page).press("Enter")
    expect(chosen(page)).to_have_count(1)
    box(page).press_sequentially("mar")
    expect(page.locator("people-picker").get_by_role("option").first).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    heights = page.locator("people-picker :is([role=option], [data-part=remove])").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
    picture = ROOT / "test-results" / f"picker-{theme}-{device}-{scheme}.png"
    page.locator("section:has(> #c-people)").screenshot(path=picture)
