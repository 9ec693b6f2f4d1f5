"""What every test may ask for: the tasks run to the end, the letters that were queued."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from trousse.core.models import Mail
from trousse.core.outbox.queries import failing_deliveries
from trousse.core.tasks.running import Outcome, claim_next, run_claimed
from trousse.directory import office_holders

pytest_plugins = [
    "tests.harness.database_tests",
    "tests.harness.language",
    "tests.harness.loopback_only",
    "tests.harness.people",
    "tests.harness.random_order",
    "tests.harness.templates",
]


@pytest.fixture(autouse=True)
def real_mail_backend(settings: Settings) -> None:
    """Undo Django's in-memory outbox: mail takes our queue in the tests too."""
    settings.EMAIL_BACKEND = "trousse.core.mail.backend.QueueBackend"


@pytest.fixture(autouse=True)
def nobody_holds_an_office() -> None:
    """Start each test with what an instance knows whose mandates were read and are none."""
    office_holders.remember(frozenset())


@pytest.fixture
def run_tasks(db: None) -> Callable[..., int]:
    """Run in this process, one after the other, every task that is due at the (frozen) clock.

    Returns how many attempts were made. A failing task fails the test, unless
    ``allow_failures=True``; so does a receiver of facts that failed. Retries become due when the
    clock is moved.
    """

    def run(*, allow_failures: bool = False) -> int:
        attempts = 0
        while (row := claim_next("test")) is not None:
            outcome = run_claimed(row)
            attempts += 1
            if outcome is not Outcome.DONE and not allow_failures:
                row.refresh_from_db()
                pytest.fail(f"{row.task_path} ended as: {outcome.value}\n{row.traceback}")
        for delivery in () if allow_failures else failing_deliveries():
            pytest.fail(f"{delivery.subscriber} failed: {delivery.last_error}")
        return attempts

    return run


@pytest.fixture
def mailbox(db: None) -> Callable[[], list[Mail]]:
    """Return a function that lists the letters queued so far, oldest first, sent or not."""
    return lambda: list(Mail.objects.order_by("created_at", "pk"))
