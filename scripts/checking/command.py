"""The commands for those who change Trousse: tests, checks, format, catalogues, figures."""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bootstrap.checkout import Checkout
from checking.check import Outcome, run_loudly, run_side_by_side, table
from checking.debian import find_servers_too, provide_packages
from checking.postgresql import private_cluster
from checking.suite import (
    browser_tests,
    database_tests,
    frontend_tests,
    lint_checks,
    settings_only,
    unit_tests,
)

DATED_HEADER = re.compile(r'^"(?:POT-Creation-Date|Report-Msgid-Bugs-To): .*\n', re.MULTILINE)
"""Headers that change with each collection and say nothing."""


def main(arguments: Sequence[str]) -> int:
    """Run the command named by ``arguments``; return the exit status."""
    parser = argparse.ArgumentParser(prog="scripts/develop.py")
    parser.add_argument("command", choices=sorted(COMMANDS))
    chosen = COMMANDS[parser.parse_args(arguments).command]
    checkout = Checkout.here()
    os.chdir(checkout.root)
    _forget_this_instance(checkout.root / "docs" / "reference" / "settings.md")
    os.environ["PYTHONPATH"] = str(checkout.root / "src")
    return chosen(checkout)


def test(checkout: Checkout) -> int:
    """Run every check and test; all run even when one fails."""
    find_servers_too()
    if sentence := provide_packages():
        print(sentence, file=sys.stderr)
        return 1
    started = time.monotonic()
    outcomes = run_side_by_side(lint_checks(checkout), checkout.root)
    outcomes.append(run_loudly(unit_tests(), checkout.root))
    with private_cluster() as database_url:
        outcomes.append(run_loudly(database_tests(database_url), checkout.root))
    outcomes.append(run_loudly(frontend_tests(checkout), checkout.root))
    outcomes.append(run_loudly(browser_tests(), checkout.root))
    return _conclude(outcomes, started)


def lint(checkout: Checkout) -> int:
    """Run the checks that need no test."""
    started = time.monotonic()
    return _conclude(run_side_by_side(lint_checks(checkout), checkout.root), started)


def types(checkout: Checkout) -> int:
    """Check the types of Python only."""
    return _call(checkout, ".venv/bin/mypy")


def reformat(checkout: Checkout) -> int:
    """Rewrite Python, styles and scripts in the house format."""
    fixed = _call(checkout, ".venv/bin/ruff", "check", "--fix", "--quiet", ".")
    formatted = _call(checkout, ".venv/bin/ruff", "format", ".")
    pages = _call(checkout, "frontend/node_modules/.bin/biome", "check", "--write", "frontend")
    return fixed or formatted or pages


def messages(checkout: Checkout) -> int:
    """Collect the strings of every app into its French catalogue, then compile."""
    status = 0
    for catalogue in sorted(checkout.root.glob("src/trousse/**/locale")):
        command = (sys.executable, str(checkout.root / "manage.py"), "makemessages", "-l", "fr")
        done = subprocess.run(
            [*command, "--no-location", "--no-wrap"],
            cwd=catalogue.parent,
            env={**os.environ, **settings_only(checkout)},
            check=False,
        )
        status = status or done.returncode
        for written in catalogue.glob("*/LC_MESSAGES/*.po"):
            written.write_text(DATED_HEADER.sub("", written.read_text()))
    return status or _call(checkout, ".venv/bin/python", "scripts/compile_messages.py")


def bench(checkout: Checkout) -> int:
    """Print the figures that we claim, one package of ``benchmarks/`` after the other."""
    names = sorted(path.parent.name for path in checkout.root.glob("benchmarks/*/__main__.py"))
    return max(
        (_call(checkout, sys.executable, "-m", f"benchmarks.{name}") for name in names), default=0
    )


COMMANDS: dict[str, Callable[[Checkout], int]] = {
    "bench": bench,
    "format": reformat,
    "lint": lint,
    "messages": messages,
    "test": test,
    "types": types,
}


def _conclude(outcomes: Sequence[Outcome], started: float) -> int:
    print(f"\n{table(outcomes)}\n  in all {time.monotonic() - started:.0f} s", flush=True)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _call(checkout: Checkout, *command: str) -> int:
    return subprocess.run(command, cwd=checkout.root, check=False).returncode


def _forget_this_instance(settings_reference: Path) -> None:
    """Drop this machine's settings of Trousse: tests choose their own."""
    text = settings_reference.read_text() if settings_reference.exists() else ""
    for name in re.findall(r"^## ([A-Z][A-Z0-9_]+)$", text, re.MULTILINE):
        os.environ.pop(name, None)
