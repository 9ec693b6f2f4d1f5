"""Takes the pictures of the README on a running demo instance, so that anybody can renew them.

Start one with ``make run``, then: ``.venv/bin/python scripts/pictures.py [ADDRESS]``.
Needs what ``make test`` installs (Playwright, Chromium). Each run adds one poll to the instance.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
LARGEST = 200_000
"""Bytes of one picture: the README must open fast."""
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
}

ORGANISER = "Léa Martin"
TITLE = "Conseil pédagogique"
PLACE = "Salle 204"
HOURS = (("17:00", "18:00"), ("12:30", "13:30"), ("17:00", "18:00"), ("16:30", "17:30"))
ANSWERS = {
    "Karim Benali": "ymyn",
    "Sophie Lefèvre": "yyyn",
    "Thomas Nguyen": "nyym",
    "Camille Le Goff": "ynyy",
    "Marc Oudin": "mnym",
}
GUEST, GUEST_ANSWERS = "Monique Perrin", "ym"


def main() -> int:
    """Make a poll, let people answer it, photograph it; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", default="http://localhost:8000")
    address = parser.parse_args().address.rstrip("/")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        taken = take_pictures(chromium, address)
        chromium.close()
    for path in taken:
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
    return 1 if any(path.stat().st_size > LARGEST for path in taken) else 0


def take_pictures(browser: Browser, address: str) -> list[Path]:
    """Return the pictures, one of the organiser's screen and one of a guest's phone."""
    with somebody(browser, address, ORGANISER, **DESKTOP) as page:
        poll = create_poll(page)
    for name, letters in ANSWERS.items():
        with somebody(browser, address, name, **DESKTOP) as page:
            page.goto(poll)
            choose(page, letters)
            page.locator("#reponse button[type=submit]").first.click()
    desktop, phone = FOLDER / "poll-desktop.png", FOLDER / "poll-phone.png"
    with somebody(browser, address, ORGANISER, java_script_enabled=True, **DESKTOP) as page:
        page.goto(poll)
        page.locator("#tableau").evaluate("details => { details.open = true }")
        bring_up(page, ".t-results")
        page.screenshot(path=desktop)
    with visitor(browser, address, java_script_enabled=True, **PHONE) as page:
        page.goto(poll)
        page.get_by_label("Votre nom").fill(GUEST)
        choose(page, GUEST_ANSWERS)
        page.get_by_text("Enregistré à").wait_for()
        bring_up(page, ".t-ballot__slots")
        page.screenshot(path=phone)
    return [desktop, phone]


@contextmanager
def visitor(browser: Browser, address: str, **device: Any) -> Iterator[Page]:
    """Open an empty browser in French; the forms are enough, so scripts are off by default."""
    context = browser.new_context(
        **{"base_url": address, "locale": "fr-FR", "java_script_enabled": False, **device}
    )
    yield context.new_page()
    context.close()


@contextmanager
def somebody(browser: Browser, address: str, name: str, **device: Any) -> Iterator[Page]:
    """Open a browser in which the demo person ``name`` is signed in."""
    with visitor(browser, address, **device) as page:
        answer = page.goto("/demo/")
        if answer is None or not answer.ok:
            sys.exit(f"{address} is no demo instance: start one with make run.")
        page.get_by_role("button", name=name).click()
        yield page


def create_poll(page: Page) -> str:
    """Create the poll of the pictures, on the first school days in a fortnight; return its link."""
    page.goto("/sondages/nouveau")
    page.locator("[name=add_rows]").click()
    page.locator("[name=title]").fill(TITLE)
    page.locator("summary", has_text="Lieu").click()
    page.locator("[name=place]").fill(PLACE)
    for row, (day, (start, end)) in enumerate(zip(coming_days(), HOURS, strict=True)):
        page.locator("[name=day]").nth(row).fill(day.isoformat())
        page.locator("[name=start]").nth(row).fill(start)
        page.locator("[name=end]").nth(row).fill(end)
    page.locator("main form button[type=submit]").last.click()
    return page.url.partition("?")[0]


def coming_days() -> list[date]:
    """Return Tuesday and Thursday of the second and third weeks from now."""
    monday = date.today() + timedelta(days=14 - date.today().weekday())  # noqa: DTZ011 - as people
    return [monday + timedelta(days=days) for days in (1, 3, 8, 10)]


def choose(page: Page, letters: str) -> None:
    """Choose an answer per slot, in their order."""
    for number, letter in enumerate(letters, start=1):
        page.locator(f"label[for=s{number}{letter}]").click()


def bring_up(page: Page, selector: str) -> None:
    """Scroll until the element stands near the top of the screen."""
    page.locator(selector).evaluate(
        "element => scrollTo(0, scrollY + element.getBoundingClientRect().top - 24)"
    )


if __name__ == "__main__":
    sys.exit(main())
