"""The runner of checks: a failure is never lost, what is missing is named."""

import sys
from pathlib import Path

import pytest

from checking import command, debian
from checking.check import Check, Outcome, run_loudly, run_side_by_side, table
from checking.command import main


def python(name: str, source: str, **environment: str) -> Check:
    return Check(name, (sys.executable, "-c", source), environment=environment)


def test_a_failure_shows_its_output_and_the_others_stay_silent(
    capfd: pytest.CaptureFixture[str],
) -> None:
    checks = [
        python("quiet", "print('nobody reads this')"),
        python("broken", "print('the reason'); raise SystemExit(1)"),
    ]
    outcomes = run_side_by_side(checks, Path())
    said = capfd.readouterr().out
    assert [outcome.passed for outcome in outcomes] == [True, False]
    assert "the reason" in said
    assert "nobody reads this" not in said


def test_a_loud_check_shows_everything(capfd: pytest.CaptureFixture[str]) -> None:
    outcome = run_loudly(
        python("tests", "import os; print(os.environ['WHERE'])", WHERE="ici"), Path()
    )
    assert outcome.passed
    assert "ici" in capfd.readouterr().out


def test_the_table_says_what_failed() -> None:
    lines = table([Outcome("types", True, 1.25), Outcome("rules", False, 0.1)]).splitlines()
    assert [line.split() for line in lines] == [
        ["types", "ok", "1.2", "s"],
        ["rules", "FAILED", "0.1", "s"],
    ]


@pytest.mark.parametrize(("passed", "status"), [(True, 0), (False, 1)])
def test_one_failure_fails_the_command(
    monkeypatch: pytest.MonkeyPatch, passed: bool, status: int
) -> None:
    source = f"raise SystemExit({0 if passed else 3})"
    checks = [python("first", source), python("second", "")]
    monkeypatch.setattr(command, "lint_checks", lambda _checkout: checks)
    monkeypatch.setattr(command.os, "chdir", lambda _path: None)
    assert main(["lint"]) == status


def test_missing_packages_are_named_where_they_may_not_be_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needed = {"chromium": lambda: False, "gettext": lambda: True, "postgresql": lambda: False}
    monkeypatch.setattr(debian, "NEEDED", needed)
    monkeypatch.setattr(debian, "may_install_packages", lambda: False)
    assert debian.provide_packages().endswith("apt-get install chromium postgresql")


def test_missing_packages_are_installed_where_they_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(debian, "NEEDED", {"chromium": lambda: bool(installed)})
    monkeypatch.setattr(debian, "may_install_packages", lambda: True)
    monkeypatch.setattr(debian, "_install", installed.extend)
    assert debian.provide_packages() == ""
    assert installed == ["chromium"]


def test_this_machine_s_settings_do_not_reach_the_tests(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reference = tmp_path / "settings.md"
    reference.write_text("# Settings\n\n## THEME\nLooks.\n")
    monkeypatch.setenv("THEME", "state")
    monkeypatch.setenv("EDITOR", "ed")
    command._forget_this_instance(reference)
    assert "THEME" not in command.os.environ
    assert command.os.environ["EDITOR"] == "ed"
