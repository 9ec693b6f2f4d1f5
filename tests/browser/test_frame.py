"""The frame of every page: bar, menus, colours, language, footer."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_unknown_page_is_accessible_and_fits(visitor: Visitor, device: str, scheme: str) -> None:
    page = visitor(device, color_scheme=scheme)
    page.goto("/page-inconnue")
    assert_accessible(page)
    assert_fits(page)


def test_the_frame_fits_in_320_pixels(visitor: Visitor) -> None:
    page = visitor("phone", viewport={"width": 320, "height": 640})
    page.goto("/page-inconnue")
    assert_fits(page)


def test_dark_is_chosen_without_script_and_kept(no_js: Page) -> None:
    no_js.goto("/")
    no_js.locator(".t-menu > summary").first.click()
    no_js.locator("button[value=dark]").click()
    expect(no_js.locator("html")).to_have_attribute("data-theme", "dark")
    no_js.goto("/")
    background = no_js.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == "rgb(21, 19, 28)"
