"""Files of an activity in a real browser: by keyboard or touch, and without script."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.instance import Site
from tests.browser.poll_pages import become


@pytest.fixture(scope="module", autouse=True)
def _people(site: Site) -> None:
    """The demo people, and what they share."""
    site.manage("fill_demo")


def a_photograph() -> dict[str, object]:
    content = io.BytesIO()
    Image.new("RGB", (400, 300), (30, 120, 200)).save(content, "JPEG")
    return {"name": "salle.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def create_activity(page: Page, title: str) -> None:
    page.goto("/activites/nouvelle")
    page.get_by_label("Titre").fill(title)
    page.get_by_role("button", name="Créer l’activité").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("script", [True, False])
def test_a_photograph_is_added_described_and_removed(
    visitor: Visitor, device: str, script: bool, shot: Callable[[Page, str], Path]
) -> None:
    page = visitor(device, java_script_enabled=script)
    become(page, "Léa Martin")
    create_activity(page, f"Sortie au musée {device} {script}")
    page.get_by_text("Ajouter un fichier").click()
    page.locator("input[type=file]").set_input_files(a_photograph())  # type: ignore[arg-type]  # a payload
    page.get_by_role("button", name="Ajouter le fichier").click()
    expect(page.get_by_text("Le fichier est ajouté.")).to_be_visible()
    if script:
        assert_accessible(page)
        assert_fits(page)
        shot(page, f"files-{device}")
    page.get_by_label("Que montre cette image").fill("La salle du musée")
    page.get_by_role("button", name="Enregistrer").click()
    image = page.get_by_role("img", name="La salle du musée")
    expect(image).to_be_visible()
    expect(image).to_have_js_property("naturalWidth", 400)
    page.get_by_role("button", name="Retirer salle.jpg").click()
    expect(page.get_by_text("Aucun fichier pour l’instant.")).to_be_visible()


def test_a_file_that_is_not_kept_is_explained(visitor: Visitor) -> None:
    page = visitor("phone")
    become(page, "Léa Martin")
    create_activity(page, "Programme")
    page.get_by_text("Ajouter un fichier").click()
    wrong = {"name": "a.exe", "mimeType": "text/plain", "buffer": b"MZ" + bytes(300)}
    page.locator("input[type=file]").set_input_files(wrong)  # type: ignore[arg-type]  # a payload
    page.get_by_role("button", name="Ajouter le fichier").click()
    expect(page.get_by_role("alert")).to_contain_text("ne sont pas conservés")
    assert_accessible(page)
    assert_fits(page)
