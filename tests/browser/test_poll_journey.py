"""The first journey: a teacher proposes dates, a guest answers, a date is decided, mail leaves.

Played on a wide screen and on a phone, by keyboard, without script, with sockets blocked, and
across a power cut.
"""

import re
import signal
from collections.abc import Callable

import pytest
import vobject
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.poll_pages import (
    SOCKETS_ARE_CUT,
    STREAMS_ARE_HELD_BACK,
    TITLE,
    answer,
    become,
    create_poll,
    day,
    expect_saved,
    give_name,
    letter_to,
    slot,
    tab_to,
    until_shown,
)
from tests.browser.whole import WholeSite

Shot = Callable[[Page, str], object]


HOURS = {"desktop": ("17:00", "18:00"), "phone": ("17:15", "18:15")}
"""They tell the letters of one test from those of the others: subjects hold nothing else."""
AT = {"desktop": "17 h – 18 h", "phone": "17 h 15 – 18 h 15"}


@pytest.fixture(scope="module")
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def check(page: Page, shot: Shot, name: str) -> None:
    page.wait_for_load_state()
    assert_accessible(page)
    assert_fits(page)
    shot(page, name)


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_from_the_question_to_the_calendar(visitor: Visitor, device: str, shot: Shot) -> None:
    teacher, guest = visitor(device), visitor(device)
    become(teacher, "Léa Martin")
    check(teacher, shot, f"poll-{device}-0-home")
    teacher.goto("/sondages/nouveau")
    day(teacher, 28).click()
    check(teacher, shot, f"poll-{device}-1-create")
    link = create_poll(teacher, hours=HOURS[device])
    check(teacher, shot, f"poll-{device}-2-created")

    guest.goto(link)
    give_name(guest, "Nadia Traoré")
    guest.get_by_label("Votre adresse électronique").fill("nadia@example.org")
    answer(guest, "Oui", "Si besoin", "Non")
    expect_saved(guest)
    expect(guest.get_by_role("heading", name="Pour revenir")).to_be_visible()
    check_coming_back(visitor(device), guest)
    check(guest, shot, f"poll-{device}-3-answered")

    results = teacher.get_by_role("region", name=re.compile("^Réponses"))
    expect(results.get_by_text("Convient à 1 personne sur 1.")).to_be_visible()
    expect(results.get_by_text("Meilleure date")).to_be_visible()
    results.get_by_role("button", name="Choisir").first.click()
    expect(teacher.get_by_text("2 personnes la reçoivent")).to_be_visible()
    check(teacher, shot, f"poll-{device}-4-decided")

    expect(guest.get_by_text("Date choisie", exact=True)).to_be_visible()
    with guest.expect_download() as download:
        guest.get_by_role("link", name="Ajouter à mon calendrier").click()
    event = vobject.readOne(download.value.path().read_text()).vevent
    assert event.summary.value == TITLE
    assert (event.dtstart.value.hour, event.dtend.value.hour) == (17, 18)
    check_letter(teacher, "lea.martin@", AT[device], f"« {TITLE} » a sa date")
    check_letter(teacher, "nadia@example.org", AT[device], f"vous attend pour « {TITLE} »")
    check_link(visitor(device), teacher)

    teacher.goto(link)
    teacher.get_by_role("button", name="Annuler la date et rouvrir").click()
    expect(teacher.get_by_text("Le sondage est rouvert")).to_be_visible()


def check_coming_back(elsewhere: Page, guest: Page) -> None:
    """The personal link finds the answers again on a device that knows nothing."""
    elsewhere.goto(guest.locator("[data-personal-link]").inner_text())
    for number, word in enumerate(("Oui", "Si besoin", "Non"), start=1):
        expect(slot(elsewhere, number).get_by_role("radio", name=word)).to_be_checked()


