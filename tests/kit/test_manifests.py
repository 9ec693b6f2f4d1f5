import json
import logging
import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from pytest_django import Settings

from tests.packages.trousse_kit.documents import SMALLEST
from trousse.kit.fault_words import SENTENCES, VALUES
from trousse.kit.manifests import (
    fault_in_words,
    known_manifests,
    manifest_of_app,
    refused_manifests,
)
from trousse.kit.registry import lazy_words, registered_services
from trousse_kit import Words
from trousse_kit.faults import WORDING, fault

EVENTO = """
[identity]
id = "evento"
name = { fr = "Evento" }
promise = { fr = "Trouver une date" }
[lifecycle]
state = "available"
[operation]
url = "https://evento.example.org/"
operator = "Un réseau"
"""


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.SERVICES_DIR = tmp_path
    settings.SERVICES_CHECK_SECONDS = 0
    return tmp_path


def faults() -> list[tuple[str, str, str]]:
    return [
        (one.path.name, fault.where, fault.code)
        for one in refused_manifests()
        for fault in one.faults
    ]


def test_our_own_apps_are_known_by_their_manifest(folder: Path) -> None:
    assert {"polls", "activities"} <= known_manifests().keys()
    assert known_manifests()["polls"].source == "app"
    assert faults() == []


def test_a_service_takes_its_words_from_its_manifest() -> None:
    polls = next(one for one in registered_services() if one.slug == "polls")
    with translation.override("fr"):
        assert (str(polls.name), str(polls.verb)) == ("Sondages", "Trouver une date")
    with translation.override("en"):
        assert str(polls.promise) == "Propose days or times, everybody answers, you choose."
    assert polls.icon == "calendar"


def test_words_are_said_in_the_language_of_the_page() -> None:
    words = lazy_words(Words({"fr": "oui", "en": "yes"}))
    with translation.override("en-gb"):
        assert str(words) == "yes"
    with translation.override(None):
        assert str(words) == "oui"


def test_an_app_without_manifest_is_not_started_as_a_service() -> None:
    with pytest.raises(ImproperlyConfigured, match="manifest"):
        manifest_of_app("trousse.core")


def test_a_file_of_the_folder_is_a_service(folder: Path) -> None:
    (folder / "evento.toml").write_text(EVENTO)
    found = known_manifests()["evento"]
    assert (found.source, found.path) == ("file", folder / "evento.toml")
    assert found.manifest.operation.operator == "Un réseau"


def test_a_change_is_seen_and_so_is_a_file_that_went(folder: Path) -> None:
    path = folder / "evento.toml"
    path.write_text(EVENTO)
    first = known_manifests()["evento"]
    path.write_text(EVENTO.replace("Un réseau", "Un autre"))
    os.utime(path, (1, 1))
    second = known_manifests()["evento"]
    assert second.manifest.operation.operator == "Un autre"
    assert first.digest != second.digest
    path.unlink()
    assert "evento" not in known_manifests()


def test_it_looks_at_the_folder_only_now_and_then(folder: Path, settings: Settings) -> None:
    known_manifests()
    settings.SERVICES_CHECK_SECONDS = 3600
    (folder / "evento.toml").write_text(EVENTO)
    assert "evento" not in known_manifests()


def test_what_did_not_change_is_not_read_again(folder: Path) -> None:
    (folder / "evento.toml").write_text(EVENTO)
    assert known_manifests()["evento"] is known_manifests()["evento"]


def test_a_wrong_file_is_refused_and_logged_once(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "good.toml").write_text(EVENTO)
    (folder / "wrong.json").write_text('{"identity": {}}')
    caplog.set_level(logging.WARNING, "trousse.kit.manifests")
    assert "evento" in known_manifests()
    assert ("wrong.json", "identity.id", "missing") in faults()
    assert len(caplog.records) == 1
    assert "identity.id: This is missing." in caplog.text


def test_a_file_cannot_take_the_name_of_another_service(folder: Path) -> None:
    (folder / "a.toml").write_text(EVENTO)
    (folder / "b.toml").write_text(EVENTO)
    (folder / "polls.toml").write_text(EVENTO.replace('"evento"', '"polls"'))
    assert known_manifests()["evento"].path.name == "a.toml"
    assert known_manifests()["polls"].source == "app"
    assert faults() == [
        ("b.toml", "identity.id", "id_taken"),
        ("polls.toml", "identity.id", "id_taken"),
    ]


def test_a_file_that_cannot_be_opened_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "evento.toml"
    path.write_text(EVENTO)
    opened = Path.open

    def refuse(self: Path, mode: str = "r") -> object:
        if self == path:
            raise PermissionError(13, "Permission denied")
        return opened(self, mode)

    monkeypatch.setattr(Path, "open", refuse)
    assert faults() == [("evento.toml", "", "unreadable")]


@pytest.mark.parametrize("name", [".evento.toml", "evento.toml.bak", "README.md"])
def test_other_files_are_left_alone(folder: Path, name: str) -> None:
    (folder / name).write_text("nothing")
    (folder / "folder.toml").mkdir()
    assert faults() == []


def test_a_folder_that_does_not_exist_holds_nothing(tmp_path: Path, settings: Settings) -> None:
    settings.SERVICES_DIR = tmp_path / "absent"
    settings.SERVICES_CHECK_SECONDS = 0
    assert "polls" in known_manifests()
    assert refused_manifests() == ()


def test_the_portal_says_what_the_package_says() -> None:
    assert dict(WORDING) == SENTENCES


def test_every_sentence_is_said_in_french_with_all_it_holds() -> None:
    with translation.override("fr"):
        for code, sentence in SENTENCES.items():
            names = {name: f"<{name}>" for name in ("given", "near", "limit", "size", "choices")}
            names |= {name: f"<{name}>" for name in ("kind", "reason", "path", "claim")}
            said = fault_in_words(fault("x", code, **names))
            expected = {value for value in names.values() if value in sentence.format_map(names)}
            assert said != sentence.format_map(names), code
            assert {value for value in names.values() if value in said} == expected
        assert all(translation.gettext(value) != value for value in VALUES)


def test_a_fault_is_said_with_french_quotes() -> None:
    one = fault("identity.name", "not_text", given="“x”")
    with translation.override("fr"):
        assert fault_in_words(one) == "Un texte est attendu, pas «\u202fx\u202f»."
    with translation.override("en"):
        assert fault_in_words(one) == "Expected a text, found “x”."


def test_the_smallest_manifest_is_enough_for_a_file(folder: Path) -> None:
    (folder / "a.json").write_text(json.dumps(SMALLEST))
    (folder / "b.yaml").write_text(json.dumps(SMALLEST).replace("evento", "other"))
    assert {"evento", "other"} <= known_manifests().keys()
