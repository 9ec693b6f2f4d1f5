"""Facts reach every receiver after commit, in order per subject, and what fails is seen."""

import io
import threading
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from tests.core.sample_facts import POLL, Answered, Recorder, receiving, tell
from trousse.core import audit
from trousse.core.models import AuditEntry, Delivery, Event
from trousse.core.outbox import ReceivedEvent, publish
from trousse.core.outbox.delivering import MAX_ATTEMPTS, deliver_facts, sweep_outbox
from trousse.core.outbox.keeping import purge_facts
from trousse.core.refs import Ref

NOON = "2026-12-02 12:00:00Z"
OTHER = Ref("poll", "other")


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    noted = Recorder()
    with receiving("tests.recorder", noted):
        yield noted


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def outbox(*words: str) -> str:
    out = io.StringIO()
    call_command("outbox", *words, stdout=out)
    return out.getvalue()


def until_dead(run_tasks: Callable[..., int], clock: time_machine.Traveller) -> None:
    for _attempt in range(MAX_ATTEMPTS):
        run_tasks(allow_failures=True)
        clock.shift(3600)


def test_it_delivers_in_order(recorder: Recorder, run_tasks: Callable[..., int]) -> None:
    assert [tell(), tell(), tell(about=OTHER), tell()] == [1, 2, 1, 3]
    assert recorder.got == []
    run_tasks()
    assert [number for subject, number in recorder.got if subject == "abc"] == [1, 2, 3]
    assert ("other", 1) in recorder.got
    assert set(Delivery.objects.values_list("status", flat=True)) == {"delivered"}


def test_a_fact_carries_what_was_published(db: None, run_tasks: Callable[..., int]) -> None:
    got: list[ReceivedEvent] = []
    with receiving("tests.reader", got.append):
        tell(count=3)
        run_tasks()
    assert (got[0].subject, got[0].data, got[0].type) == (POLL, {"count": 3}, "sample.answered")
    assert (got[0].version, got[0].source) == (1, "tests")


def test_nothing_is_told_when_the_writer_rolls_back(
    recorder: Recorder, run_tasks: Callable[..., int]
) -> None:
    with transaction.atomic():
        publish(POLL, Answered())
        transaction.set_rollback(True)
    run_tasks()
    assert recorder.got == []
    assert tell() == 1


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        publish(POLL, Answered())


def test_publishing_without_subscriber_costs_two_queries_or_one_on_postgresql(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cost = 1 if connection.vendor == "postgresql" else 2
    with django_assert_num_queries(cost):
        publish(POLL, Answered())
    with django_assert_num_queries(cost):
        publish(POLL, Answered())
    assert not Delivery.objects.exists()


def test_a_failure_holds_back_its_subject_only_until_it_passes(
    recorder: Recorder, run_tasks: Callable[..., int], clock: time_machine.Traveller
) -> None:
    other = Recorder()
    with receiving("tests.other", other):
        recorder.broken = True
        tell()
        tell()
        run_tasks(allow_failures=True)
        assert other.got == [("abc", 1), ("abc", 2)]
        recorder.broken = False
        tell(about=OTHER)
        run_tasks(allow_failures=True)
        assert recorder.got == [("other", 1)]
        clock.shift(5)
        run_tasks(allow_failures=True)
        assert recorder.got == [("other", 1), ("abc", 1), ("abc", 2)]


def test_a_failing_receiver_leaves_nothing_half_written(
    db: None, run_tasks: Callable[..., int]
) -> None:
    def write_then_fail(event: ReceivedEvent) -> None:
        audit.record("tests:poll:note", subject=event.subject)
        raise RuntimeError

    with receiving("tests.half", write_then_fail):
        tell()
        run_tasks(allow_failures=True)
    assert not AuditEntry.objects.exists()
    assert Delivery.objects.get().attempts == 1


def test_it_dies_after_the_last_attempt_and_is_listed_without_personal_data(
    recorder: Recorder, run_tasks: Callable[..., int], clock: time_machine.Traveller
) -> None:
    recorder.broken = True
    tell()
    tell()
    until_dead(run_tasks, clock)
    dead = Delivery.objects.get(status="dead")
    assert (dead.sequence, dead.attempts) == (1, MAX_ATTEMPTS)
    line = outbox("list").strip()
    assert line.startswith(f"{dead.pk}\tdead\ttests.recorder\tsample.answered\tpoll:abc #1")
    assert "holds back 1\tRuntimeError: [address] is not welcome" in line
    recorder.broken = False
    run_tasks()
    assert recorder.got == []


def test_a_replayed_letter_is_delivered_with_what_it_held_back(
    recorder: Recorder, run_tasks: Callable[..., int], clock: time_machine.Traveller
) -> None:
    recorder.broken = True
    tell()
    tell()
    until_dead(run_tasks, clock)
    recorder.broken = False
    outbox("replay", str(Delivery.objects.get(status="dead").pk))
    run_tasks()
    assert recorder.got == [("abc", 1), ("abc", 2)]
    assert AuditEntry.objects.get().action == "core:delivery:replay"


def test_a_skipped_letter_lets_the_next_ones_go(
    recorder: Recorder, run_tasks: Callable[..., int], clock: time_machine.Traveller
) -> None:
    recorder.broken = True
    tell()
    tell()
    until_dead(run_tasks, clock)
    recorder.broken = False
    dead = Delivery.objects.get(status="dead")
    outbox("skip", str(dead.pk))
    run_tasks()
    assert recorder.got == [("abc", 2)]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.details["delivery"]) == ("core:delivery:skip", dead.pk)


