"""The papers of a public project: licence, changelog, and metadata that catalogues read."""

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.meta.sources import ROOT
from trousse import __version__

EUPL_1_2 = "b265314fe0920ed66121307961dabb70eb3c26c508d2362783e821bbb4a0e16c"
"""SHA-256 of the words of the licence, as SPDX publishes them."""

# From the standard's schema.core and categories-list, version 0.4.
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
KINDS = ("mobile", "iot", "desktop", "web", "backend", "other")
TYPES = {"addon", "library", "configurationFiles", *(f"standalone/{kind}" for kind in KINDS)}
CATEGORIES = {
    "appointment-scheduling", "collaboration", "communications", "enterprise-social-networking",
    "event-management", "instant-messaging", "knowledge-management", "office", "online-booking",
    "productivity-suite", "project-collaboration", "survey", "task-management",
    "video-conferencing", "web-collaboration", "web-conferencing", "workflow-management",
}  # fmt: skip
MANDATORY = {
    "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus",
    "softwareType", "description", "legal", "maintenance", "localisation",
}  # fmt: skip
OPTIONAL = {
    "applicationSuite", "landingURL", "isBasedOn", "softwareVersion", "releaseDate", "logo",
    "usedBy", "roadmap", "intendedAudience", "dependsOn",
}  # fmt: skip


def publiccode() -> dict[str, object]:
    return dict(yaml.safe_load((ROOT / "publiccode.yml").read_text()))


def faults(paper: dict) -> list[str]:  # type: ignore[type-arg]  # the shape is what is checked
    """Return what the standard forbids in ``paper``, in words."""
    found = [f"missing {key}" for key in sorted(MANDATORY - paper.keys())]
    found += [f"unknown {key}" for key in sorted(paper.keys() - MANDATORY - OPTIONAL)]
    if found:
        return found
    rules = {
        "version": paper["publiccodeYmlVersion"] == "0.4",
        "url": str(paper["url"]).startswith("https://"),
        "status": paper["developmentStatus"] in STATUSES,
        "type": paper["softwareType"] in TYPES,
        "categories": bool(paper["categories"]) and set(paper["categories"]) <= CATEGORIES,
        "platforms": bool(paper["platforms"]),
        "licence": bool(paper["legal"].get("license")),
        "maintenance": paper["maintenance"]["type"]
        in {"internal", "contract", "community", "none"},
        "contacts": paper["maintenance"]["type"] not in {"internal", "community"}
        or all(contact.get("name") for contact in paper["maintenance"].get("contacts", [{}])),
        "ready": isinstance(paper["localisation"]["localisationReady"], bool),
        "languages": bool(paper["localisation"]["availableLanguages"]),
    }
    found += [rule for rule, kept in rules.items() if not kept]
    for language, words in paper["description"].items():
        if not 0 < len(words["shortDescription"]) <= 150:
            found.append(f"short description in {language}")
        if not 150 <= len(words["longDescription"]) <= 10_000:
            found.append(f"long description in {language}")
        if not words["features"]:
            found.append(f"features in {language}")
    return found


def test_the_licence_is_the_whole_eupl() -> None:
    words = " ".join((ROOT / "LICENSE").read_text().split())
    assert hashlib.sha256(words.encode()).hexdigest() == EUPL_1_2


def test_the_metadata_follow_the_standard() -> None:
    assert faults(publiccode()) == []


def test_the_metadata_say_what_is_true() -> None:
    paper = publiccode()
    assert paper["softwareVersion"] == __version__
    assert date.fromisoformat(str(paper["releaseDate"]))
    assert (ROOT / str(paper["logo"])).exists()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"softwareType": "website"}, "type"),
        ({"categories": ["school"]}, "categories"),
        ({"legal": {}}, "licence"),
        ({"maintenance": {"type": "community"}}, "contacts"),
        ({"genericName": "Tools"}, "unknown genericName"),
    ],
)
def test_a_fault_is_seen(change: dict[str, object], fault: str) -> None:
    assert faults({**publiccode(), **change}) == [fault]


def test_the_changelog_has_dated_versions_in_order() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    headings = re.findall(r"^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$", text, re.MULTILINE)
    assert headings[0] == ("Unreleased", "")
    dates = [day for _version, day in headings[1:]]
    assert all(dates)
    assert dates == sorted(dates, reverse=True)
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


@pytest.mark.parametrize("name", ["README", "CONTRIBUTING", "SECURITY", "CODE_OF_CONDUCT"])
def test_the_usual_papers_are_there(name: str) -> None:
    assert len((ROOT / f"{name}.md").read_text()) > 500


def test_ci_runs_make_test_and_nothing_else() -> None:
    script = ROOT / ".ci" / "run"
    words = [line for line in script.read_text().splitlines() if line and not line.startswith("#")]
    assert words == ["exec make test"]
    assert Path(script).stat().st_mode & 0o111
