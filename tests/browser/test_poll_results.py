"""Conditions and results: said without script, read by a screen reader, followed live."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.poll_pages import answer, become, create_poll, expect_saved, give_name
from tests.browser.whole import WholeSite

Shot = Callable[[Page, str], object]


@pytest.fixture(scope="module")
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def tree(page: Page) -> list[tuple[str, str]]:
    """Return role and name of what a screen reader meets, in order, as Chromium gives it."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    met = [node for node in nodes if not node.get("ignored")]
    return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in met]


def named(page: Page, role: str) -> list[str]:
    return [re.sub(r"\s+", " ", name).strip() for one, name in tree(page) if one == role]


def require_a_cpe(page: Page, link: str) -> None:
    """Ask for one CPE, on the page of conditions, without script."""
    page.goto(link)
    page.get_by_role("link", name="Conditions").click()
    page.get_by_label("Parmi").select_option(label="Conseiller principal d’éducation (CPE)")
    page.get_by_role("button", name="Relire en une phrase").click()
    expect(page.get_by_text("Une date convient si peuvent venir : au moins 1 CPE.")).to_be_visible()
    expect(page.get_by_text("personne de tel n’est invité")).to_be_visible()


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_results_tell_why_and_read_aloud(visitor: Visitor, device: str, shot: Shot) -> None:
    teacher, guest = visitor(device), visitor(device)
    plain = visitor(device, java_script_enabled=False)
    become(teacher, "Léa Martin")
    become(plain, "Léa Martin")
    link = create_poll(teacher, f"Qui doit être là, {device}")
    require_a_cpe(plain, link)
    plain.get_by_role("button", name="Enregistrer", exact=True).click()
    teacher.get_by_role("link", name="Conditions").click()
    expect(teacher.get_by_text("Une date convient si peuvent venir")).to_be_visible()
    assert_accessible(teacher)
    assert_fits(teacher)
    shot(teacher, f"poll-{device}-conditions")

    teacher.goto(link)
    results = teacher.get_by_role("region", name=re.compile("^Réponses"))
    guest.goto(link)
    give_name(guest, "Nadia Traoré")
    answer(guest, "Oui", "Oui", "Non")
    expect_saved(guest)
    expect(results.get_by_text("Impossible").first).to_be_visible()
    expect(results.get_by_text("Aucune date ne peut plus remplir")).to_be_visible()
    assert_accessible(teacher)
    assert_fits(teacher)
    shot(teacher, f"poll-{device}-results")
    check_tree(teacher, device)

    results.get_by_role("link", name="des dates").click()
    expect(teacher).to_have_url(re.compile(r"\?tri=date"))
    expect(results.get_by_role("link", name="des dates")).to_have_attribute("aria-current", "true")


def check_tree(page: Page, device: str) -> None:
    """The table has a name, heads of columns and of rows, and cells that say words."""
    if device == "phone":
        page.get_by_text("Toutes les réponses, en tableau").click()
    assert any("une personne par ligne" in name for name in named(page, "table"))
    heads = named(page, "columnheader")
    assert "Nom" in heads
    assert any("17 h – 18 h" in name for name in heads)
    assert any("Nadia Traoré" in name for name in named(page, "rowheader"))
    words = [name for role in ("cell", "gridcell") for name in named(page, role)]
    assert {"Oui", "Non"} <= set(words)
