"""Gestures of sharing: the dialog, the picker, the letters of guests."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.poll_pages import letter_to, until_shown


def open_sharing(page: Page) -> Locator:
    """Open the share dialog from the page of a thing; return it."""
    page.get_by_role("link", name="Partager").click()
    dialog = page.get_by_role("dialog", name=re.compile("^Partager"))
    expect(dialog).to_be_visible()
    return dialog


def search_box(place: Page | Locator) -> Locator:
    return place.get_by_role("combobox", name="Un nom, un groupe ou une adresse de courriel")


def pick(place: Page | Locator, typed: str, name: str) -> None:
    """Type ``typed`` as people do and take the suggestion that starts with ``name``."""
    search_box(place).press_sequentially(typed)
    place.get_by_role("option", name=re.compile(f"^{name}")).first.click()
    expect(place.get_by_role("button", name=f"Retirer {name}")).to_be_visible()


def pick_address(place: Page | Locator, address: str) -> None:
    search_box(place).press_sequentially(address)
    search_box(place).press("Enter")
    expect(place.get_by_role("button", name=f"Retirer {address}")).to_be_visible()


def access_of(place: Page | Locator, name: str) -> Locator:
    """Return the line of somebody under « Qui a accès »."""
    return (
        place.get_by_role("region", name="Qui a accès")
        .get_by_role("listitem")
        .filter(has_text=name)
    )


def personal_link(page: Page, address: str) -> str:
    """Return the link in the letter to a guest, as the demo shows it."""
    until_shown(page, "/demo/courriels", letter_to(page, address, "vous invite$"))
    letter_to(page, address, "vous invite$").first.click()
    link = page.get_by_role("main").locator("a[href*='/sondages/'][href*='?cle=']")
    return link.first.get_attribute("href") or ""
