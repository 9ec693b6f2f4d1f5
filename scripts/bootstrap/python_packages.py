"""The virtual environment and the locked Python packages."""

import platform
import sys

from bootstrap.checkout import Checkout
from bootstrap.programs import run_quietly
from bootstrap.steps import Step

PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")
# Byte-compiling everything costs 9 s, most of it for modules that are never imported.
INSTALL = ("install", "--quiet", "--no-compile", "--no-cache-dir", "--retries", "2")


def python_steps(checkout: Checkout, *, development: bool) -> list[Step]:
    """Return the steps that make ``.venv``; none when the environment is borrowed."""
    if checkout.borrowed_venv:
        return []
    steps = [_environment(checkout), _packages(checkout, "runtime")]
    return [*steps, _packages(checkout, "dev")] if development else steps


def install_command(checkout: Checkout, lock: str) -> list[str]:
    """Return the command that installs a lock of ``requirements/``, every hash checked."""
    path = checkout.root / "requirements" / f"{lock}.txt"
    return [str(checkout.python), *PIP, *INSTALL, "--require-hashes", "-r", str(path)]


def _environment(checkout: Checkout) -> Step:
    def create() -> None:
        command = (sys.executable, "-m", "venv", "--clear", str(checkout.venv))
        run_quietly(checkout, "Python environment", command)

    return Step(
        title="Python environment",
        run=create,
        stamp=checkout.venv / "made.stamp",
        outputs=(checkout.python,),
        facts=f"{platform.python_version()} {sys.base_prefix} {checkout.root}",
    )


def _packages(checkout: Checkout, lock: str) -> Step:
    def install() -> None:
        run_quietly(checkout, f"Python packages {lock}", install_command(checkout, lock))

    return Step(
        title=f"Python packages: {lock}",
        run=install,
        stamp=checkout.venv / f"{lock}.stamp",
        inputs=(checkout.root / "requirements" / f"{lock}.txt",),
    )
