"""How long a first and a next start take on a bare machine, and what they weigh.

Usage: python3 benchmarks/start.py [--without-node]

Clones the committed sources into a temporary directory, with an empty home, no cache and nothing
of the environment but PATH; starts with ``make run`` and waits for the first page; stops; starts
again. ``--without-node`` hides Node.js, which must then be downloaded.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 600.0  # seconds
PARTS = (".venv", "frontend/node_modules", "build", "data", ".cache", ".node")
HIDDEN = ("node", "nodejs", "npm", "npx")


def main() -> int:
    """Print the figures; return 1 when a start fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-node", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trousse-start-") as directory:
        home = Path(directory)
        clone = home / "trousse"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        path = path_without_node(home) if options.without_node else os.environ["PATH"]
        environment = {"PATH": path, "HOME": directory, "PORT": str(free_port())}
        first, stop = measure(clone, environment)
        second, _ = measure(clone, environment)
        print(f"first start, nothing installed, no cache: {first:.1f} s to the first page")
        print(f"next start: {second:.1f} s to the first page; stop: {stop:.1f} s")
        print_sizes(clone)
    return 0


def measure(clone: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Start until the first page and stop; return both durations in seconds."""
    started = time.monotonic()
    with running(clone, environment) as process:
        wait_for_page(f"http://localhost:{environment['PORT']}/", process)
        ready = time.monotonic() - started
        stopping = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    return ready, time.monotonic() - stopping


@contextmanager
def running(clone: Path, environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    log = clone.parent / "make-run.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            ["make", "run"], cwd=clone, env=environment, stdout=output, stderr=output
        )
    try:
        yield process
    except RuntimeError as failure:
        sys.exit(f"{log.read_text()}\n{failure}")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def wait_for_page(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("make run ended")
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - http://localhost
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("no page came")


def print_sizes(clone: Path) -> None:
    sizes = {part: megabytes(clone / part) for part in PARTS}
    sizes["sources and history"] = megabytes(clone) - sum(sizes.values())
    sizes["home (caches)"] = megabytes(clone.parent) - megabytes(clone)
    for name, size in sizes.items():
        print(f"  {name:<24}{size:7.1f} MB")
    print(f"  {'in all':<24}{sum(sizes.values()):7.1f} MB")


def megabytes(path: Path) -> float:
    """Return what ``path`` takes on the disk, in megabytes of 10^6 bytes."""
    found = (entry.lstat() for entry in [path, *path.rglob("*")] if entry.exists())
    return sum(status.st_blocks * 512 for status in found) / 1e6


def path_without_node(home: Path) -> str:
    """Return a PATH with the programs of this machine, less Node.js."""
    programs = home / "programs"
    programs.mkdir()
    for directory in os.environ["PATH"].split(os.pathsep):
        for program in Path(directory).glob("*"):
            link = programs / program.name
            if program.name not in HIDDEN and not link.is_symlink():
                link.symlink_to(program)
    return str(programs)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    if shutil.which("make") is None:
        sys.exit("make is missing")
    sys.exit(main())
