"""A parents' evening: a teacher offers it, families take their time on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.poll_pages import become
from tests.browser.whole import WholeSite

Shot = Callable[[Page, str], object]
TITLE = "Réunion parents-professeurs 4e B"


@pytest.fixture(scope="module")
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def check(page: Page, shot: Shot, name: str) -> None:
    page.wait_for_load_state()
    assert_accessible(page)
    assert_fits(page)
    shot(page, name)


def offer(page: Page, shot: Shot, until: str) -> str:
    """Offer appointments of ten minutes from 17:00; return the link to give out."""
    page.goto("/sondages/rendez-vous")
    page.get_by_label("Titre").fill(TITLE)
    first = page.get_by_role("group", name="Ligne 1")
    first.get_by_label("Jour").fill("2027-01-12")
    first.get_by_label("De", exact=True).fill("17:00")
    first.get_by_label("À", exact=True).fill(until)
    page.get_by_role("button", name="Voir les rendez-vous").click()
    expect(page.get_by_role("status").get_by_text(re.compile(r"^\d+ rendez-vous$"))).to_be_visible()
    check(page, shot, "appointments-0-create")
    page.get_by_role("button", name="Créer et partager").click()
    expect(page.get_by_role("heading", name="Vos rendez-vous sont prêts")).to_be_visible()
    check(page, shot, "appointments-1-created")
    return page.get_by_label("Lien des rendez-vous").input_value()


def take(page: Page, hour: str, name: str) -> None:
    page.locator("label", has_text=re.compile(f"^{hour}$")).click()
    page.get_by_label("Votre nom").fill(name)
    page.get_by_role("button", name="Prendre ce rendez-vous").click()
    expect(page.get_by_role("heading", name="C’est noté")).to_be_visible()


def test_a_parents_evening(visitor: Visitor, shot: Shot) -> None:
    teacher, family, late = visitor("desktop"), visitor("phone"), visitor("phone")
    become(teacher, "Léa Martin")
    link = offer(teacher, shot, "17:20")
    poll = teacher.url.partition("?")[0]

    family.goto(link)
    check(family, shot, "appointments-2-phone")
    late.goto(link)
    teacher.goto(poll)
    take(family, r"17\sh\s10", "Famille Durand")
    expect(
        teacher.get_by_role("listitem").filter(has_text="Famille Durand")
    ).to_be_visible()  # live
    expect(late.get_by_text("Des horaires viennent d’être pris ou libérés.")).to_be_visible()
    check(family, shot, "appointments-3-taken")

    late.locator("label", has_text=re.compile(r"^17\sh\s10$")).click()
    late.get_by_label("Votre nom").fill("Famille Petit")
    late.get_by_role("button", name="Prendre ce rendez-vous").click()
    expect(late.get_by_text("vient d’être pris")).to_be_visible()
    expect(late.get_by_label("Votre nom")).to_have_value("Famille Petit")
    expect(late.get_by_text("Durand")).to_have_count(0)
    check(late, shot, "appointments-4-too-late")
    take(late, r"17\sh", "Famille Petit")

    teacher.goto(poll)
    expect(teacher.get_by_text("2 pris sur 2")).to_be_visible()
    check(teacher, shot, "appointments-5-list")
    teacher.get_by_role("link", name=re.compile(r"^17\sh\s10$")).click()
    check(teacher, shot, "appointments-6-one")
    teacher.goto(f"{poll}rendez-vous/imprimer")
    expect(teacher.get_by_role("cell", name="Famille Durand")).to_be_visible()
    check(teacher, shot, "appointments-7-print")
    teacher.goto(f"{poll}rendez-vous/affiche")
    check(teacher, shot, "appointments-8-poster")


def test_without_script_one_is_taken_moved_and_cancelled(visitor: Visitor, shot: Shot) -> None:
    teacher, family = visitor("desktop"), visitor("phone", java_script_enabled=False)
    become(teacher, "Karim Benali")
    link = offer(teacher, shot, "17:30")

    family.goto(link)
    take(family, r"17\sh", "Famille Noir")
    family.get_by_role("link", name="Prendre un autre créneau").click()
    family.locator("label", has_text=re.compile(r"^17\sh\s20$")).click()
    family.get_by_role("button", name="Déplacer mon rendez-vous").click()
    expect(family.get_by_text(re.compile(r"17\sh\s20\s–\s17\sh\s30"))).to_be_visible()
    family.get_by_role("button", name="Annuler mon rendez-vous").click()
    expect(family.get_by_text("Votre rendez-vous est annulé.")).to_be_visible()
    expect(family.get_by_role("button", name="Prendre ce rendez-vous")).to_be_visible()
