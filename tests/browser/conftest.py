"""Fixtures of the browser tests: a live site, and people who visit it.

``visitor("phone")`` opens a page as somebody new, with an empty browser; ``desktop``, ``phone``
and ``no_js`` are the usual ones. Any error in the browser's console (a script error, something
that the content security policy refuses) fails the test.
"""

import os
import re
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.instance import ROOT, Site, new_site
from tests.browser.whole import WholeSite, new_whole_site

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DEVICES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
}
ANSWER_STATUS = "Failed to load resource: the server responded with a status of"
"""The browser's note about a page answered with an error status, which tests look at themselves."""

PATIENCE_MS = 20_000
"""How long a page may take on a busy machine before a test gives up; no test measures time."""


class Visitor(Protocol):
    """Opens a page as a new person: an empty browser on one kind of device."""

    def __call__(self, device: str = ..., **options: Any) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash.setdefault(FAILED, default=False)
    item.stash[FAILED] |= report.failed
    if report.failed:
        report.sections += _written_by_sites(item)
    return report


def _written_by_sites(item: pytest.Item) -> list[tuple[str, str]]:
    """Return what the servers of a failed test wrote last, and the room left on their disk."""
    found = getattr(item, "funcargs", {}).values()
    return [
        (
            f"{site.url}, {shutil.disk_usage(site.data_dir).free // 1_000_000} MB free on its disk",
            site.log[-LOG_SHOWN:],
        )
        for site in found
        if isinstance(site, Site)
    ]


FAILED = pytest.StashKey[bool]()
LOG_SHOWN = 8_000
"""Characters of a server's log in the report of a failed test."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def open_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Site]]:
    """Return the running instance with these environment variables; started once per session."""
    sites: dict[tuple[tuple[str, str], ...], Site] = {}

    def opened(**environment: str) -> Site:
        key = tuple(sorted(environment.items()))
        if key not in sites:
            sites[key] = new_site(tmp_path_factory.mktemp("site"), **environment)
        return sites[key]

    yield opened
    for site in sites.values():
        site.stop()


@pytest.fixture(scope="session")
def site(open_site: Callable[..., Site]) -> Site:
    """The usual instance: neutral theme, demo mode, empty database at the session's start."""
    return open_site()


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSite]:
    """The product with its worker and the demo data, which take long to fill: one a session."""
    whole = new_whole_site(tmp_path_factory.mktemp("whole"))
    yield whole
    whole.stop()


@pytest.fixture
def visitor(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Open pages as new people. ``options`` go to Playwright's ``new_context``."""
    pages: list[Page] = []
    complaints: list[str] = []
    marker = request.node.get_closest_marker("tolerates")
    tolerated = marker.args if marker else ()

    def note(message: ConsoleMessage) -> None:
        expected = (ANSWER_STATUS, *tolerated)
        if message.type == "error" and not any(words in message.text for words in expected):
            complaints.append(message.text)

    def visit(device: str = "desktop", **options: Any) -> Page:
        settings = {
            "base_url": site.url,
            "locale": "fr-FR",
            "timezone_id": "Europe/Paris",
            "reduced_motion": "reduce",
        }
        context = browser.new_context(**(settings | DEVICES[device] | options))
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        pages.append(page)
        return page

    yield visit
    for number, page in enumerate(pages):
        if request.node.stash.get(FAILED, False):
            _photograph(page, f"failed-{request.node.name}-{number}")
        page.context.close()
    assert complaints == []


@pytest.fixture
def desktop(visitor: Visitor) -> Page:
    """Somebody at a 1280 x 800 screen."""
    return visitor("desktop")


@pytest.fixture
def phone(visitor: Visitor) -> Page:
    """Somebody with a 360 x 740 touch screen."""
    return visitor("phone")


@pytest.fixture
def no_js(visitor: Visitor) -> Page:
    """Somebody with a phone whose browser runs no script."""
    return visitor("phone", java_script_enabled=False)


@pytest.fixture
def shot() -> Callable[[Page, str], Path]:
    """Return ``shot(page, name)``, which saves the whole page in ``test-results/``."""
    return _photograph


def _photograph(page: Page, name: str) -> Path:
    path = ROOT / "test-results" / f"{re.sub(r'[^a-zA-Z0-9._-]+', '-', name)}.png"
    page.screenshot(path=path, full_page=True)
    return path
