"""Everybody concerned is told once, in a few statements, and nobody of what they did."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories.people import UserFactory
from tests.notifications.conftest import POLL, TUESDAY_NOON, Tell, a_notice
from trousse.accounts.models import User
from trousse.core.errors import NotFound
from trousse.core.models import Stream
from trousse.core.realtime import Viewer
from trousse.core.realtime.registry import history_of, may_follow
from trousse.core.refs import Ref
from trousse.notifications.kinds import Kind, register_kind
from trousse.notifications.live import inbox_ref, stir_inboxes
from trousse.notifications.models import Notification
from trousse.notifications.operations import forget_about, mark_all_read, mark_read, notify
from trousse.notifications.queries import MOST_COUNTED, find_own, inbox_page, unread_count


def lines(user: User) -> list[str]:
    return [line.text for day in inbox_page(user).days for line in day.lines]


def test_somebody_is_told_who_did_what(teacher: User, head: User, tell: Tell) -> None:
    tell(head, actor=teacher)
    assert lines(head) == ["Léa Martin invites you to answer “Conseil pédagogique”"]
    assert unread_count(head) == 1


def test_nobody_is_told_of_what_they_did(teacher: User, head: User, tell: Tell) -> None:
    tell(teacher, head, actor=teacher)
    assert (unread_count(teacher), unread_count(head)) == (0, 1)


def test_a_closed_account_is_told_nothing(head: User, tell: Tell) -> None:
    head.is_active = False
    tell(head)
    assert not Notification.objects.exists()


def test_told_twice_is_one_line(head: User, tell: Tell) -> None:
    tell(head, head)
    tell(head)
    assert len(lines(head)) == 1


def test_an_unread_line_follows_the_news(
    head: User, tell: Tell, clock: time_machine.Traveller
) -> None:
    tell(head)
    clock.shift(timedelta(hours=1))
    tell(head, params={"title": "Conseil de classe"})
    assert lines(head) == ["Quelqu’un invites you to answer “Conseil de classe”"]
    assert Notification.objects.get().created_at == TUESDAY_NOON


def test_a_line_that_was_read_stays_as_it_was(head: User, tell: Tell) -> None:
    tell(head)
    mark_all_read(head)
    tell(head, params={"title": "Conseil de classe"})
    assert "Conseil pédagogique" in lines(head)[0]
    assert unread_count(head) == 0


def test_the_same_key_is_kept_apart_for_each_person(head: User, outsider: User, tell: Tell) -> None:
    tell(head)
    mark_all_read(head)
    tell(head, outsider)
    assert (unread_count(head), unread_count(outsider)) == (0, 1)


def test_nothing_is_told_when_the_write_is_undone(head: User) -> None:
    with transaction.atomic():
        notify([head], a_notice())
        transaction.set_rollback(True)
    assert unread_count(head) == 0


def test_five_thousand_people_cost_a_few_statements(db: None) -> None:
    people = UserFactory.build_batch(5000)
    User.objects.bulk_create(people)
    with CaptureQueriesContext(connection) as asked:
        notify(people, a_notice())
    assert Notification.objects.count() == 5000
    assert len(asked) < 100  # SQLite takes a thousand values a statement
    with CaptureQueriesContext(connection) as again:
        notify(people, a_notice(params={"title": "Autre"}))
    assert len(again) < 10


def test_typed_text_becomes_one_short_line(head: User, tell: Tell) -> None:
    tell(head, params={"title": "a\u202e\r\nBcc: x@example.org\n" + "b" * 500})
    title = Notification.objects.get().params["title"]
    assert title.startswith("a Bcc: x@example.org b")
    assert len(title) == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "polls.unknown"},
        {"key": ""},
        {"key": "k" * 201},
        {"url": "https://example.org/"},
        {"url": "//example.org/"},
        {"url": "sondages/"},
        {"params": {"title": "x", "day": "gagnez un téléphone"}},
        {"params": {"title": "x", "count": "1 téléphone"}},
    ],
)
def test_a_bad_notice_is_a_fault_of_the_program(head: User, changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        notify([head], a_notice(**changes))
    assert not Notification.objects.exists()


def test_two_kinds_cannot_share_a_name() -> None:
    kind = Kind("notes.shared", "notes", "A", "B")
    register_kind(kind)
    register_kind(kind)
    with pytest.raises(ValueError, match="twice"):
        register_kind(Kind("notes.shared", "notes", "A", "C"))
    with pytest.raises(ValueError, match=r"service\.verb"):
        register_kind(Kind("Notes", "notes", "A", "B"))


def test_a_line_of_a_service_that_is_gone_is_still_a_line(
    head: User, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(head)
    monkeypatch.setattr("trousse.notifications.kinds._kinds", {})
    assert len(lines(head)) == 1


def test_reading_one_leaves_the_others(head: User, outsider: User, tell: Tell) -> None:
    tell(head, outsider)
    tell(head, key="other")
    mine = Notification.objects.get(user=head, key="other")
    mark_read(outsider, mine.public_id)
    assert unread_count(head) == 2
    mark_read(head, mine.public_id)
    assert (unread_count(head), unread_count(outsider)) == (1, 1)
    with pytest.raises(NotFound):
        find_own(outsider, mine.public_id)


def test_the_count_is_capped_and_one_query(db: None, head: User) -> None:
    Notification.objects.bulk_create(
        Notification(user=head, kind="polls.invited", service="polls", key=f"k{n}")
        for n in range(MOST_COUNTED + 20)
    )
    with CaptureQueriesContext(connection) as asked:
        assert unread_count(head) == MOST_COUNTED
    assert len(asked) == 1


def test_what_is_told_of_a_thing_goes_with_it(head: User, outsider: User, tell: Tell) -> None:
    tell(head, outsider)
    tell(head, key="other", about=Ref("poll", "x"))
    forget_about(POLL, [outsider])
    assert (unread_count(head), unread_count(outsider)) == (2, 0)
    forget_about(POLL)
    assert unread_count(head) == 1


def test_open_pages_hear_that_the_inbox_moved(head: User, tell: Tell) -> None:
    ref = inbox_ref(head.public_id)
    tell(head)
    assert Stream.objects.get(subject=str(ref)).last_sequence == 1
    mark_all_read_after(head, tell)
    past = history_of(ref)(ref, 0)
    assert [(event.sequence, event.type) for event in past.events or ()] == [
        (1, "inbox.moved"),
        (2, "inbox.moved"),
    ]
    assert history_of(ref)(ref, 2).events == ()
    assert history_of(ref)(ref, 7).events is None


def mark_all_read_after(head: User, tell: Tell) -> None:
    """Read everything, and do what follows a commit."""
    stir_inboxes([head.public_id])


def test_only_its_owner_follows_an_inbox(head: User, outsider: User) -> None:
    ref = inbox_ref(head.public_id)
    assert may_follow(Viewer(head, {}), ref)
    assert not may_follow(Viewer(outsider, {}), ref)
    assert not may_follow(Viewer(None, {}), ref)


def test_telling_five_thousand_pages_is_a_few_statements(db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        stir_inboxes([f"person-{n}" for n in range(5000)])
    assert len(asked) < 20
    assert Stream.objects.filter(subject__startswith="inbox:").count() == 5000
