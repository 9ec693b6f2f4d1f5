"""The front-end build: the same twice, nothing left over, nothing from elsewhere."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.browser.instance import ROOT, build_front_end

FOREIGN = re.compile(rb"""(?:url\(|@import|from\s*)["']?(?:https?:)?//""")


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    build_front_end()


def build(package: str, output: Path) -> dict[str, bytes]:
    command = ("node", "build.mjs", str(output))
    subprocess.run(command, cwd=ROOT / "frontend" / package, check=True, capture_output=True)
    return {
        str(path.relative_to(output)): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        (".", {"main.js", "theme-neutral.css", "favicon.svg", "polls-making.js", "polls.css"}),
        ("theme-state", {"theme-state.css", "fonts/Marianne-Regular.woff2"}),
    ],
)
def test_it_makes_the_same_twice_and_asks_nobody(
    tmp_path: Path, package: str, expected: set[str]
) -> None:
    once, again = build(package, tmp_path), build(package, tmp_path)
    assert expected <= once.keys()
    assert once == again
    assert [name for name, content in once.items() if FOREIGN.search(content)] == []


def test_it_forgets_what_has_no_source_any_more_but_spares_the_other_theme(tmp_path: Path) -> None:
    (tmp_path / "gone.js").touch()
    (tmp_path / "theme-state.css").touch()
    made = build(".", tmp_path)
    assert "gone.js" not in made
    assert "theme-state.css" in made


def test_the_default_theme_holds_nothing_of_the_state(tmp_path: Path) -> None:
    style = build(".", tmp_path)["theme-neutral.css"].lower()
    assert b"marianne" not in style
    assert b"000091" not in style


def test_the_state_theme_loads_two_weights_and_no_script(tmp_path: Path) -> None:
    made = build("theme-state", tmp_path)
    assert made["theme-state.css"].count(b"@font-face") == 2
    assert not [name for name in made if name.endswith(".js")]


def test_dark_of_the_state_theme_needs_no_script(tmp_path: Path) -> None:
    style = build("theme-state", tmp_path)["theme-state.css"]
    assert b"data-fr-theme" not in style
    assert b":root[data-theme=dark]" in style
