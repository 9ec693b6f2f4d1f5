"""French first, English complete: catalogues without holes, in step with the sources."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.meta.sources import ROOT, relative

SOURCES = ROOT / "src" / "trousse"
CATALOGUES = sorted(SOURCES.rglob("locale/fr/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}")
WIDE_SPACE_BEFORE_SIGN = re.compile(r"(?<=\w)[ \u00a0]?[;:!?](?=\s|$)|« | »")
STRAIGHT_QUOTES = re.compile(r"(?<![=\w<])\"[^\"=<>]*\"(?!>)")


def entries(catalogue: Path) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(catalogue)) if not entry.obsolete]


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=relative)
def test_a_catalogue_is_complete(catalogue: Path) -> None:
    holes = [one.msgid for one in entries(catalogue) if one.fuzzy or not all(texts(one))]
    assert holes == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=relative)
def test_placeholders_are_kept(catalogue: Path) -> None:
    for entry in entries(catalogue):
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in texts(entry):
            found = set(PLACEHOLDER.findall(text))
            # « un message » may say one without its number
            assert found == wanted or (entry.msgid_plural and found <= wanted), entry.msgid


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=relative)
def test_french_has_its_spaces_and_quotes(catalogue: Path) -> None:
    wrong = [
        text
        for entry in entries(catalogue)
        for text in texts(entry)
        if WIDE_SPACE_BEFORE_SIGN.search(re.sub(r"https?:\S+|<[^>]*>", "", text))
    ]
    assert wrong == []


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Collect the strings of every app again, in a copy of the sources."""
    if not shutil.which("xgettext"):
        pytest.fail("gettext is missing: make test installs it")
    copy = tmp_path_factory.mktemp("sources")
    ignored = shutil.ignore_patterns("__pycache__", "*.mo")
    shutil.copytree(ROOT / "src", copy / "src", ignore=ignored)
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(copy / "data"),
        "PYTHONPATH": str(copy / "src"),
        "PYTHONSAFEPATH": "1",  # else a module of the app would hide the library's: calendar
        "DJANGO_SETTINGS_MODULE": "trousse.config.settings.base",
        "SECRET_KEY": "collecting",
    }
    command = (sys.executable, "-m", "django", "makemessages", "-l", "fr")
    for catalogue in CATALOGUES:
        app = copy / catalogue.parents[3].relative_to(ROOT)
        subprocess.run(
            [*command, "--no-location", "--no-wrap"],
            cwd=app,
            env=environment,
            check=True,
            capture_output=True,
        )
    return copy


def keys(catalogue: Path) -> set[tuple[str, str]]:
    return {(entry.msgctxt or "", entry.msgid) for entry in entries(catalogue)}


@pytest.mark.timeout(400)  # the first one waits for the collection: seconds on an idle machine
@pytest.mark.parametrize("catalogue", CATALOGUES, ids=relative)
def test_a_catalogue_is_in_step_with_its_sources(catalogue: Path, collected: Path) -> None:
    fresh = collected / catalogue.relative_to(ROOT)
    assert keys(fresh) == keys(catalogue)


def test_every_app_that_speaks_has_a_catalogue() -> None:
    speaking = re.compile(r"gettext|{% (?:blocktranslate|translate|trans) ")
    owners = {path.parents[3] for path in CATALOGUES}
    silent = [
        relative(path)
        for path in sorted(SOURCES.rglob("*"))
        if path.suffix in {".py", ".html", ".txt"}
        and speaking.search(path.read_text())
        and not any(path.is_relative_to(owner) for owner in owners)
        and "config" not in path.parts
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Voulez-vous voter ?", True),
        ("Voulez-vous voter?", True),
        ("Voulez-vous voter\u202f?", False),
        ("« Léa »", True),
        ("«\u202fLéa\u202f»", False),
        ("à 10:30", False),
    ],
)
def test_a_wrong_space_is_seen(text: str, wrong: bool) -> None:
    assert bool(WIDE_SPACE_BEFORE_SIGN.search(text)) is wrong


def test_one_text_has_one_translation_in_all_apps() -> None:
    """Catalogues are merged: without a context, the first app listed would speak for all."""
    said: dict[tuple[str | None, str], dict[str, str]] = {}
    for catalogue in CATALOGUES:
        for entry in entries(catalogue):
            where = said.setdefault((entry.msgctxt, entry.msgid), {})
            where.setdefault(" / ".join(texts(entry)), relative(catalogue))
    assert {text: where for text, where in said.items() if len(where) > 1} == {}
