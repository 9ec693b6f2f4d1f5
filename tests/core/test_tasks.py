"""Tasks are run at least once, tried again with growing pauses, and asked for once per key."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.core import sample_tasks
from tests.core.sample_tasks import fail, fail_once, note, tidy
from trousse.core.clock import now
from trousse.core.models import Worker
from trousse.core.tasks import current_attempt, enqueue, task
from trousse.core.tasks.liveness import living, living_workers
from trousse.core.tasks.pruning import prune_tasks
from trousse.core.tasks.reaping import give_back_abandoned_tasks
from trousse.core.tasks.running import Outcome, claim_next, run_claimed

NOON = "2026-12-02 12:00:00Z"


@pytest.fixture(autouse=True)
def made() -> Iterator[list[str]]:
    sample_tasks.made.clear()
    yield sample_tasks.made
    sample_tasks.made.clear()


def test_it_runs_what_was_asked_for(run_tasks: Callable[..., int], made: list[str]) -> None:
    enqueue(note, word="a")
    assert run_tasks() == 1
    assert made == ["a#1"]
    assert DBTaskResult.objects.get().return_value == "a"
    assert current_attempt() is None


def test_it_runs_nothing_when_the_writer_rolls_back(
    run_tasks: Callable[..., int], made: list[str]
) -> None:
    with transaction.atomic():
        enqueue(note, word="a")
        transaction.set_rollback(True)
    assert run_tasks() == 0
    assert made == []


def test_upkeep_lets_what_somebody_waits_for_pass(
    run_tasks: Callable[..., int], made: list[str]
) -> None:
    for word in ("sweep", "mop"):
        enqueue(tidy, word=word)
    enqueue(note, word="letter")
    assert run_tasks() == 3
    assert made == ["letter#1", "sweep", "mop"]


def test_it_waits_for_run_after(run_tasks: Callable[..., int], made: list[str]) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        enqueue(note, run_after=now() + timedelta(seconds=10), word="a")
        clock.shift(9)
        assert run_tasks() == 0
        clock.shift(1)
        assert run_tasks() == 1


def test_it_tries_again_with_growing_pauses_then_gives_up(
    run_tasks: Callable[..., int], made: list[str]
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        enqueue(fail, word="x")
        waits = []
        for _attempt in range(3):
            assert run_tasks(allow_failures=True) == 1
            waits.append((DBTaskResult.objects.get().run_after - now()).total_seconds())
            clock.shift(3600)
        assert waits[:2] == [5, 30]
        assert run_tasks() == 0
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.FAILED
    assert row.exception_class_path == "builtins.RuntimeError"
    assert made == ["x", "x", "x"]


def test_it_forgets_the_error_once_it_succeeds(run_tasks: Callable[..., int]) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        enqueue(fail_once, word="x")
        run_tasks(allow_failures=True)
        clock.shift(5)
        assert run_tasks() == 1
    row = DBTaskResult.objects.get()
    assert (row.status, row.traceback) == (TaskResultStatus.SUCCESSFUL, "")


def test_the_same_key_is_run_once(run_tasks: Callable[..., int], made: list[str]) -> None:
    enqueue(note, key="k", word="a")
    enqueue(note, key="k", word="b")
    run_tasks()
    enqueue(note, key="k", word="c")
    run_tasks()
    assert made == ["a#1"]


def test_a_failed_key_may_be_asked_for_again(
    run_tasks: Callable[..., int], made: list[str]
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        enqueue(fail, key="k", word="x")
        for _attempt in range(3):
            run_tasks(allow_failures=True)
            clock.shift(3600)
        enqueue(note, key="k", word="again")
        enqueue(note, key="k", word="twice")
        run_tasks()
    assert made == ["x", "x", "x", "again#1"]


def test_a_task_given_to_another_worker_keeps_the_outcome_of_that_one(
    db: None, made: list[str]
) -> None:
    enqueue(note, word="a")
    with time_machine.travel(NOON, tick=False) as clock:
        slow = claim_next("slow")
        assert slow is not None
        DBTaskResult.objects.update(status=TaskResultStatus.READY)
        clock.shift(60)
        quick = claim_next("quick")
        assert quick is not None
        assert run_claimed(slow) is Outcome.TAKEN_OVER
        assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING
        assert run_claimed(quick) is Outcome.DONE


def test_a_result_that_is_not_json_fails_the_task_visibly(run_tasks: Callable[..., int]) -> None:
    enqueue(sample_tasks.return_object)
    run_tasks(allow_failures=True)
    assert DBTaskResult.objects.get().exception_class_path == "builtins.TypeError"


def test_two_tasks_may_not_have_one_name() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        task(name="tests.note")(sample_tasks.undeclared)


def a_running_task(worker_id: str) -> None:
    enqueue(note, word="a")
    assert claim_next(worker_id) is not None


def test_a_task_of_a_stale_worker_elsewhere_is_given_back(
    run_tasks: Callable[..., int], made: list[str]
) -> None:
    Worker.objects.create(id="elsewhere", beat_at=now() - timedelta(seconds=31))
    a_running_task("elsewhere")
    assert give_back_abandoned_tasks() == 1
    assert not Worker.objects.exists()
    run_tasks()
    assert made == ["a#2"]


def test_a_task_of_a_beating_worker_elsewhere_is_left_to_it(db: None) -> None:
    Worker.objects.create(id="elsewhere", beat_at=now() - timedelta(seconds=29))
    a_running_task("elsewhere")
    assert give_back_abandoned_tasks() == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


def test_an_idle_worker_takes_back_what_it_could_not_finish(db: None) -> None:
    Worker.objects.create(id="me")
    a_running_task("me")
    assert give_back_abandoned_tasks(idle_worker="me") == 1


@pytest.mark.django_db(transaction=True)
def test_the_lock_of_a_living_worker_is_seen_whatever_its_heartbeat() -> None:
    with living("w1"):
        assert living_workers() == {"w1"}
        lock = Path(settings.DATA_DIR) / "workers" / "w1.lock"
        lock.rename(lock.with_suffix(".held"))
        lock.touch()  # nobody holds this one: its process has ended
        assert living_workers() == set()
        lock.with_suffix(".held").unlink()


def test_a_task_that_kills_each_worker_is_failed_in_the_end(run_tasks: Callable[..., int]) -> None:
    enqueue(fail, word="x")
    for _attempt in range(3):
        assert claim_next("gone") is not None
        give_back_abandoned_tasks()
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
    assert run_tasks() == 0


def test_finished_tasks_are_forgotten_before_failed_ones(
    run_tasks: Callable[..., int], made: list[str]
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        enqueue(note, key="done", word="a")
        enqueue(fail, key="failed", word="x")
        for _attempt in range(3):
            run_tasks(allow_failures=True)
            clock.shift(3600)
        clock.shift(3 * 24 * 3600)
        prune_tasks()
        assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
        enqueue(note, key="done", word="b")
        clock.shift(30 * 24 * 3600)
        prune_tasks()
        enqueue(note, key="failed", word="c")
        run_tasks()
    assert made == ["a#1", "x", "x", "x", "c#1"]
