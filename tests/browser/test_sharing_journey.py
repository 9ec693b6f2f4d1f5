"""A poll for a team, a colleague and a guest: from the share dialog to the last trace erased.

Played on a wide screen in light colours and on a phone in dark ones, by keyboard and without
script; somebody whose page is open is removed, whatever the network lets through.
"""

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.poll_pages import (
    SOCKETS_ARE_CUT,
    STREAMS_ARE_HELD_BACK,
    answer,
    become,
    create_poll,
    expect_saved,
    give_name,
    go_to_comments,
    slot,
    tab_to,
    until_shown,
)
from tests.browser.sharing_pages import (
    access_of,
    open_sharing,
    personal_link,
    pick,
    pick_address,
    search_box,
)
from tests.browser.whole import WholeSite
from trousse.accounts.demo_data import DEMO_PASSWORD

Shot = Callable[[Page, str], object]
TEAM = "Conseil pédagogique"
ENDED = "Cette page n’est plus partagée avec vous"


@dataclass(frozen=True)
class Scene:
    """One run of the journey. ``typed``: the colleague's name as somebody in a hurry types it."""

    device: str
    scheme: str
    title: str
    colleague: str
    typed: str
    guest: str


SCENES = [
    Scene(
        "desktop", "light", "Bilan de la 5e B", "Inès Fernandes", "fernendes", "paul@example.org"
    ),
    Scene("phone", "dark", "Bilan de la 5e C", "Marc Oudin", "oudim", "zoe@ici.example"),
]


@pytest.fixture(scope="module")
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def check(page: Page, shot: Shot, name: str) -> None:
    page.wait_for_load_state()
    assert_accessible(page)
    assert_fits(page)
    shot(page, f"sharing-{name}")


@pytest.mark.parametrize("scene", SCENES, ids=[scene.device for scene in SCENES])
def test_from_sharing_to_the_last_trace(visitor: Visitor, scene: Scene, shot: Shot) -> None:
    def someone() -> Page:
        return visitor(scene.device, color_scheme=scene.scheme)

    teacher, colleague = someone(), someone()
    become(teacher, "Léa Martin")
    create_poll(teacher, scene.title)
    poll = teacher.url.split("?")[0]
    share(teacher, poll, scene, shot)

    come_as_team(someone(), scene)
    come_as_guest(someone(), someone(), scene)
    come_as_colleague(colleague, scene, shot)

    find_the_mention(teacher, poll, scene, shot)
    erase(colleague, scene, shot)
    expect_no_trace(teacher, poll, scene.colleague)
    check(teacher, shot, f"{scene.device}-9-erased")


def share(page: Page, poll: str, scene: Scene, shot: Shot) -> None:
    """Share from the dialog, then find the same on the page of who has access."""
    page.goto(poll)
    dialog = open_sharing(page)
    pick(dialog, "conseil peda", TEAM)
    pick(dialog, scene.typed, scene.colleague)
    pick_address(dialog, scene.guest)
    search_box(dialog).press_sequentially("mar")
    expect(dialog.locator("people-picker").get_by_role("option").first).to_be_visible()
    check(page, shot, f"{scene.device}-1-suggestions")
    search_box(dialog).fill("")
    dialog.get_by_role("button", name="Partager", exact=True).click()
    expect(dialog.get_by_text("Les invités reçoivent leur lien personnel")).to_be_visible()
    for name in (TEAM, scene.colleague, scene.guest):
        expect(access_of(dialog, name)).to_have_count(1)
    check(page, shot, f"{scene.device}-2-shared")
    dialog.get_by_role("button", name="Fermer", exact=True).click()
    expect(page.get_by_role("link", name="Partager")).to_be_focused()
    page.goto(poll.replace("/sondages/", "/partage/poll/"))
    check(page, shot, f"{scene.device}-3-share-page")


def come_as_team(page: Page, scene: Scene) -> None:
    """Somebody who is in the team, and whom nobody named, hears of it and may answer."""
    become(page, "Thomas Nguyen")
    open_notification(page, f"Léa Martin partage « {scene.title} » avec vous")
    answer(page, "Non", "Oui", "Oui")
    expect_saved(page)


def come_as_guest(page: Page, elsewhere: Page, scene: Scene) -> None:
    """The guest answers by the link of the letter, and finds the answers on another device."""
    link = personal_link(page, scene.guest)
    page.goto(link)
    answer(page, "Oui", "Si besoin", "Non")
    give_name(page, "Un parent")
    expect_saved(page)
    elsewhere.goto(link)
    for number, word in enumerate(("Oui", "Si besoin", "Non"), start=1):
        expect(slot(elsewhere, number).get_by_role("radio", name=word)).to_be_checked()


