"""Every setting read from the environment has its heading in the reference, and the reverse."""

import ast
import re
from pathlib import Path

import pytest

from tests.meta.sources import ROOT, python_files

REFERENCE = ROOT / "docs" / "reference" / "settings.md"
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
READERS = {"text", "boolean", "integer", "choice", "words", "path", "time_zone", "converted"}
NOT_OURS = {  # of other programs, or of make; not settings of an instance
    "DJANGO_SETTINGS_MODULE", "NODE_EXTRA_CA_CERTS", "PATH", "MAKELEVEL", "PYTHONPATH",
    "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE",
}  # fmt: skip


def settings_read_in(path: Path) -> set[str]:
    """Return the names given to ``Env``'s readers, and to os.environ, in a module."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            reads = node.func.attr in READERS and "env" in ast.unparse(node.func.value).lower()
            reads = reads or ast.unparse(node.func) in {"os.environ.get", "os.getenv"}
            name = node.args[0]
            if reads and isinstance(name, ast.Constant) and isinstance(name.value, str):
                found.add(name.value)
    return found


def settings_read() -> set[str]:
    files = python_files("src", "scripts")
    own = (path for path in files if not path.match("settings/test.py"))
    return set().union(*map(settings_read_in, own)) - NOT_OURS


def chapters() -> dict[str, str]:
    parts = HEADING.split(REFERENCE.read_text())
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_setting_has_a_heading() -> None:
    assert sorted(settings_read() - chapters().keys()) == []


def test_every_heading_is_a_setting() -> None:
    assert sorted(chapters().keys() - settings_read()) == []


@pytest.mark.parametrize("name", sorted(chapters()))
def test_a_chapter_says_the_default_and_shows_an_example(name: str) -> None:
    assert "Default" in chapters()[name]
    assert re.search(rf"`{name}=[^`]", chapters()[name])


def test_a_setting_that_is_read_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "settings.py"
    module.write_text('A = env.text("FIRST")\nB = os.environ.get("SECOND")\nC = other.text("no")\n')
    assert settings_read_in(module) == {"FIRST", "SECOND"}
