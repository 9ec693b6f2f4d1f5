"""With a scanner, nobody opens a file before it was found clean; without answer, it waits."""

import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from tests.files.conftest import PAGE, PDF
from trousse.core.clock import now
from trousse.core.models import AuditEntry
from trousse.files.models import StoredFile
from trousse.files.retention import forget_lost_files
from trousse.files.scanners import Clamd, Command, ScannerAway, Verdict, parse_scanner

Add = Callable[..., StoredFile]
SCAN = "import sys; sys.exit({code} if b'EICAR' in sys.stdin.buffer.read() else 0)"
INFECTED = PDF + b"EICAR"


@pytest.fixture
def with_scanner(settings: Settings) -> None:
    settings.FILE_SCANNER = Command((sys.executable, "-c", SCAN.format(code=1)))


def test_a_file_waits_until_it_is_found_clean(
    with_scanner: None, added: Add, as_head: Client, run_tasks: Callable[..., int]
) -> None:
    url = added().get_absolute_url()
    assert as_head.get(url).status_code == 409
    assert "En cours de vérification" in as_head.get(PAGE).content.decode()
    run_tasks()
    response = as_head.get(url)
    assert response.status_code == 200
    list(response)


def test_an_infected_file_is_given_to_nobody(
    with_scanner: None, added: Add, as_teacher: Client, run_tasks: Callable[..., int], disk: Path
) -> None:
    url = added(INFECTED).get_absolute_url()
    run_tasks()
    assert as_teacher.get(url).status_code == 404
    assert "virus" in as_teacher.get(PAGE).content.decode()
    assert [path for path in disk.rglob("*") if path.is_file()] == []
    assert AuditEntry.objects.filter(action="files:file:refuse").exists()


def test_a_scanner_that_is_away_keeps_files_waiting(
    added: Add, as_head: Client, settings: Settings, run_tasks: Callable[..., int]
) -> None:
    settings.FILE_SCANNER = Command(("/nowhere/scanner",))
    with time_machine.travel(now(), tick=False) as clock:
        file = added()
        run_tasks(allow_failures=True)
        assert as_head.get(file.get_absolute_url()).status_code == 409
        settings.FILE_SCANNER = Command((sys.executable, "-c", SCAN.format(code=1)))
        clock.shift(timedelta(hours=1))
        run_tasks()
    file.refresh_from_db()
    assert file.is_ready


def test_refused_and_lost_files_go_after_a_while(
    with_scanner: None, added: Add, run_tasks: Callable[..., int]
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        added(INFECTED)
        lost = added()
        run_tasks()
        StoredFile.objects.filter(pk=lost.pk).update(state=StoredFile.State.ARRIVING)
        clock.shift(timedelta(hours=2))
        forget_lost_files()
        assert StoredFile.objects.count() == 1
        clock.shift(timedelta(days=8))
        forget_lost_files()
    assert not StoredFile.objects.exists()


def test_a_program_that_fails_gives_no_verdict() -> None:
    program = Command((sys.executable, "-c", SCAN.format(code=2)))
    with pytest.raises(ScannerAway), (Path(__file__)).open("rb") as content:  # holds EICAR
        program.scan(content)


@contextmanager
def clamd(answer: bytes) -> Iterator[tuple[Clamd, list[bytes]]]:
    """A daemon that speaks INSTREAM once, and what it was sent."""
    received: list[bytes] = []

    def serve() -> None:
        link, _ = door.accept()
        with link, link.makefile("rb") as lines:
            assert lines.read(10) == b"zINSTREAM\0"
            while length := struct.unpack("!L", lines.read(4))[0]:
                received.append(lines.read(length))
            link.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=serve)
        thread.start()
        yield Clamd(door.getsockname()), received
        thread.join()


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"stream: OK\0", Verdict.CLEAN),
        (b"stream: Eicar-Signature FOUND\0", Verdict.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", None),
        (b"", None),
    ],
)
def test_it_speaks_with_clamd(answer: bytes, verdict: Verdict | None, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 600_000)
    with clamd(answer) as (daemon, received), path.open("rb") as content:
        if verdict is None:
            with pytest.raises(ScannerAway):
                daemon.scan(content)
        else:
            assert daemon.scan(content) is verdict
    assert b"".join(received) == path.read_bytes()


def test_clamd_that_is_away_gives_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(ScannerAway), Path(__file__).open("rb") as content:
        Clamd(str(tmp_path / "no.socket")).scan(content)


@pytest.mark.parametrize(
    ("words", "scanner"),
    [
        ("clamd:localhost:3310", Clamd(("localhost", 3310))),
        ("clamd:/run/clamav/clamd.ctl", Clamd("/run/clamav/clamd.ctl")),
        ("command:clamdscan --no-summary -", Command(("clamdscan", "--no-summary", "-"))),
    ],
)
def test_the_setting_names_a_scanner(words: str, scanner: object) -> None:
    assert parse_scanner(words) == scanner


@pytest.mark.parametrize("words", ["clamd:", "clamd:host", "clamd:host:x", "command:", "clamav"])
def test_another_setting_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="expected clamd"):
        parse_scanner(words)
