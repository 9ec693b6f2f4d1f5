from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packages.trousse_kit.documents import SMALLEST, changed
from trousse import __version__
from trousse_kit import ManifestRefused, load, publiccode
from trousse_kit.publiccode import Described, PublicCode

OURS = (Path(__file__).resolve().parents[3] / "publiccode.yml").read_text()


def test_it_reads_our_own() -> None:
    card = publiccode.read(OURS)
    assert (card.name, card.version, card.licence) == ("Trousse", __version__, "EUPL-1.2")
    assert card.descriptions.keys() == {"fr", "en"}
    assert card.descriptions["fr"].features[2] == "Résultats en direct"
    assert "un téléphone" in card.descriptions["fr"].long


def test_a_manifest_starts_from_it() -> None:
    card = publiccode.read(OURS)
    draft = card.draft("https://git.example.org/trousse/publiccode.yml")
    document = {**SMALLEST, **draft, "identity": {**SMALLEST["identity"], **draft["identity"]}}
    manifest = load(document)
    assert manifest.software.licence == "EUPL-1.2"
    assert manifest.software.publiccode_url == "https://git.example.org/trousse/publiccode.yml"
    assert str(manifest.identity.purpose).startswith("Les outils")
    assert manifest.audience.languages == ("fr", "en")


def test_languages_are_brought_to_our_codes() -> None:
    text = OURS.replace("\n  fr:\n", "\n  fr-fr:\n").replace("    - fr\n", "    - Pt-Latn-BR\n")
    card = publiccode.read(text)
    assert card.descriptions.keys() == {"fr-FR", "en"}
    assert card.languages == ("pt", "en")


def test_a_logo_is_completed_by_the_place_of_the_file() -> None:
    card = publiccode.read(OURS, address="https://git.example.org/raw/publiccode.yml")
    assert card.logo == "https://git.example.org/raw/frontend/assets/favicon.svg"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a: [", [("", "syntax")]),
        (
            "name: x",
            [("publiccodeYmlVersion", "missing"), ("url", "missing")],
        ),
        (
            "publiccodeYmlVersion: 0.4\nname: x\nurl: https://x.fr\nlegal: MIT",
            [("legal", "not_a_block")],
        ),
    ],
)
def test_another_document_is_refused(text: str, faults: list[tuple[str, str]]) -> None:
    with pytest.raises(ManifestRefused) as caught:
        publiccode.read(text)
    assert [(one.where, one.code) for one in caught.value.faults] == faults


def test_what_is_unfit_for_a_manifest_stays_out() -> None:
    card = PublicCode(name="x", url="git@git.example.org:x", licence="see LICENSE; or ask")
    assert card.software("javascript:1") == {"name": "x"}


def test_a_manifest_is_written_as_a_card() -> None:
    document = changed("software.repository_url", "https://git.example.org/evento")
    document["software"]["licence"] = "CECILL-B"
    text = publiccode.write(publiccode.of_manifest(load(document)))
    paper = yaml.safe_load(text)
    assert paper["legal"] == {"license": "CECILL-B"}
    assert paper["description"]["en"]["shortDescription"] == "Find a date"
    assert paper["developmentStatus"] == "stable"
    assert paper["localisation"]["availableLanguages"] == ["fr"]


def test_a_manifest_without_source_is_no_card() -> None:
    with pytest.raises(ValueError, match="repository_url"):
        publiccode.of_manifest(load(SMALLEST))


TEXTS = st.text(max_size=40).map(str.strip)
NAMED = TEXTS.filter(bool)
DESCRIBED = st.builds(
    Described,
    name=TEXTS,
    short=TEXTS,
    long=TEXTS,
    features=st.lists(NAMED, max_size=3).map(tuple),
)
CODES = st.sampled_from(["fr", "en", "pt-BR", "no", "oc"])
CARDS = st.builds(
    PublicCode,
    name=NAMED,
    url=NAMED,
    licence=TEXTS,
    version=TEXTS,
    released_on=TEXTS,
    landing_url=TEXTS,
    logo=TEXTS,
    status=NAMED,
    categories=st.lists(NAMED, max_size=3).map(tuple),
    languages=st.lists(CODES, max_size=3, unique=True).map(tuple),
    descriptions=st.dictionaries(CODES, DESCRIBED, max_size=3),
)


@settings(max_examples=100)
@given(card=CARDS)
def test_what_is_written_is_read_back(card: PublicCode) -> None:
    text = publiccode.write(card)
    assert publiccode.read(text) == card
    assert yaml.safe_load(text)["name"] == card.name  # by any other reader too


@settings(max_examples=60)
@given(text=st.text() | st.binary())
def test_any_text_is_a_card_or_refused(text: str | bytes) -> None:
    with pytest.raises(ManifestRefused):
        publiccode.read(text)
