"""What is too old goes: every day, in batches, by one task per rule."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from trousse.accounts.models import User
from trousse.core import audit
from trousse.core.models import AuditEntry
from trousse.core.refs import Ref
from trousse.core.retention import batches, delete_some, registry, retain
from trousse.core.retention.running import ask_for_retention


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the rules of the test are registered."""
    monkeypatch.setattr(registry, "_rules", {})


def test_each_rule_runs_once_a_day(rules: None, run_tasks: Callable[..., int]) -> None:
    ran: list[str] = []
    retain("tests.A", timedelta(days=1), "since then", erase=lambda: ran.append("a"))
    retain("tests.B", timedelta(days=1), "since then", erase=lambda: ran.append("b"))
    with time_machine.travel("2026-12-02 12:00:00Z", tick=False) as clock:
        ask_for_retention()
        ask_for_retention()
        run_tasks()
        assert sorted(ran) == ["a", "b"]
        clock.shift(timedelta(days=1))
        ask_for_retention()
        run_tasks()
    assert sorted(ran) == ["a", "a", "b", "b"]


def test_batches_follow_one_another_until_the_last(
    rules: None, run_tasks: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    for _ in range(5):
        audit.record("tests:thing:touch", subject=Ref("thing", "a"))
    old = AuditEntry.objects.all()
    retain("core.AuditEntry", timedelta(days=1), "since then", erase=lambda: delete_some(old))
    ask_for_retention()
    assert run_tasks() == 3
    assert not AuditEntry.objects.exists()


def test_one_failing_rule_leaves_the_others_alone(
    rules: None, run_tasks: Callable[..., int]
) -> None:
    def fail() -> None:
        raise OSError("disk")

    ran: list[str] = []
    retain("tests.A", timedelta(days=1), "since then", erase=fail)
    retain("tests.B", timedelta(days=1), "since then", erase=lambda: ran.append("b"))
    ask_for_retention()
    run_tasks(allow_failures=True)
    assert ran == ["b"]


def test_a_rule_without_work_asks_for_nothing(rules: None, db: None) -> None:
    retain("tests.A", None, "as long as the account")
    ask_for_retention()
    assert not DBTaskResult.objects.exists()


def test_a_batch_is_bounded(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    for number in range(3):
        User.objects.create_user(f"a{number}@example.org")
    assert delete_some(User.objects.all())
    assert User.objects.count() == 1
    assert not delete_some(User.objects.all())


def test_a_period_that_nothing_enforces_is_refused(rules: None) -> None:
    with pytest.raises(ValueError, match="nothing enforces"):
        retain("tests.A", timedelta(days=1), "since then")


def test_a_table_has_one_rule(rules: None) -> None:
    retain("tests.A", None, "as long as the account")
    retain("tests.A", None, "as long as the account")
    with pytest.raises(ValueError, match="two rules"):
        retain("tests.A", None, "for ever")