def come_as_colleague(page: Page, scene: Scene, shot: Shot) -> None:
    """The colleague follows the notification, answers, and calls Léa in a comment."""
    become(page, scene.colleague)
    page.goto("/notifications/")
    check(page, shot, f"{scene.device}-4-notifications")
    open_notification(page, f"Léa Martin partage « {scene.title} » avec vous")
    answer(page, "Oui", "Oui", "Non")
    expect_saved(page)
    box = go_to_comments(page).get_by_label("Votre commentaire")
    box.press_sequentially("Et la salle, @Lé")
    page.get_by_role("option", name=re.compile("^Léa Martin")).click()
    expect(box).to_have_value("Et la salle, @Léa Martin ")
    page.get_by_role("button", name="Commenter").click()
    expect(page.get_by_role("article").filter(has_text="Et la salle, @Léa Martin")).to_be_visible()
    check(page, shot, f"{scene.device}-5-comments")


def open_notification(page: Page, words: str) -> None:
    line = page.get_by_role("link", name=words)
    until_shown(page, "/notifications/", line)
    line.first.click()
    expect(page.locator("#reponse")).to_be_visible()


def find_the_mention(page: Page, poll: str, scene: Scene, shot: Shot) -> None:
    """Léa hears that she was called, and meets the other rooms on the way."""
    line = page.get_by_role("link", name=re.compile(f"{scene.colleague} vous "))
    until_shown(page, "/notifications/", line)
    line.first.click()
    expect(page).to_have_url(re.compile(re.escape(poll)))
    expect(page.get_by_text("Et la salle, @Léa Martin")).to_be_visible()
    for name, path in (("groups", "/annuaire/groupes/"), ("agenda", "/agenda/")):
        page.goto(path)
        check(page, shot, f"{scene.device}-6-{name}")


def erase(page: Page, scene: Scene, shot: Shot) -> None:
    """The colleague has everything erased, from the account's page, and is signed out."""
    page.goto("/comptes/")
    page.get_by_role("main").get_by_role("link", name="Mes données").last.click()
    check(page, shot, f"{scene.device}-7-my-data")
    page.get_by_role("link", name="Effacer mon compte et mes données").click()
    expect(page.get_by_text("1 commentaire\u202f; une ligne dit")).to_be_visible()
    check(page, shot, f"{scene.device}-8-erasure")
    page.get_by_label("Pour confirmer").fill("peut-être")
    page.get_by_role("button", name="Effacer définitivement").click()
    expect(page.get_by_text("Rien n’a été effacé").first).to_be_visible()
    page.get_by_label("Pour confirmer").fill("effacer")
    page.get_by_role("button", name="Effacer définitivement").click()
    expect(
        page.get_by_role("heading", name="Vos données sont en cours d’effacement")
    ).to_be_visible()
    assert_accessible(page)
    page.goto("/agenda/")
    expect(page).to_have_url(re.compile("/comptes/login/"))


def expect_no_trace(page: Page, poll: str, name: str) -> None:
    """The name goes from the answers, the comments and the share page, as the worker gets there."""
    for address in (poll, poll.replace("/sondages/", "/partage/poll/")):
        for _ in range(40):
            page.goto(address)
            if page.get_by_text(name).count() == 0:
                break
            page.wait_for_timeout(250)
        expect(page.get_by_text(name)).to_have_count(0)
    page.goto(poll)
    expect(go_to_comments(page).get_by_role("article")).to_have_count(1)
    expect(page.get_by_text("Et la salle")).to_have_count(0)
    expect(page.get_by_text(name)).to_have_count(0)


