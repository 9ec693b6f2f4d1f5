"""What no committed file may hold: addresses of package registries, paths of one machine."""

import re
from pathlib import Path

import pytest

from tests.meta.sources import ROOT, committed_files, relative

# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    "|".join(
        (
            r"regis" + r"try\.(?:npm" + r"js|yarn" + r"pkg)\.",
            r"(?:test\.)?py" + r"pi\.org/simple",
            r"files\.python" + r"hosted\.",
            r"--(?:extra-)?index" + r"-url",
            r"--find" + r"-links",
            r'"resolved"' + r":\s*\"http",
        )
    )
)
ONE_MACHINE = re.compile(
    r"(?<![\w/.-])/(?:ho"
    r"me/(?!USER|user\b)\w+|ro"
    r"ot/\w|wo"
    r"rk/|Us"
    r"ers/\w|tmp/w"
    r"t)"
)


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def files_with(pattern: re.Pattern[str]) -> list[str]:
    return [relative(path) for path in committed_files() if pattern.search(text_of(path))]


def test_no_file_names_a_registry() -> None:
    assert files_with(REGISTRIES) == []


def test_no_file_names_a_place_of_one_machine() -> None:
    assert files_with(ONE_MACHINE) == []


def test_every_python_lock_is_hashed() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        packages = [line for line in lock.read_text().splitlines() if line and line[0] not in " #"]
        assert packages
        assert all(re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", line) for line in packages)
        assert lock.read_text().count("--hash=sha256:") >= len(packages)


def test_every_npm_lock_has_integrity_and_no_address() -> None:
    locks = [path for path in committed_files() if path.name == "package-lock.json"]
    assert locks
    for lock in locks:
        assert "integrity" in lock.read_text()


@pytest.mark.parametrize(
    ("line", "pattern"),
    [
        ("https://regis" + "try.npm" + "js.org/esbuild", REGISTRIES),
        ("pip install --index" + "-url x", REGISTRIES),
        ("see /ho" + "me/lea/trousse", ONE_MACHINE),
        ("cd /wo" + "rk/main", ONE_MACHINE),
    ],
)
def test_the_patterns_see_what_they_are_for(line: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(line)


def test_the_patterns_leave_examples_alone() -> None:
    assert not ONE_MACHINE.search("DATA_DIR=/srv/trousse/data and /var/lib and home/page")
