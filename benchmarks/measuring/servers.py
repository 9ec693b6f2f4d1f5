"""Instances of Trousse to measure: own data, own port, the settings of production."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import ROOT

PATIENCE = 30.0
IDLE = "3600"
"""Seconds a connection may wait for its turn: it stays with one worker, whose caches are warm."""


class CannotMeasure(Exception):
    """Something that the measure needs is missing; the message says what."""


@dataclass(frozen=True)
class Instance:
    """Where an instance lives: its data, its database, its port."""

    data_dir: Path
    database_url: str
    port: int

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def on_another_port(self) -> "Instance":
        """Return the same data, to be served by one more server."""
        return replace(self, port=_free_port())

    def environment(self) -> dict[str, str]:
        """Return the variables of its processes. One proxy stands in front, as in production."""
        outside = {
            name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ
        }
        own = {
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "trousse.config.settings.base",
            "LOG_FORMAT": "json",
            "PORT": str(self.port),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "SITE_URL": self.origin,
            "TRUSTED_PROXIES": "1",
        }
        return outside | own

    def run(self, *arguments: str) -> str:
        """Run Python with the instance's environment; return what it printed."""
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CannotMeasure(f"{' '.join(arguments)}\n{done.stdout}{done.stderr}")
        return done.stdout


def page_workers(port: int) -> tuple[str, ...]:
    """Return the command of production's page workers, in small."""
    return (
        *("gunicorn", "trousse.config.wsgi:application", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
        *("--keep-alive", IDLE, "--no-control-socket", "--log-level", "warning"),
    )


def embedded_process(port: int) -> tuple[str, ...]:
    """Return the command of the one process of ``make run``, pages and sockets together."""
    return (
        *("uvicorn", "trousse.config.asgi:application", "--host", "127.0.0.1"),
        *("--port", str(port), "--ws", "websockets-sansio", "--no-access-log"),
        *("--log-level", "warning", "--timeout-keep-alive", IDLE),
    )


@contextmanager
def new_instance(database_url: str = "") -> Iterator[Instance]:
    """Make a migrated instance in a temporary directory; SQLite unless told otherwise."""
    if not (ROOT / "build" / "collected" / "staticfiles.json").exists():
        raise CannotMeasure("The front end is not built: run make run once, then again this.")
    data_dir = Path(tempfile.mkdtemp(prefix="trousse-bench-"))
    url = database_url or f"sqlite:///{data_dir / 'trousse.sqlite3'}"
    try:
        instance = Instance(data_dir, url, _free_port())
        instance.run("manage.py", "migrate", "--no-input", "-v0")
        yield instance
    finally:
        shutil.rmtree(data_dir, ignore_errors=True)


@contextmanager
def serving(instance: Instance, command: tuple[str, ...]) -> Iterator[int]:
    """Run ``command`` (a Python module and its arguments); give its process id once it answers."""
    with (instance.data_dir / "server.log").open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=instance.environment(),
            stdout=log,
            stderr=log,
        )
    try:
        _wait(instance, server)
        yield server.pid
    finally:
        server.terminate()
        server.wait(15)


def _wait(instance: Instance, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{instance.origin}/healthz", timeout=5).close()  # noqa: S310  # http://localhost
        except OSError:
            time.sleep(0.05)
        else:
            return
    log = (instance.data_dir / "server.log").read_text()
    raise CannotMeasure(f"the server does not answer:\n{log}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
