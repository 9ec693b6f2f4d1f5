"""The launcher's loop, with small real processes in place of the pages and the worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from trousse.config.serve.children import LONGEST_PAUSE, Child
from trousse.config.serve.supervisor import Supervisor

pytestmark = pytest.mark.processes
PYTHON = sys.executable
SLEEPER = (PYTHON, "-c", "import time; time.sleep(60)")
DEAF = (
    "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "pathlib.Path(sys.argv[1]).touch(); time.sleep(60)"
)
STUBBORN = (PYTHON, "-c", DEAF)


@pytest.fixture(autouse=True)
def usual_signals() -> Iterator[None]:
    """Give the signals back: the supervisor takes those of its process."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def stop_soon(count: int = 1) -> None:
    for _ in range(count):
        os.kill(os.getpid(), signal.SIGTERM)


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "this took too long"
        time.sleep(0.02)  # processes of the system tell nothing: they are looked at


def is_alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_a_signal_ends_every_child() -> None:
    children = [Child("pages", SLEEPER, {}), Child("worker", SLEEPER, {})]
    supervisor = Supervisor(children, print)

    status = supervisor.run(children[0], stop_soon, lambda: True)

    assert status == 0
    assert not any(child.is_running() for child in children)


def test_a_stubborn_child_is_killed_after_the_time_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trousse.config.serve.supervisor.PATIENCE", 0.5)
    ready = tmp_path / "ready"
    child = Child("worker", (*STUBBORN, str(ready)), {})
    Supervisor([child], print).run(child, stop_soon, ready.exists)
    assert not child.is_running()


def test_a_second_signal_kills_at_once(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    child = Child("worker", (*STUBBORN, str(ready)), {})
    started = time.monotonic()

    def stop_twice() -> None:
        nonlocal started
        started = time.monotonic()
        stop_soon(2)

    Supervisor([child], print).run(child, stop_twice, ready.exists)
    assert time.monotonic() - started < 2


def test_a_child_that_ends_is_started_again(tmp_path: Path) -> None:
    said: list[str] = []
    counter = tmp_path / "starts"
    count = f"open({str(counter)!r}, 'a').write('x'); raise SystemExit(3)"
    worker = Child("worker", (PYTHON, "-c", count), {})
    pages = Child("pages", SLEEPER, {})

    def started_twice() -> bool:
        return counter.exists() and len(counter.read_text()) >= 2

    assert Supervisor([pages, worker], said.append).run(pages, stop_soon, started_twice) == 0
    assert said[0] == "The worker ended (status 3); new start in 1 s."


def test_pages_that_never_start_end_the_launcher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trousse.config.serve.supervisor.GIVES_UP_AFTER", 2)
    said: list[str] = []
    pages = Child("pages", (PYTHON, "-c", "raise SystemExit(1)"), {})
    assert Supervisor([pages], said.append).run(pages, lambda: None, lambda: False) == 1
    assert "cannot be started" in said[-1]


def test_pauses_grow_then_are_forgotten_by_a_steady_child() -> None:
    child = Child("worker", SLEEPER, {}, started_at=time.monotonic())
    assert [child.notice_end() for _ in range(7)] == [1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE]
    child.started_at = time.monotonic() - 120
    assert child.notice_end() == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal to orphans is Linux's")
def test_children_of_a_killed_launcher_die(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    program = (
        "import pathlib, sys, time; from trousse.config.serve.children import Child;"
        f"child = Child('worker', {SLEEPER!r}, {{}}); child.start();"
        "pathlib.Path(sys.argv[1]).write_text(str(child.process.pid)); time.sleep(60)"
    )
    launcher = subprocess.Popen([PYTHON, "-c", program, str(told)])
    wait_for(lambda: told.exists() and told.read_text() != "")
    pid = int(told.read_text())
    assert is_alive(pid)

    launcher.kill()
    launcher.wait()

    wait_for(lambda: not is_alive(pid))
