import subprocess
import sys
from pathlib import Path

import pytest

from trousse_kit import schema_text
from trousse_kit.cli import main

TOML = """\
[identity]
id = "evento"
name = { fr = "Evento" }
promise.fr = "Trouver une date"

[lifecycle]
state = "retird"

[operation]
url = "https://evento.example.org/"
operator = "Un réseau"

[[capabilities]]
verb = "create"
resource_type = "poll"
url = "https://evento.example.org/new"

[[capabilities]] # the second
verb = "find"
resource_type = "poll"
"""
YAML = """\
identity:
  id: evento
  name: {fr: Evento}
lifecycle:
  state: retird
operation:
  url: https://evento.example.org/
  operator: Un réseau
"""


def said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> tuple[int, list[str]]:
    path = tmp_path / name
    path.write_text(text)
    status = main(["check", str(path)])
    return status, capsys.readouterr().out.replace(f"{path}", name).splitlines()


def test_a_good_manifest_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = TOML.replace("retird", "retired").replace('"find"', '"open"').replace(
        "# the second", '\nurl = "https://evento.example.org/{id}"'
    )  # fmt: skip
    assert said(tmp_path, capsys, "m.toml", good) == (0, ["m.toml: a manifest, nothing to mend"])


def test_faults_come_with_their_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, lines = said(tmp_path, capsys, "m.toml", TOML)
    assert status == 1
    assert [line.partition(": ")[0] for line in lines] == ["m.toml:7", "m.toml:19"]
    assert lines[0].startswith("m.toml:7: lifecycle.state: “retird” is not one of")


def test_lines_of_yaml_and_of_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, lines = said(tmp_path, capsys, "m.yml", YAML)
    assert [line.partition(" ")[0] for line in lines] == ["m.yml:1:", "m.yml:5:"]
    _, lines = said(tmp_path, capsys, "m.json", '{"identity": {},\n"lifecycle":\n {"state": 3}}')
    assert "m.json:3: lifecycle.state: 3 is not one of" in "\n".join(lines)


def test_reading_that_stops_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, lines = said(tmp_path, capsys, "m.json", '{\n"a": }')
    assert status == 1
    assert lines[0].startswith("m.json:2: This is not JSON that can be read")


def test_a_file_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "absent.toml"), str(tmp_path / "notes.txt")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "absent.toml: The file cannot be read: No such file" in lines[0]
    assert "notes.txt: The file cannot be read: its name ends neither" in lines[1]


def test_the_format_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "manifest"
    path.write_text(TOML.partition("[[")[0].replace("retird", "pilot"))
    assert main(["check", "--kind", "toml", str(path)]) == 0


def test_it_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == schema_text()


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text("a = 1")
    command = [sys.executable, "-m", "trousse_kit", "check", str(path)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 1
    assert f"{path}:1: a: “a” is not known here." in done.stdout
