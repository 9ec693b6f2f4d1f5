"""``make run``'s launcher as a person meets it: started, stopped, killed, prevented."""

import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from trousse.config.serve.launcher import welcome
from trousse.config.serve.options import Options, local_network_address
from trousse.core.env import Env

EVERY_INTERFACE = "0.0.0.0"  # noqa: S104 - nothing is bound to it here
ROOT = Path(__file__).resolve().parents[2]
LAUNCHER = (sys.executable, "-m", "trousse.config.serve")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Launched:
    """A launcher in a process of its own, with its output kept in a file."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.port = free_port()
        self.log = data_dir.parent / f"{data_dir.name}-{self.port}.log"
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        own = {"PYTHONPATH": str(ROOT / "src"), "DATA_DIR": str(data_dir), "PORT": str(self.port)}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                LAUNCHER,
                cwd=ROOT,
                env={**kept, **own, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self.log.read_text()

    def health(self) -> dict[str, object]:
        """Return what ``/readyz`` says, waiting for the first answer."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.said
            try:
                url = f"http://localhost:{self.port}/readyz"
                with urllib.request.urlopen(url, timeout=5) as answer:
                    found: dict[str, object] = json.load(answer)
                    if found["status"] == "pass":
                        return found
            except OSError:
                pass
            time.sleep(0.05)  # another process tells its readiness by answering
        raise AssertionError(self.said)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)


@contextmanager
def launched(data_dir: Path, **environment: str) -> Iterator[Launched]:
    launcher = Launched(data_dir, **environment)
    try:
        yield launcher
    finally:
        if launcher.process.poll() is None:
            launcher.stop(signal.SIGKILL)


def processes_using(data_dir: Path) -> set[int]:
    """Return the processes that were given ``data_dir``."""
    wanted = f"DATA_DIR={data_dir}".encode()
    found = set()
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            variables = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if wanted in variables:
            found.add(int(path.parent.name))
    return found


@pytest.mark.processes
def test_a_first_start_a_stop_and_a_second_start(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with launched(data, DEMO="1") as first:
        first.health()
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        assert "lea.martin@demo.trousse.example" in first.said
        assert f"http://localhost:{first.port}" in first.said
        assert len(processes_using(data)) >= 3
        started = time.monotonic()
        assert first.stop(signal.SIGINT) == 0
        assert time.monotonic() - started < 5
        assert processes_using(data) == set()
        assert "Traceback" not in first.said
    people = count_people(data)

    with launched(data, DEMO="1") as second:
        second.health()
        assert "lea.martin@demo.trousse.example" not in second.said
        second.stop()
    assert count_people(data) == people > 5


@pytest.mark.processes
def test_it_starts_clean_after_everything_was_killed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with launched(data) as first:
        first.health()
        first.stop(signal.SIGKILL)
        deadline = time.monotonic() + 10
        while processes_using(data) and time.monotonic() < deadline:
            time.sleep(0.05)  # the kernel ends the orphans
        assert processes_using(data) == set()
    with launched(data) as second:
        second.health()


@pytest.mark.processes
def test_a_killed_worker_comes_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with launched(data) as instance:
        instance.health()
        before = processes_using(data)
        worker = next(pid for pid in before if b"worker" in command_of(pid))
        os.kill(worker, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while "new start in" not in instance.said or len(processes_using(data)) < len(before):
            assert time.monotonic() < deadline, instance.said
            time.sleep(0.05)  # the launcher looks at its children from time to time
        assert "The worker ended (status -9)" in instance.said


def command_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def count_people(data: Path) -> int:
    with sqlite3.connect(data / "trousse.sqlite3") as database:
        count = int(database.execute("SELECT count(*) FROM accounts_user").fetchone()[0])
    database.close()
    return count


def refusal(tmp_path: Path, **environment: str) -> str:
    """Return the only thing said by a launcher that cannot start."""
    with launched(tmp_path / "data", **environment) as launcher:
        assert launcher.process.wait(30) == 1
        assert "Traceback" not in launcher.said
        return launcher.said.strip()


@pytest.mark.processes
def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refusal(tmp_path, PORT=str(port))
    assert said.startswith(f"Port {port} is already in use.")
    assert f"PORT={port + 1} make run" in said
    assert "\n" not in said


@pytest.mark.processes
@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"DATA_DIR": "/proc/trousse"}, r"data directory cannot be written: /proc/trousse"),
        ({"PORT": "eighty"}, r"^PORT: expected a whole number"),
        ({"TIME_ZONE": "Paris"}, r"^TIME_ZONE: expected a time zone"),
        ({"DATABASE_URL": "mysql://a@b/c"}, r"^DATABASE_URL: expected postgres://"),
        ({"DEMO": "perhaps"}, r"^DEMO: expected 1 or 0"),
        ({"THEME": "pink"}, r"^THEME: expected one of"),
        ({"SITE_URL": "https://trousse.example.fr", "DEMO": "1"}, r"^DEMO: "),
        ({"HOST": "192.0.2.1"}, r"not possible to listen on 192\.0\.2\.1"),
        (
            {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"},
            r"^The database cannot be used: .*Check DATABASE_URL",
        ),
    ],
)
def test_what_prevents_a_start_is_said_plainly(
    tmp_path: Path, environment: dict[str, str], words: str
) -> None:
    assert re.search(words, refusal(tmp_path, **environment))


def test_on_every_interface_a_phone_may_open_it(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "trousse.config.serve.options.local_network_address"
    monkeypatch.setattr(address, lambda: "192.168.1.20")
    env = Env({"HOST": EVERY_INTERFACE, "PORT": "8123", "DEMO": "1"})
    options = Options.from_env(env, Path("data"))

    assert options.site_url == "http://192.168.1.20:8123"
    assert "192.168.1.20" in options.environment(env)["ALLOWED_HOSTS"].split(",")
    assert "http://192.168.1.20:8123" in welcome(options)
    assert "anybody" in welcome(options)


def test_what_the_operator_chose_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {
        "HOST": EVERY_INTERFACE,
        "ALLOWED_HOSTS": "trousse.example.fr",
        "SITE_URL": "https://trousse.example.fr",
    }
    env = Env(chosen)
    added = Options.from_env(env, Path("data")).environment(env)
    assert "ALLOWED_HOSTS" not in added
    assert added["SITE_URL"] == "https://trousse.example.fr"


def test_alone_on_this_machine_nothing_is_opened() -> None:
    env = Env({})
    options = Options.from_env(env, Path("data"))
    assert (options.host, options.site_url) == ("127.0.0.1", "http://localhost:8000")
    assert "ALLOWED_HOSTS" not in options.environment(env)
    assert "/demo/" not in welcome(options)


def test_a_machine_without_network_is_called_localhost(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unplugged(socket.socket):
        def connect(self, _address: object) -> None:
            raise OSError(101, "Network is unreachable")

    monkeypatch.setattr("trousse.config.serve.options.socket.socket", Unplugged)
    assert local_network_address() == "localhost"
