"""The pages of what all services share, and of the offices: each looked at once, wide and narrow.

Then what a browser alone can show of them: a guest says their name once on a page, and a comment
that is reported gives way to a line.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.instance import Site
from tests.browser.poll_pages import answer, become, create_poll, expect_saved, go_to_comments
from tests.browser.sharing_pages import open_sharing, pick

Shot = Callable[[Page, str], object]
GROUP = re.compile(r"/annuaire/groupes/[\w-]{22}/$")
HOURS = re.compile(r"/annuaire/etablissements/\w{8}/horaires/$")
CHANGE_HOURS = re.compile(r"/annuaire/etablissements/\w{8}/horaires/modifier$")
PERSON = re.compile(r"/annuaire/personnes/[\w-]{22}/$")
ACTIVITY = re.compile(r"/activites/[\w-]{22}/$")
PAGES = {
    "Léa Martin": (
        "/annuaire/?q=lefevre",
        PERSON,
        "/annuaire/ma-fiche/",
        HOURS,
        "/annuaire/calendrier/",
        "/annuaire/groupes/",
        GROUP,
        "/annuaire/groupes/nouveau",
        "/activites/nouvelle",
        "/activites/",
        ACTIVITY,
        "/agenda/",
        "/agenda/abonnement/",
        "/notifications/",
        "/notifications/reglages/",
        "/comptes/mes-donnees/",
        "/comptes/mes-donnees/effacer/",
    ),
    "Sophie Lefèvre": ("/annuaire/ma-fiche/", HOURS, CHANGE_HOURS),
    "Thomas Nguyen": ("/comptes/mes-donnees/", "/comptes/mes-donnees/effacer/"),
    "Marc Oudin": (
        "/exploitation/",
        "/exploitation/mandats/",
        "/exploitation/fournisseurs/",
        "/exploitation/comptes/nouveau/",
        "/exploitation/comptes/",
        "/exploitation/signalements/",
    ),
    "Inès Fernandes": ("/assistance/", "/assistance/?wanted=Sophie"),
}
"""Who looks at which pages; a pattern follows the first such link of the page before."""


@pytest.fixture(scope="module")
def site(open_site: Callable[..., Site]) -> Site:
    """An instance with the demo data, whose people nobody erases."""
    opened = open_site(THEME="neutral", COMPONENTS_PAGE="1")
    opened.manage("fill_demo")
    return opened


def check(page: Page) -> None:
    page.wait_for_load_state()
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize(("device", "scheme"), [("desktop", "light"), ("phone", "dark")])
@pytest.mark.parametrize("person", PAGES)
def test_every_page_is_accessible_and_fits(
    visitor: Visitor, shot: Shot, person: str, device: str, scheme: str
) -> None:
    page = visitor(device, color_scheme=scheme)
    become(page, person)
    if ACTIVITY in PAGES[person]:
        make_activity(page)
    for place in PAGES[person]:
        address = place if isinstance(place, str) else first_link(page, place)
        answered = page.goto(address)
        assert answered is not None
        assert answered.status == 200, address
        check(page)
        shot(page, f"rooms-{device}-{person}-{page.url.split('/', 3)[3]}")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_the_bar_leads_through_an_activity(visitor: Visitor, shot: Shot, device: str) -> None:
    page = visitor(device)
    become(page, "Léa Martin")
    make_activity(page)
    activity = page.url
    for title in ("Quel week-end ?", "Réunion des familles avant le départ"):
        create_poll(page, title)
        poll = page.url.partition("?")[0]
        page.goto(f"{activity}choses")
        page.get_by_label("Ou son adresse").fill(poll)
        page.get_by_role("button", name="Ajouter à l’activité").click()
        page.wait_for_url(activity)
    page.goto(poll)
    tabs = page.get_by_role("navigation", name="Activité")
    expect(tabs.locator("[aria-current]")).to_contain_text("Réunion des familles")
    expect(tabs.locator("[aria-current]")).to_be_in_viewport()
    check(page)
    shot(page, f"rooms-{device}-activity-bar")
    tabs.get_by_role("link", name="Quel week-end ?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quel week-end ?")
    expect(tabs.locator("[aria-current]")).to_contain_text("Quel week-end ?")
    tabs.get_by_role("link", name="Voyage à Lisbonne").click()
    page.wait_for_url(activity)


def make_activity(page: Page) -> None:
    page.goto("/activites/nouvelle")
    page.get_by_label("Titre").fill("Voyage à Lisbonne")
    page.get_by_role("button", name="Créer l’activité").click()
    page.wait_for_url(ACTIVITY)


def first_link(page: Page, pattern: re.Pattern[str]) -> str:
    links = page.locator("main a[href]").evaluate_all("all => all.map((a) => a.pathname)")
    return next(link for link in links if pattern.search(link))


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_guest_says_their_name_once(visitor: Visitor, device: str) -> None:
    teacher, guest = visitor(device), visitor(device)
    become(teacher, "Léa Martin")
    guest.goto(create_poll(teacher, f"Une seule fois, {device}"))
    comments = go_to_comments(guest)
    names = guest.get_by_label("Votre nom").filter(visible=True)
    expect(names).to_have_count(1)
    comments.get_by_label("Votre commentaire").fill("Je préfère le matin")
    comments.get_by_label("Votre nom").fill("Nadia")
    comments.get_by_label("Votre nom").blur()
    expect(guest.locator("#reponse").get_by_label("Votre nom")).to_have_value("Nadia")
    answer(guest, "Oui", "Oui", "Non")
    expect_saved(guest)
    comments.get_by_role("button", name="Commenter").click()
    guest.wait_for_url(re.compile("#comment-"))
    written = guest.locator(".t-comment", has_text="Je préfère le matin")
    expect(written).to_contain_text("Nadia")
    expect(guest.get_by_label("Votre nom").filter(visible=True)).to_have_count(1)


def test_a_name_given_with_the_answers_signs_the_comment(visitor: Visitor) -> None:
    teacher, guest = visitor("desktop"), visitor("phone")
    become(teacher, "Léa Martin")
    guest.goto(create_poll(teacher, "Le nom des réponses"))
    comments = go_to_comments(guest)
    guest.locator("#reponse").get_by_label("Votre nom").fill("Paul")
    comments.get_by_label("Votre commentaire").fill("Sans le redire")
    expect(comments.get_by_label("Votre nom")).to_be_hidden()
    comments.get_by_role("button", name="Commenter").click()
    guest.wait_for_url(re.compile("#comment-"))
    expect(guest.locator(".t-comment", has_text="Sans le redire")).to_contain_text("Paul")


def test_a_reported_comment_is_taken_down_under_the_eyes_of_its_readers(
    visitor: Visitor, shot: Shot
) -> None:
    teacher, reader, operator = visitor("desktop"), visitor("phone"), visitor("desktop")
    become(teacher, "Léa Martin")
    link = create_poll(teacher, "Un mot de trop")
    poll = teacher.url.split("?")[0]
    teacher.goto(poll)
    comments = go_to_comments(teacher)
    comments.get_by_label("Votre commentaire").fill("Un mot de trop pour tous")
    comments.get_by_role("button", name="Commenter").click()
    become(reader, "Karim Benali")
    reader.goto(link)
    read = go_to_comments(reader).locator(".t-comment")
    read.get_by_role("link", name="Signaler").click()
    reader.get_by_label("Autre motif").check()
    check(reader)
    reader.get_by_role("button", name="Envoyer le signalement").click()
    go_to_comments(reader)
    become(operator, "Marc Oudin")
    operator.goto("/exploitation/signalements/")
    operator.get_by_role("link", name="Commentaire de Léa Martin").click()
    expect(operator.get_by_role("main")).to_contain_text("Un mot de trop pour tous")
    check(operator)
    shot(operator, "rooms-case-of-a-comment")
    operator.get_by_role("button", name="Retirer").click()
    expect(read).to_contain_text("Commentaire retiré par les opérateurs de ce site.")
    expect(read).not_to_contain_text("Un mot de trop pour tous")


@pytest.mark.parametrize("place", ["/", "/notifications/", "the comments of a poll"])
def test_the_bell_counts_without_a_reload(visitor: Visitor, place: str) -> None:
    teacher, colleague = visitor("desktop"), visitor("phone")
    become(teacher, "Léa Martin")
    link = create_poll(teacher, f"La cloche, sur {place}")
    poll = teacher.url.split("?")[0]
    become(colleague, "Sophie Lefèvre")
    if place.startswith("/"):
        colleague.goto(place)
    else:
        colleague.goto(link)
        go_to_comments(colleague)
    bell = colleague.locator(".t-bar a[href='/notifications/']")
    before = re.search(r"\d+", bell.inner_text())
    more = int(before[0]) + 1 if before else 1
    expect(colleague.locator("html")).to_have_attribute("data-live", re.compile("websocket|sse"))
    teacher.goto(poll)
    dialog = open_sharing(teacher)
    pick(dialog, "sophie lef", "Sophie Lefèvre")
    dialog.get_by_role("button", name="Partager", exact=True).click()
    expect(bell.locator(".fr-badge")).to_have_text(str(more))
    expect(colleague.locator(".t-bar a[href='/notifications/'] + [role=status]")).to_contain_text(
        "non lue"
    )
