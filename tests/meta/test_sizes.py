"""Small functions, modules and templates; the list of exceptions can only shrink."""

from pathlib import Path

import pytest

from tests.meta.sources import committed_files, functions, python_files, relative

LONGEST_FUNCTION = 60
FUNCTION_WITH_A_REASON = 40
LONGEST_MODULE = 400
LONGEST_TEMPLATE = 160
LONGEST_SCRIPT = 460
LONGEST_STYLE = 700  # rules of one thing stay together; a sheet is read by searching

LONG_FUNCTIONS: dict[str, str] = {}
"""Functions of more than 40 lines, and why. Remove an entry as soon as it is not needed."""


def long_functions() -> dict[str, int]:
    found = (one for path in python_files("src", "packages", "scripts") for one in functions(path))
    return {one.name: one.lines for one in found if one.lines > FUNCTION_WITH_A_REASON}


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def too_long(suffixes: set[str], limit: int) -> dict[str, int]:
    sizes = {
        relative(path): lines_of(path) for path in committed_files() if path.suffix in suffixes
    }
    return {name: lines for name, lines in sizes.items() if lines > limit}


def test_no_function_is_longer_than_a_screen() -> None:
    assert {name: n for name, n in long_functions().items() if n > LONGEST_FUNCTION} == {}


def test_a_long_function_has_a_reason() -> None:
    assert long_functions().keys() - LONG_FUNCTIONS.keys() == set()


def test_a_function_that_became_short_leaves_the_list() -> None:
    assert LONG_FUNCTIONS.keys() - long_functions().keys() == set()


def test_no_module_is_longer_than_a_few_screens() -> None:
    modules = {
        relative(path): lines_of(path)
        for path in python_files("src", "packages", "scripts", "tests")
    }
    assert {name: lines for name, lines in modules.items() if lines > LONGEST_MODULE} == {}


def test_no_template_is_longer_than_a_few_screens() -> None:
    assert too_long({".html"}, LONGEST_TEMPLATE) == {}


def test_no_script_is_longer_than_a_few_screens() -> None:
    assert too_long({".ts", ".mjs"}, LONGEST_SCRIPT) == {}


def test_no_style_sheet_is_longer_than_a_chapter() -> None:
    assert too_long({".css"}, LONGEST_STYLE) == {}


FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "managers", "misc", "base2"}


def test_no_module_is_named_after_nothing() -> None:
    named = {
        relative(path)
        for path in python_files("src", "packages", "scripts")
        if path.stem in FORBIDDEN_NAMES
    }
    assert named == set()


@pytest.mark.parametrize(
    "path", python_files("src", "packages", "scripts", "benchmarks"), ids=relative
)
def test_a_module_says_first_why_it_exists(path: Path) -> None:
    text = path.read_text()
    assert text == "" or text.startswith(('"""', "#!"))


def test_a_long_function_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "module.py"
    module.write_text("class A:\n    @property\n    def b(self):\n" + "        x = 1\n" * 10)
    monkeypatch.setattr("tests.meta.sources.ROOT", tmp_path)
    (found,) = functions(module)
    assert (found.name, found.lines) == ("module.py::A.b", 12)
