"""A whole instance of Trousse for the browser tests: own data, own port, real processes.

The front end is built and collected once per change of its sources, under a lock, so that
parallel test processes share it.
"""

import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT = 180.0
"""Seconds; a cold first import takes about 5, and several times more beside other work."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for folder in ("frontend", "src"):
        for path in sorted((ROOT / folder).rglob("*")):
            if "node_modules" in path.parts or not path.is_file():
                continue
            if path.suffix in {".css", ".ts", ".mjs", ".json", ".svg", ".html", ".png", ".woff2"}:
                digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def _run(*command: str, cwd: Path, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(  # our own commands
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")


def build_front_end() -> None:
    """Build styles and scripts and collect every static file, unless that is done already."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    with (build / "browser-tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp, wanted = build / "browser-tests.stamp", _fingerprint()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        for package in (ROOT / "frontend", ROOT / "frontend" / "theme-state"):
            if not (package / "node_modules").exists():
                _run("npm", "ci", cwd=package)
            _run("node", "build.mjs", cwd=package)
        _manage(os.environ | {"DATA_DIR": str(build / "browser-tests")}, "collectstatic")
        stamp.write_text(wanted)


def _manage(env: dict[str, str], *arguments: str) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "trousse.config.settings.base"}
    command = (sys.executable, "manage.py", *arguments, "--no-input", "-v0")
    _run(*command, cwd=ROOT, env=env | settings)


@dataclass
class Site:
    """One running instance. ``url`` has no slash at its end."""

    data_dir: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    _server: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> str:
        """What the server wrote so far."""
        return (self.data_dir / "server.log").read_text()

    def env(self) -> dict[str, str]:
        own = {
            "DATA_DIR": str(self.data_dir),
            "PORT": str(self.port),
            "SITE_URL": self.url,
            "DEMO": "1",
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "trousse.config.settings.base",
        }
        outside = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return outside | own | self.environment

    def manage(self, *arguments: str) -> None:
        """Run a management command on this instance's data. Raises RuntimeError when it fails."""
        _run(sys.executable, "manage.py", *arguments, cwd=ROOT, env=self.env())

    def start(self) -> None:
        """Start the embedded process (pages and sockets) and wait for its first answer."""
        command = (
            *(sys.executable, "-m", "uvicorn", "trousse.config.asgi:application"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning"),
        )
        with (self.data_dir / "server.log").open("ab") as log:
            self._server = subprocess.Popen(  # our own command
                command, cwd=ROOT, env=self.env(), stdout=log, stderr=subprocess.STDOUT
            )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self._server is None or self._server.poll() is not None:
                raise RuntimeError(f"the server stopped at start-up:\n{self.log}")
            try:
                probe = f"{self.url}/static/none"
                urllib.request.urlopen(probe, timeout=5).close()  # noqa: S310  # http://localhost
            except urllib.error.HTTPError as answer:
                answer.close()
                return
            except OSError:
                time.sleep(0.05)  # a process outside this one tells its readiness by answering
        raise RuntimeError(f"the server did not answer:\n{self.log}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop the server; with ``signal.SIGKILL`` as a power cut would."""
        if self._server is not None:
            self._server.send_signal(how)
            try:
                self._server.wait(10)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
            self._server = None


def new_site(data_dir: Path, **environment: str) -> Site:
    """Prepare and start an instance with its own database; the caller stops it."""
    build_front_end()
    site = Site(data_dir, environment)
    site.manage("migrate", "--no-input", "-v0")
    site.start()
    return site
