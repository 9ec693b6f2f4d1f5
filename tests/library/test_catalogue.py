"""The manifests that Trousse comes with: right, honest, and found by the words people type."""

import csv
import tomllib
from pathlib import Path

import pytest

from trousse.accounts.current import Visitor
from trousse.accounts.models import User
from trousse.library.data.loading import FOLDER, first_of_need, needs_of_file
from trousse.library.models import Entry
from trousse.library.queries import desk_services, search_needs, search_services
from trousse.library.searching import EVERYDAY_WORDS
from trousse.library.taking import CATALOGUE, take_all
from trousse_kit import load

FILES = sorted(CATALOGUE.glob("*.toml"))
NEEDS = {need["slug"] for need in needs_of_file()}
OURS = {"polls", "activities"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_manifest_of_the_catalogue_is_right(path: Path) -> None:
    manifest = load(path.read_bytes())
    known = {one.stem for one in FILES} | OURS
    assert manifest.identity.id == path.stem
    assert manifest.identity.needs
    assert set(manifest.identity.needs) <= NEEDS
    assert set(manifest.identity.alternatives) <= known
    assert not manifest.operation.operated_here
    assert {"fr", "en"} <= set(manifest.identity.promise.languages)
    assert path.read_text().startswith("# Source")
    assert manifest.lifecycle.state != "retired" or manifest.lifecycle.successor in known


def test_there_are_many_services() -> None:
    assert len(FILES) >= 55


def test_everyday_words_lead_to_needs_that_exist() -> None:
    with EVERYDAY_WORDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 150
    assert len({row["phrase"] for row in rows}) == len(rows)
    assert {need for row in rows for need in row["needs"].split()} <= NEEDS


def test_desks_name_services_that_exist() -> None:
    data = tomllib.loads((FOLDER / "desk.toml").read_text())
    known = {path.stem for path in FILES} | OURS
    assert {slug for slugs in data["desks"].values() for slug in slugs} <= known
    assert set(data["trades"].values()) <= data["desks"].keys()
    first = {slug for need in NEEDS for slug in first_of_need(need)}
    assert first <= known


FINDS = {
    # what people type: the first need that is meant
    "doodle": "find-a-date", "Doodle": "find-a-date", "dodle": "find-a-date",
    "choisir une date": "find-a-date", "trouver une date de réunion": "find-a-date",
    "fixer un rendez-vous": "find-a-date", "disponibilités": "find-a-date",
    "when2meet": "find-a-date", "créneau": "find-a-date",
    "zoom": "meet-by-video", "Zoom": "meet-by-video", "visio": "meet-by-video",
    "visioconférence": "meet-by-video", "visioconferance": "meet-by-video",
    "google meet": "meet-by-video", "teams": "meet-by-video", "skype": "meet-by-video",
    "réunion à distance": "meet-by-video", "classe virtuelle": "meet-by-video",
    "google docs": "write-together", "googledocs": "write-together", "word": "write-together",
    "compte rendu": "write-together", "prendre des notes": "write-together",
    "document partagé": "write-together", "notion": "write-together",
    "voter": "decide-together", "élection": "decide-together", "Loomio": "decide-together",
    "whatsapp": "discuss", "whatsap": "discuss", "slack": "discuss", "discord": "discuss",
    "messagerie instantanée": "discuss",
    "trello": "gather-a-project", "gestion de projet": "gather-a-project",
    "voyage scolaire": "gather-a-project",
    "dropbox": "store-files", "google drive": "store-files", "partager des fichiers": "store-files",
    "wetransfer": "send-large-files", "we transfer": "send-large-files",
    "gros fichier": "send-large-files", "envoyer un gros fichier": "send-large-files",
    "google forms": "collect-answers", "sondage": "collect-answers",
    "questionnaire": "collect-answers", "enquête": "collect-answers",
    "doctolib": "make-appointments", "prise de rendez-vous": "make-appointments",
    "excel": "make-tables", "tableur": "make-tables", "airtable": "make-tables",
    "padlet": "think-in-pictures", "carte mentale": "think-in-pictures",
    "tableau blanc": "think-in-pictures",
    "gmail": "write-letters", "courriel": "write-letters",
    "dossier en ligne": "do-paperwork",
    "genially": "prepare-lessons", "moodle": "prepare-lessons",
    "kahoot": "assess", "quiz": "assess", "qcm": "assess",
    "geogebra": "practise", "exercices de maths": "practise", "calcul mental": "practise",
    "python": "programme", "github": "programme",
    "images libres de droits": "find-resources",
    "youtube": "publish-media", "publier une vidéo": "publish-media",
    "wordpress": "publish-pages", "photoshop": "edit-media", "fusionner des pdf": "edit-media",
    "google maps": "make-maps", "qr code": "shorten-links", "m@gistère": "train-oneself",
    "mot de passe": "keep-secrets", "linux": "equip-a-computer",
}  # fmt: skip

FIRST = {
    # what people type: the first service
    "doodle": "polls", "trouver une date": "polls", "zoom": "visio-agents",
    "framadate": "framadate", "framadatte": "framadate", "frama date": "framadate",
    "Évento": "evento", "evento": "evento", "nuage": "nuage", "tchap": "tchap",
    "Tchapp": "tchap", "wetransfer": "filesender", "france transfert": "france-transfert",
    "peertube": "tubes", "mathalea": "mathalea", "math alea": "mathalea",
    "démarches simplifiées": "demarche-numerique", "capytale": "capytale",
    "capitale python": "capytale", "padlet": "digipad", "kahoot": "qcmcam",
    "gros fichier": "filesender", "keepass": "keepassxc", "grist": "grist",
    "nextcloud": "nuage", "élea": "elea", "pix": "pix",
}  # fmt: skip


@pytest.fixture
def catalogue(db: None) -> None:
    take_all()


def wrong_needs() -> dict[str, list[str]]:
    found = {text: [card.slug for card in search_needs(text)] for text in FINDS}
    return {text: slugs for text, slugs in found.items() if slugs[:1] != [FINDS[text]]}


def test_search_understands_needs(catalogue: None) -> None:
    assert len(FINDS) >= 60
    assert wrong_needs() == {}


def test_search_finds_services(catalogue: None) -> None:
    found = {text: search_services(Visitor(), text, 3) for text in FIRST}
    wrong = {
        text: [card.slug for card in cards]
        for text, cards in found.items()
        if not cards or cards[0].slug != FIRST[text]
    }
    assert wrong == {}


def test_what_nobody_means_finds_nothing(catalogue: None) -> None:
    for text in ("", "   ", "xyzzy", "%%%", "\x00", "'; --", "a" * 5000):
        assert search_services(Visitor(), text) == []
        assert search_needs(text) == []


def test_every_desk_is_well_filled(catalogue: None, teacher: User) -> None:
    found = [card.slug for card in desk_services(teacher, 8)]
    assert (found[0], len(found)) == ("polls", 8)


def test_the_catalogue_comes_first_and_once(catalogue: None) -> None:
    assert Entry.objects.count() == len(FILES) + len(OURS)
    assert take_all() == []
