"""Periodic jobs run once per period, however many workers look."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from trousse.core.models import ScheduledJob
from trousse.core.schedule import every, registry, running
from trousse.core.schedule.running import prepare_jobs, run_due_jobs


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Only the jobs of the test are registered; returns what ran."""
    monkeypatch.setattr(registry, "_jobs", {})
    return []


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-12-02 12:00:00Z", tick=False) as traveller:
        yield traveller


def test_it_runs_at_the_start_then_once_per_period(
    db: None, ran: list[str], clock: time_machine.Traveller
) -> None:
    every(timedelta(minutes=1), name="tests.a")(lambda: ran.append("a"))
    prepare_jobs()
    assert run_due_jobs() == ["tests.a"]
    assert run_due_jobs() == []
    clock.shift(59)
    assert run_due_jobs() == []
    clock.shift(1)
    assert run_due_jobs() == ["tests.a"]
    assert ran == ["a", "a"]


def test_missed_periods_are_made_up_for_once(
    db: None, ran: list[str], clock: time_machine.Traveller
) -> None:
    every(timedelta(minutes=1), name="tests.a")(lambda: ran.append("a"))
    prepare_jobs()
    run_due_jobs()
    clock.shift(3600)
    prepare_jobs()
    run_due_jobs()
    run_due_jobs()
    assert ran == ["a", "a"]


def test_a_failing_job_harms_no_other_and_runs_again(
    db: None, ran: list[str], clock: time_machine.Traveller
) -> None:
    def fail() -> None:
        ran.append("fail")
        raise RuntimeError

    every(timedelta(minutes=1), name="tests.a_fail")(fail)
    every(timedelta(minutes=1), name="tests.b")(lambda: ran.append("b"))
    prepare_jobs()
    run_due_jobs()
    clock.shift(60)
    run_due_jobs()
    assert sorted(ran) == ["b", "b", "fail", "fail"]


def test_a_job_nobody_registers_any_more_is_forgotten(
    db: None, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    every(timedelta(minutes=1), name="tests.a")(lambda: ran.append("a"))
    prepare_jobs()
    monkeypatch.setattr(registry, "_jobs", {})
    assert run_due_jobs() == []
    prepare_jobs()
    assert not ScheduledJob.objects.exists()


def test_a_shorter_period_counts_from_now_on(
    db: None, ran: list[str], clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    every(timedelta(days=1), name="tests.a")(lambda: ran.append("a"))
    prepare_jobs()
    run_due_jobs()
    monkeypatch.setattr(registry, "_jobs", {})
    every(timedelta(minutes=1), name="tests.a")(lambda: ran.append("a"))
    prepare_jobs()
    clock.shift(60)
    assert run_due_jobs() == ["tests.a"]


def test_two_jobs_may_not_have_one_name(ran: list[str]) -> None:
    every(timedelta(minutes=1), name="tests.a")(lambda: None)
    with pytest.raises(ValueError, match="registered twice"):
        every(timedelta(minutes=1), name="tests.a")(lambda: None)


def test_of_two_workers_that_saw_it_due_one_takes_it(db: None, ran: list[str]) -> None:
    every(timedelta(minutes=1), name="tests.a")(lambda: ran.append("a"))
    prepare_jobs()
    seen_by_one, seen_by_other = ScheduledJob.objects.get(), ScheduledJob.objects.get()
    job = registry.registered_jobs()["tests.a"]
    assert running._take(seen_by_one, job)
    assert not running._take(seen_by_other, job)


@pytest.mark.django_db(transaction=True)
def test_workers_that_look_together_run_it_once(ran: list[str]) -> None:
    every(timedelta(minutes=1), name="tests.a")(lambda: ran.append("a"))
    prepare_jobs()
    together = threading.Barrier(4)

    def look() -> None:
        together.wait()
        run_due_jobs()
        connection.close()

    threads = [threading.Thread(target=look) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ran == ["a"]
