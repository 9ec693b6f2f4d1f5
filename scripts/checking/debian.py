"""The Debian packages that tests need: installed when that is allowed, named when it is not."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from bootstrap.machine import may_install_packages

POSTGRESQL_PROGRAMS = Path("/usr/lib/postgresql")


def postgresql_programs() -> Path | None:
    """Return the directory of the newest PostgreSQL's programs (Debian keeps it off PATH)."""
    found = [path.parent for path in POSTGRESQL_PROGRAMS.glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).parent)
    return max(found, key=str, default=None)


def find_servers_too() -> None:
    """Add to PATH where Debian puts servers such as nginx, which only root looks for there."""
    os.environ["PATH"] = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))


def _on_path(program: str) -> Callable[[], bool]:
    return lambda: shutil.which(program) is not None


NEEDED: dict[str, Callable[[], bool]] = {
    "chromium": _on_path("chromium"),
    "gettext": _on_path("xgettext"),
    "nginx-light": _on_path("nginx"),
    "postgresql": lambda: postgresql_programs() is not None,
    "redis-server": _on_path("redis-server"),
}


def missing_packages() -> list[str]:
    return [package for package, is_there in NEEDED.items() if not is_there()]


def provide_packages() -> str:
    """Install what is missing; return a sentence when something still is, else nothing."""
    missing = missing_packages()
    if missing and may_install_packages():
        _install(missing)
        missing = missing_packages()
    if not missing:
        return ""
    return (
        f"The tests need Debian packages that are missing here: {', '.join(missing)}. "
        f"Have them installed with: apt-get install {' '.join(missing)}"
    )


def _install(packages: list[str]) -> None:
    print(f"Installing Debian packages: {', '.join(packages)}", flush=True)
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    keep_nothing = ("-o", "APT::Keep-Downloaded-Packages=false")
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *keep_nothing]
    subprocess.run([*apt, "update"], check=False, stdout=subprocess.DEVNULL)
    command = [*apt, "install", "--yes", "--no-install-recommends", *packages]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
