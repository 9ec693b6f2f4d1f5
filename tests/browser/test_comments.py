"""Comments as people use them: live, calling somebody, by keyboard, and without a script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.instance import ROOT, Site

Open = Callable[..., Page]


@pytest.fixture
def commenting(open_site: Callable[..., Site], visitor: Visitor) -> Open:
    """Open the comments of a poll of the demo as its organiser."""

    def opened(device: str, theme: str = "neutral", **options: object) -> Page:
        site = open_site(THEME=theme, COMPONENTS_PAGE="1")
        site.manage("fill_demo")
        page = visitor(device, base_url=site.url, **options)
        page.goto("/demo/")
        page.locator("main form button").first.click()
        page.wait_for_url("/")
        page.goto("/sondages/")
        links = page.locator("main a[href^='/sondages/']").all()
        addresses = [str(link.get_attribute("href")) for link in links]
        poll = next(one for one in addresses if re.fullmatch(r"/sondages/[\w-]{22}/", one))
        page.goto(f"/commentaires/poll/{poll.split('/')[2]}/")
        return page

    return opened


def write(page: Page, text: str) -> None:
    box = page.get_by_label("Votre commentaire").last
    box.fill(text)
    page.get_by_role("button", name="Commenter").last.click()


def test_a_comment_appears_on_the_other_open_page(commenting: Open) -> None:
    reader, writer = commenting("desktop"), commenting("desktop")
    comments = writer.url
    write(writer, "La salle a changé")
    expect(reader.get_by_text("La salle a changé")).to_be_visible()
    writer.goto(comments)
    reader.locator("summary", has_text="Répondre").last.click()
    reader.get_by_label("Votre réponse").last.fill("Je réfléchis")
    write(writer, "Encore un mot")
    expect(reader.get_by_role("button", name="Afficher les nouveautés")).to_be_visible()
    expect(reader.get_by_label("Votre réponse").last).to_have_value("Je réfléchis")


def test_somebody_is_called_by_keyboard(commenting: Open) -> None:
    page = commenting("desktop")
    answer = '<div><div role="option" class="t-call" data-name="Sophie Lefèvre">Sophie</div></div>'
    page.route("**/personnes?q=so", lambda route: route.fulfill(body=answer))
    box = page.get_by_label("Votre commentaire")
    box.press_sequentially("Bonjour @so")
    expect(page.locator("call-people [role=option]")).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(box).to_have_value("Bonjour @Sophie Lefèvre ")
    expect(box).to_be_focused()
    expect(page.locator("call-people [role=option]")).to_have_count(0)


def test_it_works_without_script(commenting: Open) -> None:
    page = commenting("phone", java_script_enabled=False)
    comments = page.url
    write(page, "Sans script")
    expect(page).to_have_url(re.compile(r"/sondages/[\w-]+/#comment-"))
    page.goto(comments)
    mine = page.locator(".t-comment", has_text="Sans script").last
    mine.get_by_role("link", name="Modifier").click()
    page.get_by_label("Votre commentaire").fill("Corrigé sans script")
    page.get_by_role("button", name="Enregistrer").click()
    page.goto(comments)
    expect(page.get_by_text("Corrigé sans script").last).to_be_visible()
    expect(page.get_by_text("modifié").last).to_be_visible()


@pytest.mark.parametrize(
    ("device", "theme", "scheme"),
    [("phone", "neutral", "light"), ("desktop", "neutral", "dark"), ("phone", "state", "dark")],
)
def test_they_are_accessible_and_fit(
    commenting: Open, device: str, theme: str, scheme: str
) -> None:
    page = commenting(device, theme, color_scheme=scheme)
    comments = page.url
    write(page, "Voir https://example.org/une-adresse-sans-fin/" + "a" * 80)
    page.goto(comments)
    page.locator("summary", has_text="Répondre").last.click()
    assert_accessible(page)
    assert_fits(page)
    picture = ROOT / "test-results" / f"comments-{theme}-{device}-{scheme}.png"
    page.screenshot(path=picture, full_page=True)
