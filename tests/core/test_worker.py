"""Worker processes: nothing is lost when one is killed, nothing is cut when one is asked to leave.

Pipes make the order certain: reading one waits until a worker has reached the line that writes.
"""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.core.postman import postman
from tests.core.sample_tasks import say, say_and_wait
from tests.core.worker_process import WorkerProcess
from trousse.core.mail import Letter, queue_letter
from trousse.core.models import Mail, ScheduledJob, Worker
from trousse.core.tasks import enqueue

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

Start = Callable[..., WorkerProcess]


@pytest.fixture
def pipes(tmp_path: Path) -> tuple[Path, Path]:
    told, release = tmp_path / "told", tmp_path / "release"
    os.mkfifo(told)
    os.mkfifo(release)
    return told, release


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start workers; whatever is left of them at the end is killed."""
    started: list[WorkerProcess] = []

    def start_one(**options: Any) -> WorkerProcess:
        started.append(WorkerProcess(tmp_path / f"worker-{len(started)}.log", **options))
        return started[-1]

    yield start_one
    for worker in started:
        worker.kill()


def attempt_told(told: Path) -> int:
    """Wait until a task tells its attempt."""
    return int(told.read_text().split()[1])


def ask_say_and_wait(pipes: tuple[Path, Path]) -> None:
    enqueue(say_and_wait, pipe=str(pipes[0]), release=str(pipes[1]))


def asked_row() -> DBTaskResult:
    """Return the row of the task asked here: workers have periodic work of their own."""
    return DBTaskResult.objects.get(task_path=say_and_wait.module_path)


def test_a_task_whose_worker_is_killed_is_run_by_the_next_one(
    start: Start, pipes: tuple[Path, Path]
) -> None:
    told, release = pipes
    ask_say_and_wait(pipes)
    first = start()
    assert attempt_told(told) == 1
    first.kill()
    assert asked_row().status == TaskResultStatus.RUNNING
    second = start()
    assert attempt_told(told) == 2
    second.ask_to_leave()
    release.write_text("go")
    assert second.leaves() == 0
    row = asked_row()
    assert (row.status, len(row.worker_ids)) == (TaskResultStatus.SUCCESSFUL, 2)
    assert not Worker.objects.exists()


def test_a_worker_asked_to_leave_finishes_its_task(start: Start, pipes: tuple[Path, Path]) -> None:
    told, release = pipes
    ask_say_and_wait(pipes)
    worker = start()
    attempt_told(told)
    worker.ask_to_leave()
    release.write_text("go")
    assert worker.leaves() == 0
    assert asked_row().status == TaskResultStatus.SUCCESSFUL


def test_the_task_of_a_living_worker_is_left_to_it(start: Start, pipes: tuple[Path, Path]) -> None:
    told, release = pipes
    ask_say_and_wait(pipes)
    first = start()
    attempt_told(told)
    second = start()  # looks for abandoned tasks first, then runs this one
    enqueue(say, pipe=str(told))
    assert attempt_told(told) == 1
    release.write_text("go")
    for worker in (first, second):
        worker.ask_to_leave()
        assert worker.leaves() == 0
    assert all(len(row.worker_ids) == 1 for row in DBTaskResult.objects.all())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_idle_worker_leaves_at_once(start: Start, pipes: tuple[Path, Path], number: int) -> None:
    enqueue(say, pipe=str(pipes[0]))
    worker = start()
    attempt_told(pipes[0])
    worker.ask_to_leave(number)
    assert worker.leaves() == 0
    assert ScheduledJob.objects.filter(last_run_at__isnull=False).exists()


def test_workers_that_share_a_queue_run_each_task_once(
    start: Start, pipes: tuple[Path, Path], tmp_path: Path
) -> None:
    releases = [tmp_path / f"release-{number}" for number in range(3)]
    workers = []
    for release in releases:  # hold each worker until all are there
        os.mkfifo(release)
        enqueue(say_and_wait, pipe=str(pipes[0]), release=str(release))
        workers.append(start())
        attempt_told(pipes[0])
    for _task in range(40):
        enqueue(say, pipe=str(tmp_path / "said"))
    for release in releases:
        release.write_text("go")
    enqueue(say, pipe=str(pipes[0]))
    attempt_told(pipes[0])
    for worker in workers:
        worker.ask_to_leave()
        assert worker.leaves() == 0
    lines = (tmp_path / "said").read_text().splitlines()
    assert len(lines) == len(set(lines)) == 40
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL)
    assert len({row.worker_ids[0] for row in rows}) == 3


def test_a_letter_cut_before_the_commit_leaves_again_with_the_same_message_id(
    start: Start,
) -> None:
    """The worst moment: the server has the letter, the worker dies before it can note it."""
    with postman() as server:
        url = f"smtp://127.0.0.1:{server.port}"
        server.silent.set()
        queue_letter(Letter(key="k", to="lea@example.fr", subject="Réunion", text="Bonjour"))
        first = start(MAIL_URL=url)
        before = server.next_letter()
        first.kill()
        server.silent.clear()
        second = start(MAIL_URL=url)
        again = server.next_letter()
        second.ask_to_leave()
        assert second.leaves() == 0
    mail = Mail.objects.get()
    assert before["Message-ID"] == again["Message-ID"] == mail.message_id
    assert (mail.status, mail.attempts) == (Mail.Status.SENT, 2)
    assert server.letters.empty()
