"""Which checks there are. Each is one command that anybody can also type."""

import sys
from pathlib import Path

from bootstrap.checkout import Checkout
from bootstrap.node import lent_node, machine_node
from checking.check import Check


def lint_checks(checkout: Checkout) -> list[Check]:
    """Return the checks that run no code of ours; none writes anything."""
    return [
        _tool("types", "mypy"),
        _tool("format", "ruff", "format", "--check", "."),
        _tool("rules", "ruff", "check", "."),
        _tool("layers", "lint-imports"),
        _tool("templates", "djlint", "src", "--lint", "--quiet"),
        _tool("dependencies", "deptry", "src", "packages/trousse-kit/src"),
        _migrations(checkout),
        _npm("styles and scripts", checkout, "run", "lint"),
    ]


def unit_tests() -> Check:
    """Everything but the browsers, on SQLite."""
    return _pytest("tests on SQLite", "-m", "not browser")


def database_tests(database_url: str) -> Check:
    """Every test that touches the database, on PostgreSQL."""
    return _pytest(
        "tests on PostgreSQL",
        *("-m", "not browser", "--database-only"),
        DATABASE_URL=database_url,
    )


def frontend_tests(checkout: Checkout) -> Check:
    return _npm("tests of the scripts", checkout, "test")


def browser_tests() -> Check:
    return _pytest("tests in a browser", "-m", "browser")


def _tool(title: str, name: str, *arguments: str) -> Check:
    return Check(title, (str(Path(sys.executable).parent / name), *arguments))


def _pytest(title: str, *arguments: str, **environment: str) -> Check:
    command = (sys.executable, "-m", "pytest", "-q", "-n", "2", *arguments)
    return Check(title, command, environment=environment)


def _migrations(checkout: Checkout) -> Check:
    command = (sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")
    return Check("migrations", command, environment=settings_only(checkout))


def settings_only(checkout: Checkout) -> dict[str, str]:
    """Return the environment of a management command that touches no data."""
    return {"DATA_DIR": str(checkout.cache / "checking"), "SECRET_KEY": "checking"}


def _npm(title: str, checkout: Checkout, *arguments: str) -> Check:
    node = machine_node() or lent_node(checkout)
    if node is None:
        raise RuntimeError("the preparation leaves a Node.js")
    command = (*node.npm, "--silent", *arguments)
    return Check(title, command, cwd="frontend", environment=node.environment)
