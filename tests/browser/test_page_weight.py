"""The weight of a first visit, as it really crosses the network: every body, compressed.

Headers are left out: they depend on the protocol (HTTP/2 sends most of them once).
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.browser.instance import Site

BUDGETS = {"neutral": 60_000, "state": 110_000}
"""Bytes."""

PUBLIC = [
    "/",
    "/bibliotheque/",
    "/bibliotheque/polls/",
    "/comptes/login/",
    "/demo/",
    "/donnees-personnelles/",
    "/page-inconnue",
]
SIGNED_IN = [
    "/",
    "/agenda/",
    "/agenda/abonnement/",
    "/annuaire/calendrier/",
    "/annuaire/groupes/",
    "/annuaire/groupes/nouveau",
    "/comptes/",
    "/notifications/",
    "/notifications/reglages/",
    "/sondages/",
    "/sondages/nouveau",
]
"""Besides these: every page that the bar and its menus lead to, and the polls of the demo."""

SIZES = """() => Object.fromEntries(
  [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter((entry) => !entry.name.startsWith("data:"))
    .map((entry) => [entry.name, entry.encodedBodySize])
)"""


@dataclass(frozen=True)
class Traffic:
    """What an empty browser received: the page's status, bytes and encoding of each body."""

    status: int
    sizes: dict[str, int]
    encodings: dict[str, str]

    @property
    def total(self) -> int:
        return sum(self.sizes.values())

    def table(self) -> str:
        lines = sorted(self.sizes.items(), key=lambda item: -item[1])
        return "\n".join(f"{size:>8} {self.encodings[name]:5} {name}" for name, size in lines)


@pytest.fixture(params=sorted(BUDGETS))
def themed(request: pytest.FixtureRequest, open_site: Callable[..., Site]) -> Site:
    return open_site(THEME=request.param, COMPONENTS_PAGE="1")


def first_visit(visitor: Visitor, site: Site, address: str, cookies: list[Any]) -> Traffic:
    """Visit ``address`` with an empty cache, as the person whose ``cookies`` these are."""
    page = visitor("phone", base_url=site.url)
    page.context.add_cookies(cookies)
    encodings: dict[str, str] = {}
    page.on(
        "response",
        lambda answer: encodings.update({answer.url: answer.headers.get("content-encoding", "")}),
    )
    answer = page.goto(address, wait_until="load")
    assert answer
    page.evaluate("document.fonts.ready.then(() => null)")
    sizes = page.evaluate(SIZES)
    page.context.close()
    return Traffic(answer.status, sizes, encodings)


def become_somebody(visitor: Visitor, site: Site) -> Page:
    page = visitor("desktop", base_url=site.url)
    page.goto("/demo/")
    page.locator("main form button").first.click()
    page.wait_for_url("/")
    return page


def links(page: Page, places: str) -> set[str]:
    """Return the addresses of this instance that the links in ``places`` lead to."""
    found = (str(link.get_attribute("href")) for link in page.locator(places).all())
    return {address.split("#")[0] for address in found if address.startswith("/")}


def heavy_pages(page: Page) -> set[str]:
    """Return what a person of the demo can open, pages with parts of other rooms included."""
    page.goto("/")
    found = links(page, ".t-bar a[href]") - {"/comptes/logout/"}
    page.goto("/sondages/")
    polls = links(page, "main a[href^='/sondages/']") - {"/sondages/nouveau"}
    assert polls, "the demo has polls"
    shares: set[str] = set()
    for poll in sorted(polls):
        page.goto(poll)
        shares |= links(page, "share-button a[href]")
    assert shares, "this person organises a poll of the demo, which can be shared"
    return {*SIGNED_IN, *found, *polls, *sorted(shares)[:1]}


@pytest.mark.timeout(300)  # some thirty pages, each in an empty browser
def test_a_first_visit_stays_light(themed: Site, visitor: Visitor) -> None:
    themed.manage("fill_demo")
    somebody = become_somebody(visitor, themed)
    private = sorted(heavy_pages(somebody))
    mine = somebody.context.cookies()
    visits = {address: first_visit(visitor, themed, address, []) for address in PUBLIC}
    for address in private:
        traffic = first_visit(visitor, themed, address, mine)
        assert traffic.status == HTTPStatus.OK, address
        visits[f"signed in: {address}"] = traffic
    budget = BUDGETS[themed.environment["THEME"]]
    for name, traffic in visits.items():
        print(f"{traffic.total / 1000:6.1f} kB  {name}")  # noqa: T201  # the figures, with -rA
    for name, traffic in visits.items():
        assert traffic.total < budget, f"{name}\n{traffic.table()}"
        assert min(traffic.sizes.values()) > 0, f"{name} was not measured\n{traffic.table()}"


def test_styles_and_scripts_travel_as_brotli_and_come_from_here(
    themed: Site, visitor: Visitor
) -> None:
    traffic = first_visit(visitor, themed, "/demo/", [])
    for address, encoding in traffic.encodings.items():
        assert address.startswith((themed.url, "data:"))
        if address.startswith(f"{themed.url}/static/") and not address.endswith(".woff2"):
            assert encoding == "br", address
    assert any(address.endswith(".css") for address in traffic.encodings)