def check_link(elsewhere: Page, letter: Page) -> None:
    """What the letter to the guest leads to opens on a device that knows nothing."""
    link = letter.get_by_role("main").locator("a[href*='/agenda/']").first
    elsewhere.goto(link.get_attribute("href") or "")
    expect(elsewhere.get_by_role("heading", name=TITLE)).to_be_visible()
    assert_accessible(elsewhere)


def check_letter(page: Page, who: str, hours: str, words: str) -> None:
    """The mail with its calendar event is on the page of the mails that would have left."""
    letter = letter_to(page, who, f"^Invitation.*, {hours}$")
    until_shown(page, "/demo/courriels", letter)
    letter.first.click()
    expect(page.get_by_role("main")).to_contain_text(words)
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger l’invitation (ICS)").click()
    invitation = vobject.readOne(download.value.path().read_text())
    assert invitation.method.value == "REQUEST"
    assert invitation.vevent.summary.value == TITLE


def test_by_keyboard_alone(visitor: Visitor) -> None:
    teacher = visitor("desktop")
    become(teacher, "Karim Benali")
    teacher.goto("/sondages/nouveau")
    tab_to(teacher, teacher.get_by_label("Titre"))
    teacher.keyboard.type("Au clavier")
    tab_to(teacher, teacher.locator("button.t-month__day[tabindex='0']"))
    teacher.keyboard.press("PageDown")
    teacher.keyboard.press("ArrowDown")
    for key in ("Space", "ArrowRight", "Enter"):
        teacher.keyboard.press(key)
    expect(teacher.locator(".t-day")).to_have_count(2)
    tab_to(teacher, teacher.get_by_role("button", name="Créer et partager"))
    teacher.keyboard.press("Enter")
    expect(teacher.get_by_role("heading", name="Votre sondage est prêt")).to_be_visible()

    tab_to(teacher, slot(teacher, 1).get_by_role("radio").first)
    teacher.keyboard.press("Space")
    teacher.keyboard.press("Tab")
    teacher.keyboard.press("ArrowRight")
    expect_saved(teacher)
    expect(slot(teacher, 1).get_by_role("radio", name="Oui")).to_be_checked()
    choose = teacher.get_by_role("button", name=re.compile("^Choisir")).first
    tab_to(teacher, choose)
    teacher.keyboard.press("Enter")
    expect(teacher.get_by_text("Date choisie", exact=True)).to_be_visible()


