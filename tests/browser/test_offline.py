"""On a phone: installed, read without network, answered without network, sent once.

Chromium holds ``localhost`` for a secure address, which the worker needs.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.poll_pages import answer, become, create_poll, expect_saved, slot
from tests.browser.whole import WholeSite

Shot = Callable[[Page, str], object]
NO_NETWORK = "net::ERR_INTERNET_DISCONNECTED"
CUT = "net::ERR_FAILED"
SOCKET = "WebSocket connection"
UNREACHABLE = "An unknown error occurred when fetching the script"
"""The browser's notes about a page that asks for something without network."""

pytestmark = pytest.mark.tolerates(NO_NETWORK, CUT, SOCKET, UNREACHABLE)

KEPT = """async (path) => {
  for (const name of await caches.keys())
    if (name.startsWith("trousse-p") && await (await caches.open(name)).match(path)) return name;
  return "";
}"""
PRIVATE = "caches.keys().then((names) => names.filter((n) => n.startsWith('trousse-private-')))"


@pytest.fixture(scope="module")
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def keep_pages(page: Page) -> None:
    """Say that this device is one's own, and wait for the worker to have what it keeps."""
    page.goto("/comptes/")
    page.get_by_role("region", name="Lecture hors connexion").get_by_role("button").click()
    expect(page.get_by_text("Activée")).to_be_visible()
    until_kept(page, "/sondages/mes-reponses/")


def until_kept(page: Page, path: str) -> str:
    """Wait until the worker has a copy of ``path``; return the name of its cache."""
    for _ in range(100):
        name: str = page.evaluate(KEPT, path)
        if name:
            return name
        page.wait_for_timeout(100)
    pytest.fail(f"{path} was never kept")


def line_of_copy(page: Page) -> Locator:
    return page.get_by_text(re.compile(r"^Hors connexion\s: version du \d+ \w+ à \d+\sh\s\d\d\.$"))


def test_it_can_be_installed(phone: Page) -> None:
    phone.goto("/")
    session = phone.context.new_cdp_session(phone)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    obstacles = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Each test has a private window of its own, from which nothing can be installed.
    assert [one["errorId"] for one in obstacles] == ["in-incognito"]
    assert found["manifest"]["display"].lower().endswith("standalone")
    assert found["manifest"]["shortcuts"]
    assert "/partager/" in found["manifest"]["shareTarget"]["action"]


def test_nothing_is_kept_before_one_asks(phone: Page) -> None:
    become(phone, "Léa Martin")
    phone.goto("/sondages/")
    assert phone.evaluate("navigator.serviceWorker.getRegistrations().then((r) => r.length)") == 0
    assert phone.evaluate("caches.keys()") == []


def test_what_was_opened_is_read_without_network(phone: Page, shot: Shot) -> None:
    become(phone, "Léa Martin")
    create_poll(phone)
    poll = re.sub(r"\?.*", "", phone.url.split("localhost", 1)[1].split("/", 1)[1])
    keep_pages(phone)
    phone.goto(f"/{poll}")
    until_kept(phone, f"/{poll}")
    phone.context.set_offline(True)

    phone.goto("/sondages/mes-reponses/")
    expect(line_of_copy(phone)).to_be_visible()
    expect(phone.get_by_role("heading", name="Mes réponses")).to_be_visible()
    phone.goto("/bibliotheque/")
    expect(line_of_copy(phone)).to_be_visible()
    assert_accessible(phone)
    assert_fits(phone)
    shot(phone, "offline-library")
    phone.goto(f"/{poll}")
    expect(line_of_copy(phone)).to_be_visible()
    shot(phone, "offline-poll")

    phone.goto("/agenda/")
    expect(phone.get_by_role("heading", name="Pas de réseau")).to_be_visible()
    expect(phone.get_by_role("link", name="Mes réponses")).to_be_visible()
    assert_accessible(phone)
    assert_fits(phone)
    shot(phone, "offline-page")
    phone.get_by_role("link", name="Mes réponses").click()
    expect(phone.get_by_role("heading", name="Mes réponses")).to_be_visible()