@pytest.mark.parametrize("gesture", ["replay", "skip"])
def test_a_finished_or_unknown_letter_is_left_alone(
    recorder: Recorder, run_tasks: Callable[..., int], gesture: str
) -> None:
    tell()
    run_tasks()
    for wrong in (Delivery.objects.get().pk, 12345):
        with pytest.raises(CommandError, match=str(wrong)):
            outbox(gesture, str(wrong))
    assert not AuditEntry.objects.exists()


def test_what_a_removed_receiver_had_to_get_is_kept_and_reported(
    db: None, run_tasks: Callable[..., int], clock: time_machine.Traveller
) -> None:
    with receiving("tests.gone", Recorder()):
        tell()
    run_tasks()
    clock.shift(3600)
    assert sweep_outbox() == 0
    assert "without receiver\ttests.gone" in outbox("list")
    outbox("skip", str(Delivery.objects.get().pk))
    assert outbox("list") == ""


def test_the_sweep_finds_what_lost_its_task(
    recorder: Recorder, run_tasks: Callable[..., int], clock: time_machine.Traveller
) -> None:
    tell()
    tell()
    DBTaskResult.objects.all().delete()
    assert sweep_outbox() == 0
    clock.shift(31)
    assert sweep_outbox() == 1
    assert sweep_outbox() == 0
    run_tasks()
    assert recorder.got == [("abc", 1), ("abc", 2)]


def test_old_facts_are_removed_but_for_awaited_ones(
    recorder: Recorder, run_tasks: Callable[..., int], clock: time_machine.Traveller
) -> None:
    tell()
    run_tasks()
    recorder.broken = True
    tell()
    until_dead(run_tasks, clock)
    clock.shift(91 * 24 * 3600)
    purge_facts()
    assert list(Event.objects.values_list("sequence", flat=True)) == [2]
    assert tell() == 3


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_follow_commits_with_many_writers() -> None:
    """Ten writers, one in four of which rolls back; a reader never sees a hole."""
    seen: list[list[int]] = []
    done = threading.Event()

    def write(writer: int) -> None:
        for turn in range(8):
            with transaction.atomic():
                publish(POLL, Answered(writer))
                transaction.set_rollback((writer + turn) % 4 == 0)
        connection.close()

    def read() -> None:
        while not done.is_set():
            seen.append(list(Event.objects.order_by("pk").values_list("sequence", flat=True)))
        connection.close()

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=(number,)) for number in range(10)]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert sorted(Event.objects.values_list("sequence", flat=True)) == list(range(1, 61))
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in seen)


@pytest.mark.django_db(transaction=True)
def test_two_workers_deliver_each_fact_once_and_in_order() -> None:
    recorder = Recorder()
    with receiving("tests.recorder", recorder):
        for _turn in range(20):
            tell()

        def drain() -> None:
            deliver_facts.call(subscriber="tests.recorder", subject=str(POLL))
            connection.close()

        threads = [threading.Thread(target=drain) for _worker in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert recorder.got == [("abc", number) for number in range(1, 21)]
