"""One poll in four pairs of hands: who organises, who helps, who answers, and a guest.

From the hours of the school to two dates in the agenda, by way of a date that the guest proposed.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import vobject
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.poll_pages import answer, become, day, expect_saved, give_name, slot
from tests.browser.test_polls_everyday import share
from tests.browser.whole import WholeSite

Shot = Callable[[Page, str], object]


@pytest.fixture(scope="module")
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def check(page: Page, shot: Shot, name: str) -> None:
    page.wait_for_load_state()
    assert_accessible(page)
    assert_fits(page)
    shot(page, name)


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_guest_proposes_a_colleague_accepts_and_two_dates_are_chosen(
    visitor: Visitor, device: str, shot: Shot
) -> None:
    organiser, helper, person, guest = (visitor(device) for _ in range(4))
    become(organiser, "Léa Martin")
    link = create_with_bells(organiser, f"Réunions de projet, {device}", shot, device)
    address = link.partition("?")[0]
    share(organiser, address, "Karim Benali", "Peut modifier et choisir la date")
    share(organiser, address, "Sophie Lefèvre", "Peut répondre")

    guest.goto(link)
    give_name(guest, "Nadia Traoré")
    answer(guest, "Oui", "Non")
    expect_saved(guest)
    propose(guest, shot, device)

    become(helper, "Karim Benali")
    helper.goto(address)
    waiting = helper.get_by_role("region", name="Proposé par")
    expect(waiting).to_contain_text("Nadia Traoré")
    waiting.get_by_role("button", name=re.compile("^Proposer à tout le monde")).click()
    expect(waiting).to_have_count(0)
    expect(helper.locator("#reponse fieldset.t-slot")).to_have_count(3)
    check(helper, shot, f"together-{device}-accepted")

    become(person, "Sophie Lefèvre")
    person.goto(address)
    expect(person.get_by_role("link", name="Choisir plusieurs dates")).to_have_count(0)
    answer(person, "Oui", "Non", "Oui")
    expect_saved(person)

    organiser.goto(address)
    organiser.get_by_role("link", name="Choisir plusieurs dates").click()
    check(organiser, shot, f"together-{device}-choose")
    for box in (organiser.get_by_role("checkbox").nth(0), organiser.get_by_role("checkbox").nth(1)):
        box.check()
    organiser.get_by_role("button", name="Choisir ces dates").click()
    expect(organiser.get_by_text("2 dates choisies")).to_be_visible()
    check(organiser, shot, f"together-{device}-chosen")

    expect(guest.get_by_text("2 dates choisies")).to_be_visible()
    with guest.expect_download() as download:
        guest.get_by_role("link", name="Ajouter à mon calendrier").click()
    assert len(vobject.readOne(download.value.path().read_text()).vevent_list) == 2


def create_with_bells(page: Page, title: str, shot: Shot, device: str) -> str:
    """Create a poll on two days at M1 of the school, open to proposals; return its link."""
    page.goto("/sondages/nouveau")
    page.get_by_label("Titre").fill(title)
    page.get_by_role("button", name="Mois suivant").click()
    for number in (9, 11):
        day(page, number).click()
    same = page.get_by_role("group", name="Les mêmes heures tous les jours")
    expect(same).to_contain_text("Collège Simone-Veil")
    same.get_by_role("checkbox", name="M1").check(force=True)
    same.get_by_role("button", name="Mettre à tous les jours").click()
    expect(page.locator("[name=start]").first).to_have_value("08:05")
    page.get_by_text("Réglages", exact=False).first.click()
    page.get_by_label("On peut proposer une autre date").check()
    check(page, shot, f"together-{device}-create")
    page.get_by_role("button", name="Créer et partager").click()
    expect(page.get_by_role("heading", name="Votre sondage est prêt")).to_be_visible()
    return page.get_by_label("Lien du sondage").input_value()


def propose(page: Page, shot: Shot, device: str) -> None:
    """Propose a day of one's own, and come back to the poll."""
    page.get_by_role("link", name="Proposer une autre date").click()
    day_field = page.get_by_label("Jour")
    today = date.fromisoformat(day_field.get_attribute("min") or "")
    day_field.fill((today + timedelta(days=9)).isoformat())
    page.get_by_label("Début").fill("17:00")
    check(page, shot, f"together-{device}-propose")
    page.get_by_role("button", name="Proposer", exact=True).click()
    expect(page.get_by_role("heading", name="Vos propositions en attente")).to_be_visible()
    page.get_by_role("link", name="Revenir au sondage").click()
    expect(slot(page, 1)).to_be_visible()


def test_the_hours_of_a_school_without_script(visitor: Visitor, shot: Shot) -> None:
    head = visitor("phone", java_script_enabled=False)
    become(head, "Sophie Lefèvre")
    head.goto("/annuaire/ma-fiche/")
    head.get_by_role("link", name="Horaires de la journée").click()
    head.get_by_role("link", name="Modifier les horaires").click()
    kept = head.get_by_label("Début de S4").input_value()
    assert kept == ""
    head.get_by_label("Début de S4").fill("16:50")
    head.get_by_role("button", name="Enregistrer").click()
    head.get_by_role("link", name="Fin de S4").click()  # the summary leads to the field
    expect(head.get_by_label("Fin de S4")).to_be_focused()
    expect(head.get_by_label("Début de S4")).to_have_value("16:50")
    shot(head, "school-hours-error")
    head.get_by_label("Fin de S4").fill("17:45")
    head.get_by_role("button", name="Enregistrer").click()
    expect(head.get_by_role("row", name=re.compile("^S4 16\\sh\\s50"))).to_be_visible()
    head.get_by_role("link", name="Modifier les horaires").click()
    for field in ("Début de S4", "Fin de S4"):
        head.get_by_label(field).fill("")
    head.get_by_role("button", name="Enregistrer").click()
    expect(head.get_by_role("rowheader", name="S4")).to_have_count(0)
