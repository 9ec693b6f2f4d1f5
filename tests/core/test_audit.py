"""The audit log keeps who did what."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from pytest_django import Settings

from trousse.accounts.models import User
from trousse.core import audit
from trousse.core.audit.keeping import purge_audit_log
from trousse.core.logs import request_id_is
from trousse.core.models import AuditEntry
from trousse.core.refs import Ref

POLL = Ref("poll", "abc")


def test_it_keeps_actor_subject_details_and_request(db: None) -> None:
    lea = User.objects.create_user("lea@example.fr")
    with request_id_is("0123456789abcdef"):
        audit.record("polls:poll:decide", subject=POLL, actor=lea, details={"slot": 3})
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject, entry.actor) == ("polls:poll:decide", "poll:abc", lea)
    assert (entry.details, entry.request_id) == ({"slot": 3}, "0123456789abcdef")


def test_it_survives_the_person(db: None) -> None:
    lea = User.objects.create_user("lea@example.fr")
    audit.record("polls:poll:decide", subject=POLL, actor=lea)
    lea.delete()
    assert AuditEntry.objects.get().actor is None


@pytest.mark.parametrize("action", ["decide", "polls:decide", "Polls:poll:decide", "a:b:c d", ""])
def test_it_refuses_an_action_of_another_form(db: None, action: str) -> None:
    with pytest.raises(ValueError, match="source:subject:action"):
        audit.record(action, subject=POLL)
    assert not AuditEntry.objects.exists()


def test_old_entries_are_removed(db: None, settings: Settings) -> None:
    settings.AUDIT_RETENTION_DAYS = 365
    with time_machine.travel("2026-12-02 12:00:00Z", tick=False) as clock:
        audit.record("polls:poll:create", subject=POLL)
        clock.shift(timedelta(days=100))
        audit.record("polls:poll:close", subject=POLL)
        clock.shift(timedelta(days=266))
        purge_audit_log()
    assert AuditEntry.objects.get().action == "polls:poll:close"


def test_nobody_keeps_the_journal_longer_than_a_year() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import trousse.config.settings.base"],
        env={**os.environ, "AUDIT_RETENTION_DAYS": "366", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "AUDIT_RETENTION_DAYS: expected a number from 1 to 365" in done.stderr
