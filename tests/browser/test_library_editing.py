"""An editor publishes a service with a picture: by keyboard, on a phone, and without script."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.instance import Site
from tests.browser.poll_pages import become

DESK = "/bibliotheque/edition/"


@pytest.fixture(scope="module", autouse=True)
def _people(site: Site) -> None:
    """The demo people, who hold offices and wish for things."""
    site.manage("fill_demo")


def a_screen() -> dict[str, object]:
    content = io.BytesIO()
    Image.new("RGB", (400, 300), (30, 120, 200)).save(content, "PNG")
    return {"name": "ecran.png", "mimeType": "image/png", "buffer": content.getvalue()}


def by_keyboard(page: Page, control: Locator) -> None:
    """Press a link or a button as somebody without a mouse does; it must take the focus."""
    control.focus()
    expect(control).to_be_focused()
    page.keyboard.press("Enter")


def is_right(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)


def write_draft(page: Page, slug: str) -> None:
    page.goto(f"{DESK}ajouter")
    by_keyboard(page, page.get_by_role("link", name="Le rédiger"))
    page.get_by_label("Nom technique").fill(slug)
    page.get_by_label("Nom, en français").fill(f"Prêt de matériel {slug}")
    page.get_by_label("Ce qu’on fait avec, en français").fill("Emprunter une tablette")
    page.get_by_label("Adresse que l’on ouvre").fill("https://pret.example.org/")
    page.get_by_role("textbox", name="Qui l’opère").fill("Académie de Rennes")
    by_keyboard(page, page.get_by_role("button", name="Enregistrer le brouillon"))
    expect(page.get_by_text("Le brouillon est enregistré")).to_be_visible()


@pytest.mark.parametrize(
    ("device", "script"), [("desktop", True), ("phone", True), ("phone", False)]
)
def test_an_editor_publishes_a_service_with_a_picture(
    visitor: Visitor, device: str, script: bool, shot: Callable[[Page, str], Path]
) -> None:
    slug = f"pret-{device}-{str(script).lower()}"
    page = visitor(device, java_script_enabled=script)
    become(page, "Sami Haddad")
    write_draft(page, slug)
    if script:
        is_right(page)
    by_keyboard(page, page.get_by_role("link", name="0 image"))
    page.get_by_label("Image", exact=False).first.set_input_files(a_screen())  # type: ignore[arg-type]  # a payload
    page.get_by_label("Que montre l’image").last.fill("La liste des tablettes libres")
    by_keyboard(page, page.get_by_role("button", name="Ajouter l’image"))
    expect(page.get_by_text("L’image est ajoutée.")).to_be_visible()
    page.goto(f"{DESK}services/{slug}/")
    by_keyboard(page, page.get_by_role("link", name="Aperçu"))
    expect(page.get_by_text("Aperçu de la version 1")).to_be_visible()
    expect(page.get_by_role("img", name="La liste des tablettes libres")).to_be_visible()
    if script:
        is_right(page)
        shot(page, f"library-preview-{device}")
    page.goto(f"{DESK}services/{slug}/")
    by_keyboard(page, page.get_by_role("button", name="Publier maintenant"))
    expect(page.get_by_text("La page est publiée.")).to_be_visible()
    page.goto(f"/bibliotheque/{slug}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Prêt de matériel")


def test_a_version_is_planned_and_called_off(visitor: Visitor) -> None:
    page = visitor("desktop")
    become(page, "Sami Haddad")
    write_draft(page, "pret-plus-tard")
    page.get_by_label("Publier le").fill("2099-01-04T08:00")
    by_keyboard(page, page.get_by_role("button", name="Publier à ce moment"))
    expect(page.get_by_role("heading", name="Sera publié tout seul")).to_be_visible()
    is_right(page)
    by_keyboard(page, page.get_by_role("button", name="Ne plus le publier"))
    expect(page.get_by_role("button", name="Publier maintenant")).to_be_visible()


def test_what_resembles_a_wish_is_shown_while_one_types(visitor: Visitor) -> None:
    page = visitor("phone")
    become(page, "Léa Martin")
    page.goto("/bibliotheque/proposer/nouveau")
    page.get_by_label("En quelques mots").press_sequentially("Réserver du matériel")
    near = page.get_by_role("link", name="Réserver une salle ou du matériel")
    expect(near).to_be_visible()
    is_right(page)
    near.click()
    expect(page.get_by_role("button", name="Retirer")).to_be_visible()
    is_right(page)