def test_an_answer_written_without_network_is_sent_once(visitor: Visitor, shot: Shot) -> None:
    teacher, colleague = visitor("desktop"), visitor("phone")
    become(teacher, "Léa Martin")
    link = create_poll(teacher)
    become(colleague, "Karim Benali")
    keep_pages(colleague)
    colleague.goto(link)
    poll = link.split("?")[0]
    colleague.goto(poll)
    path = "/" + poll.split("/", 3)[3]
    until_kept(colleague, path)

    colleague.context.set_offline(True)
    colleague.goto(poll)  # from the copy, and then written
    expect(line_of_copy(colleague)).to_be_visible()
    answer(colleague, "Oui", "Si besoin", "Non")
    status = colleague.locator(".t-ballot__status")
    expect(status).to_contain_text("partira toute seule")
    shot(colleague, "offline-answer-kept")
    assert_accessible(colleague)
    colleague.reload()
    expect(status).to_contain_text("Gardée sur cet appareil")
    expect(slot(colleague, 1).get_by_label("Oui")).to_be_checked()

    posts = []
    colleague.context.on(
        "request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None
    )
    colleague.context.set_offline(False)
    expect_saved(colleague)
    results = teacher.get_by_role("region", name=re.compile("^Réponses"))
    teacher.goto(poll)
    expect(results.get_by_text("Convient à 1 personne sur 1.").first).to_be_visible()
    colleague.goto(poll)
    expect(colleague.get_by_text("Gardée sur cet appareil")).to_have_count(0)
    assert len([url for url in posts if "/sondages/" in url]) <= 1


def test_a_refused_answer_is_kept_and_told(visitor: Visitor, shot: Shot) -> None:
    teacher, colleague = visitor("desktop"), visitor("phone")
    become(teacher, "Léa Martin")
    link = create_poll(teacher)
    become(colleague, "Karim Benali")
    keep_pages(colleague)
    colleague.goto(link)
    poll = link.split("?")[0]
    colleague.goto(poll)
    colleague.context.set_offline(True)
    answer(colleague, "Oui", "Si besoin", "Non")
    expect(colleague.locator(".t-ballot__status")).to_contain_text("partira toute seule")
    teacher.goto(poll)
    teacher.get_by_role("button", name="Clore").click()

    colleague.context.set_offline(False)
    refused = colleague.get_by_role("alert").filter(has_text="n’a pas pu être enregistrée")
    expect(refused).to_contain_text("ne prend plus de réponses")
    expect(refused.get_by_role("listitem")).to_have_count(3)
    expect(colleague.locator(".t-ballot__status")).to_contain_text("n’a pas pu")
    shot(colleague, "offline-answer-refused")
    refused.get_by_role("button", name="Effacer de cet appareil").click()
    expect(refused).to_have_count(0)


WAITING = """(path) => new Promise((resolve, reject) => {
  const request = indexedDB.open("trousse-outbox", 1);
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const write = request.result.transaction("answers", "readwrite");
    write.oncomplete = () => { request.result.close(); resolve(); };
    const reader = document.documentElement.dataset.reader;
    const own = { url: path, id: "1", reader, title: "Conseil", fields: [], said: [] };
    write.objectStore("answers").put({ ...own, keptAt: Date.now(), refusal: "" });
  };
})"""


def test_signing_out_leaves_nothing(phone: Page, shot: Shot) -> None:
    become(phone, "Léa Martin")
    poll = create_poll(phone).split("?")[0]
    keep_pages(phone)
    assert len(phone.evaluate(PRIVATE)) == 1
    phone.evaluate(WAITING, "/" + poll.split("/", 3)[3])
    phone.route("**/sondages/*/", lambda route: route.abort())  # so that it cannot leave
    phone.goto("/comptes/")
    phone.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    warning = phone.get_by_role("alert")
    expect(warning).to_contain_text("n’est pas encore partie")
    assert_accessible(phone)
    shot(phone, "offline-sign-out")
    warning.get_by_role("button", name="Rester connecté").click()
    expect(warning).to_have_count(0)
    phone.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    warning.get_by_role("button", name="Se déconnecter et l’effacer").click()
    expect(phone.get_by_role("link", name="Se connecter").first).to_be_visible()
    phone.wait_for_function(f"async () => (await {PRIVATE}).length === 0")
    phone.context.set_offline(True)
    assert phone.evaluate(KEPT, "/sondages/mes-reponses/") == ""
