"""The page's side of realtime in a real browser, behind real proxies that do what networks do."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.instance import ROOT, build_front_end
from tests.core.realtime.clients import Site
from tests.core.realtime.split import servers

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed"),
]

PROXIES: dict[str, dict[str, str]] = {
    "websocket": {},
    "sse": {"proxy_set_header Upgrade           $http_upgrade;": ""},
    "poll": {
        "proxy_set_header Upgrade           $http_upgrade;": "",
        "proxy_buffering off;": "proxy_ignore_headers X-Accel-Buffering;",
        "gzip off;": "gzip on; gzip_types *; gzip_proxied any;",
    },
}
"""What a network does to our proxy's configuration, by the transport that gets through."""

FOLLOW = """
    window.heard = [];
    const stop = live.subscribe("leaflet:open-NAME", 0, ({ seq }) => {
        heard.push(seq);
        document.body.textContent = heard.join(" ");
    });
"""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Machine]:
    """Run pages and live connections, without a proxy."""
    directory = tmp_path_factory.mktemp("proxied")
    with servers.database(directory) as database:
        machine = servers.machine(directory, DATABASE_URL=database, TRUSTED_PROXIES="1")
        machine.manage("migrate", "--verbosity", "0")
        with servers.pages(machine), servers.live(machine):
            yield machine


@pytest.fixture(scope="module")
def client_script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bundle the client alone, as ``live``."""
    build_front_end()
    target = tmp_path_factory.mktemp("client") / "live.js"
    command = ["node_modules/.bin/esbuild", "shared/live.ts", "--bundle", "--format=iife"]
    options = ["--global-name=live", "--log-level=warning", f"--outfile={target}"]
    subprocess.run([*command, *options], cwd=ROOT / "frontend", check=True)
    return target


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("transport", PROXIES)
def test_news_gets_through(
    transport: str, host: servers.Machine, client_script: Path, page: Page
) -> None:
    site = Site(servers.free_port())
    with servers.nginx(host, site.port, PROXIES[transport]):
        page.goto(f"{site.origin}/live/nothing")
        follow = FOLLOW.replace("NAME", transport)
        page.evaluate(f"{client_script.read_text()}; {follow}")
        expect(page.locator("html")).to_have_attribute("data-live", transport, timeout=40_000)
        write(site, transport)
        expect(page.locator("body")).to_have_text("1")
        write(site, transport)
        expect(page.locator("body")).to_have_text("1 2")


def write(site: Site, name: str) -> None:
    with site.get(f"/print/open-{name}") as response:
        assert response.status == 200