def test_without_script(visitor: Visitor, shot: Shot) -> None:
    teacher = visitor("phone", java_script_enabled=False)
    become(teacher, "Sophie Lefèvre")
    teacher.goto("/sondages/nouveau")
    teacher.get_by_label("Titre").fill("Sans script")
    teacher.get_by_role("button", name="Ajouter des lignes").click()
    rows = teacher.get_by_label("Jour", exact=True)
    expect(rows).to_have_count(6)
    rows.nth(0).fill("2030-12-02")
    teacher.get_by_role("button", name="Créer et partager").click()
    expect(teacher.get_by_text("dans plus de deux ans")).to_be_visible()
    expect(teacher.get_by_label("Titre")).to_have_value("Sans script")
    shot(teacher, "poll-no-script-error")
    soon = teacher.locator("input[name=day]").first.get_attribute("min") or ""
    rows.nth(0).fill(soon)
    teacher.get_by_role("button", name="Créer et partager").click()
    link = teacher.get_by_label("Lien du sondage").input_value()

    guest = visitor("phone", java_script_enabled=False)
    guest.goto(link)
    shot(guest, "poll-no-script-ballot")
    guest.get_by_role("button", name="Enregistrer mes réponses").click()
    expect(guest.get_by_role("alert")).to_be_visible()
    give_name(guest, "Sam")
    answer(guest, "Si besoin")
    guest.get_by_role("button", name="Enregistrer mes réponses").click()
    expect(guest.get_by_text("Enregistré à")).to_be_visible()
    expect(slot(guest, 1).get_by_role("radio", name="Si besoin")).to_be_checked()

    teacher.goto(link)
    teacher.get_by_role("button", name=re.compile("^Choisir")).click()
    expect(teacher.get_by_text("Date choisie", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("filters", "transport"),
    [
        ([SOCKETS_ARE_CUT], "sse"),
        ([SOCKETS_ARE_CUT, STREAMS_ARE_HELD_BACK], "poll"),
    ],
    ids=["sockets", "streams too"],
)
def test_live_results_when_the_network_filters(
    visitor: Visitor, filters: list[str], transport: str
) -> None:
    """A school's filter cuts sockets; a proxy that buffers never lets a stream's start through."""
    teacher, guest = visitor("desktop"), visitor("phone")
    become(teacher, "Léa Martin")
    link = create_poll(teacher)
    follower = visitor("desktop")
    for filtered in filters:
        follower.add_init_script(filtered)
    follower.goto(link)

    guest.goto(link)
    give_name(guest, "Inès")
    answer(guest, "Oui")
    expect_saved(guest)
    best = follower.get_by_text("Convient à 1 personne sur 1.")
    expect(best).to_be_visible(timeout=30_000)
    expect(follower.locator("html")).to_have_attribute("data-live", transport)


@pytest.mark.tolerates("net::ERR_", "Connection closed before receiving a handshake response")
def test_what_was_saved_survives_a_power_cut(visitor: Visitor, site: WholeSite) -> None:
    teacher, guest = visitor("desktop"), visitor("phone")
    become(teacher, "Léa Martin")
    link = create_poll(teacher, "Avant la coupure", ("06:15", "06:45"))
    guest.goto(link)
    give_name(guest, "Marc")
    answer(guest, "Oui")
    expect_saved(guest)
    teacher.get_by_role("button", name=re.compile("^Choisir")).first.click()
    expect(teacher.get_by_text("Date choisie", exact=True)).to_be_visible()
    site.stop(signal.SIGKILL)
    site.start()

    guest.goto(link)
    expect(guest.get_by_text("Date choisie", exact=True)).to_be_visible()
    expect(guest.get_by_text("Marc").first).to_be_attached()
    letter = letter_to(teacher, "lea.martin@", "^Invitation.*, 6 h 15 – 6 h 45$")
    until_shown(teacher, "/demo/courriels", letter)
    teacher.wait_for_timeout(1000)
    teacher.goto("/demo/courriels")
    assert letter.count() == 1


@pytest.mark.tolerates("net::ERR_INTERNET_DISCONNECTED")
def test_a_slow_network_loses_nothing(visitor: Visitor) -> None:
    """The network goes away in the middle of an answer, and comes back."""
    teacher, guest = visitor("desktop"), visitor("phone")
    become(teacher, "Léa Martin")
    link = create_poll(teacher)
    guest.goto(link)
    give_name(guest, "Thomas")
    guest.context.set_offline(True)
    answer(guest, "Oui")
    expect(guest.get_by_text("Pas encore enregistré")).to_be_visible()
    guest.context.set_offline(False)
    expect_saved(guest)
    guest.reload()
    expect(slot(guest, 1).get_by_role("radio", name="Oui")).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_reads_at_320_pixels_in_both_languages(
    visitor: Visitor, shot: Shot, scheme: str
) -> None:
    """320 CSS pixels is a 1280 screen at 400 % (WCAG 2.1, 1.4.10)."""
    for locale in ("fr-FR", "en-GB"):
        page = visitor(
            "desktop", viewport={"width": 320, "height": 640}, locale=locale, color_scheme=scheme
        )
        page.goto("/demo/")
        page.get_by_role("button", name="Léa Martin").click()
        for path in ("/sondages/", "/sondages/nouveau"):
            page.goto(path)
            check(page, shot, f"poll-320-{scheme}-{locale}-{path.strip('/').replace('/', '-')}")
        page.goto("/sondages/")
        page.locator(".t-list__link").first.click()
        check(page, shot, f"poll-320-{scheme}-{locale}-detail")
