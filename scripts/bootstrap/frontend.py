"""Styles and scripts of the pages: npm packages, then the build."""

import shutil
from pathlib import Path

from bootstrap.checkout import Checkout
from bootstrap.node import Node, some_node
from bootstrap.programs import run_quietly
from bootstrap.steps import Step, carry_out

SOURCES = ("assets", "islands", "shared", "styles", "theme-state", "build.mjs", "package-lock.json")


def frontend_steps(checkout: Checkout, *, development: bool, state_theme: bool) -> list[Step]:
    """Return the step that leaves ``build/static`` ready; Node.js is only needed while it runs.

    ``development``: install the tools that check and test too.
    ``state_theme``: build the State's theme too, whose npm package weighs 136 MB.
    """
    packages = [checkout.frontend, checkout.frontend / "theme-state"][: 1 + state_theme]
    tools = (_tools_stamp(checkout.frontend),) if development else ()

    def build() -> None:
        with some_node(checkout, keep=development) as node:
            for package in packages:
                carry_out(_packages_step(checkout, node, package, development=development))
                command = [*node.npm, "run", "build"]
                title = f"Build of {package.name}"
                run_quietly(checkout, title, command, cwd=package, environment=node.environment)
        shutil.rmtree(checkout.cache / "npm", ignore_errors=True)

    return [
        Step(
            title="Styles and scripts",
            run=build,
            stamp=checkout.root / "build" / "static.stamp",
            inputs=tuple(checkout.frontend / name for name in SOURCES),
            outputs=(checkout.root / "build" / "static" / "main.js", *tools),
            facts=f"state={state_theme}",
        )
    ]


def _packages_step(checkout: Checkout, node: Node, package: Path, *, development: bool) -> Step:
    """Return the step that installs a package's locked dependencies.

    Packages installed for development serve for running too, not the other way round.
    """
    title = f"npm packages of {package.name}"
    development = development or _tools_stamp(package).exists()
    command = [*node.npm, "ci", "--cache", str(checkout.cache / "npm")]

    def install() -> None:
        words = command if development else [*command, "--omit=dev"]
        run_quietly(checkout, title, words, cwd=package, environment=node.environment)

    return Step(
        title=title,
        run=install,
        stamp=_tools_stamp(package) if development else package / "node_modules" / "run.stamp",
        inputs=(package / "package-lock.json",),
    )


def _tools_stamp(package: Path) -> Path:
    return package / "node_modules" / "development.stamp"
