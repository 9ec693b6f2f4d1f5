"""What the machine must offer before anything is installed, said plainly when it does not."""

import importlib.util
import os
import shutil
from pathlib import Path

from bootstrap.checkout import Checkout
from bootstrap.failures import SetupFailed
from trousse.config.serve.obstacles import check_writable

MEGABYTE = 1_000_000
NEEDED_SPACE = 400 * MEGABYTE  # the installation, and Node for the time of the build


def check_machine(checkout: Checkout) -> None:
    """Raise SetupFailed when the checkout cannot be prepared on this machine."""
    check_writable(checkout.root, "The directory of the sources", "Copy it where you may write.")
    if not checkout.venv.exists():
        check_venv_module()
        check_space(checkout.root)


def check_venv_module() -> None:
    """Debian ships Python without ``ensurepip`` unless python3-venv is installed."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise SetupFailed(
            "Python's venv module is missing. Install it, on Debian with: apt install python3-venv"
        )


def check_space(directory: Path) -> None:
    free = shutil.disk_usage(directory).free
    if free < NEEDED_SPACE:
        raise SetupFailed(
            f"Only {free // MEGABYTE} MB are free where the sources are and "
            f"{NEEDED_SPACE // MEGABYTE} MB are needed for the installation."
        )


def may_install_packages() -> bool:
    """Whether Debian packages can be installed without asking anybody anything."""
    return shutil.which("apt-get") is not None and (os.geteuid() == 0 or _sudo_without_password())


def _sudo_without_password() -> bool:
    return shutil.which("sudo") is not None and os.system("sudo -n true 2>/dev/null") == 0  # noqa: S605