@pytest.mark.parametrize(
    ("device", "filters", "transport"),
    [
        ("desktop", [], "websocket"),
        ("phone", [SOCKETS_ARE_CUT], "sse"),
        ("desktop", [SOCKETS_ARE_CUT, STREAMS_ARE_HELD_BACK], "poll"),
    ],
    ids=["sockets", "streams", "polls"],
)
def test_the_open_page_of_somebody_removed_ends_at_once(
    visitor: Visitor, device: str, filters: list[str], transport: str, shot: Shot
) -> None:
    """Whatever the network lets through, and without waiting for a click."""
    teacher, removed = visitor("desktop"), visitor(device)
    become(teacher, "Léa Martin")
    create_poll(teacher, f"Sans Nadia ({transport})")
    poll = teacher.url.split("?")[0]
    teacher.goto(poll)
    dialog = open_sharing(teacher)
    pick(dialog, "nadia tra", "Nadia Traoré")
    dialog.get_by_role("button", name="Partager", exact=True).click()
    expect(access_of(dialog, "Nadia Traoré")).to_have_count(1)

    become(removed, "Nadia Traoré")
    for filtered in filters:
        removed.add_init_script(filtered)
    removed.goto(poll)
    expect(removed.locator("html")).to_have_attribute("data-live", transport, timeout=30_000)
    dialog.get_by_role("button", name="Retirer Nadia Traoré").click()
    expect(removed.get_by_role("heading", name=ENDED)).to_be_visible()
    expect(access_of(dialog, "Nadia Traoré")).to_have_count(0)
    check(removed, shot, f"removed-{transport}")
    removed.goto(poll)
    expect(removed.get_by_role("heading", name=f"Sans Nadia ({transport})")).to_have_count(0)


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_somebody_takes_their_data_away(visitor: Visitor, device: str, shot: Shot) -> None:
    page = visitor(device)
    become(page, "Léa Martin")
    title = f"À emporter ({device})"
    create_poll(page, title)
    page.goto("/comptes/mes-donnees/")
    page.get_by_label("Mot de passe").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Confirmer").click()
    check(page, shot, f"{device}-own-data")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger mes données").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.testzip() is None
        rooms = {name: archive.read(name).decode() for name in archive.namelist()}
    assert "polls.json" in rooms["LISEZ-MOI.txt"]
    assert title in [poll["title"] for poll in json.loads(rooms["polls.json"])["polls"]]
    assert "lea.martin@demo.trousse.example" in rooms["accounts.json"]
    assert "karim.benali@" not in "".join(rooms.values())


def test_the_whole_share_gesture_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor("desktop")
    become(page, "Léa Martin")
    create_poll(page, "Partagé au clavier")
    page.goto(page.url.split("?")[0])
    button = page.get_by_role("link", name="Partager")
    tab_to(page, button)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Partager « Partagé au clavier »")).to_be_focused()
    tab_to(page, search_box(dialog))
    for typed, name in (("karim benalli", "Karim Benali"), ("conseil peda", TEAM)):
        page.keyboard.type(typed)
        first = dialog.locator("people-picker").get_by_role("option").first
        expect(first).to_contain_text(name)
        expect(first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        expect(dialog.get_by_role("button", name=f"Retirer {name}")).to_be_visible()
    page.keyboard.type("ana@example.org")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Retirer ana@example.org")).to_be_visible()
    tab_to(page, dialog.get_by_role("combobox", name=re.compile("^Ce que ces personnes")).first)
    page.keyboard.press("ArrowUp")
    tab_to(page, dialog.get_by_role("button", name="Partager", exact=True))
    page.keyboard.press("Enter")
    for name in ("Karim Benali", TEAM, "ana@example.org"):
        role = access_of(dialog, name).get_by_role("combobox")
        expect(role.locator("option:checked")).to_have_text("Peut voir les réponses")
    assert dialog.evaluate("dialog => dialog.contains(document.activeElement)")

    tab_to(page, dialog.get_by_role("button", name=f"Retirer {TEAM}"))
    page.keyboard.press("Enter")
    expect(access_of(dialog, TEAM)).to_have_count(0)
    assert dialog.evaluate("dialog => dialog.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


def test_sharing_without_script(visitor: Visitor, shot: Shot) -> None:
    """The dialog is a page, its search a button, and nothing typed is lost on the way."""
    page = visitor("phone", java_script_enabled=False)
    become(page, "Sophie Lefèvre")
    page.goto("/sondages/")
    page.get_by_role("link", name="Journée portes ouvertes").click()
    page.get_by_role("link", name="Partager").click()
    box = page.get_by_label("Un nom, un groupe ou une adresse de courriel")
    box.fill("kermarec")
    page.get_by_role("button", name="Chercher").click()
    expect(box).to_have_value("kermarec")
    page.get_by_role("button", name="Ajouter Élise Kermarrec").click()
    box.fill("rose@example.org")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name="Inviter rose@example.org").click()
    page.get_by_label("Ce que ces personnes").first.select_option(label="Peut voir les réponses")
    assert_fits(page)
    shot(page, "sharing-no-script")
    page.get_by_role("button", name="Partager", exact=True).click()
    expect(page.get_by_text("C’est partagé.")).to_be_visible()
    for name in ("Élise Kermarrec", "rose@example.org"):
        role = access_of(page, name).get_by_role("combobox")
        expect(role.locator("option:checked")).to_have_text("Peut voir les réponses")
    page.get_by_role("button", name="Retirer Élise Kermarrec").click()
    expect(access_of(page, "Élise Kermarrec")).to_have_count(0)
