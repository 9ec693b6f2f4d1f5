"""No template asks for a class that the themes do not know."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLASS_ATTRIBUTE = re.compile(r'class="([^"]*)"')
TEMPLATE_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
NAME = re.compile(r"(?<![\w-])(?:fr|t)-[a-z0-9_-]*[a-z0-9](?![\w-])")
DEFINED = re.compile(r"\.((?:fr|t)-[a-zA-Z0-9_-]+)")


def known_classes() -> set[str]:
    folders = ("styles/**", "islands/**", "theme-state")
    sheets = [sheet for folder in folders for sheet in ROOT.glob(f"frontend/{folder}/*.css")]
    return {name for sheet in sheets for name in DEFINED.findall(sheet.read_text())}


KNOWN = known_classes()
TEMPLATES = [
    path
    for path in sorted(ROOT.glob("src/trousse/**/templates/**/*.html"))
    if "ui/parts/state_" not in str(path)  # cut from the State design system itself
]


def asked_classes(markup: str) -> set[str]:
    """Return the class names written in full; a name completed by a variable is left out."""
    return {
        name
        for value in CLASS_ATTRIBUTE.findall(markup)
        for name in NAME.findall(TEMPLATE_CODE.sub("\0", value))
    }


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_class_of_a_template_is_styled(path: Path) -> None:
    asked = asked_classes(path.read_text())
    if "/ui/templates/" not in str(path):  # a service's own classes may be hooks of its scripts
        asked = {name for name in asked if name.startswith("fr-")}
    assert asked - KNOWN - HOOKS == set()


HOOKS = {"fr-tile__content", "fr-card__content"}
"""Names of the State design system's structure, which need no style of ours."""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_a_kind_of_field_that_the_state_theme_forgets(path: Path) -> None:
    assert FORGOTTEN.findall(path.read_text()) == []


FORGOTTEN = re.compile(r"<video|<input[^>]*type=\W?(?:range|image|button|reset|submit)")
"""What ``dropAbsent`` of frontend/theme-state/rewriting.mjs takes out of the State's sheet."""


def test_it_sees_classes_around_template_code() -> None:
    markup = '<p class="fr-a{% if x %} fr-b{% endif %} t-c--{{ d }} t-e">'
    assert asked_classes(markup) == {"fr-a", "fr-b", "t-e"}
