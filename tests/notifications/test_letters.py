"""Letters leave when they may, once, and say how to stop them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import time_machine

from tests.notifications.conftest import POLL, Tell
from trousse.accounts.models import User
from trousse.core.clock import now
from trousse.core.mail.message import mime_message
from trousse.core.models import Mail
from trousse.core.refs import Ref
from trousse.notifications.mailing import ask_for_due_letters
from trousse.notifications.models import Notification, Preference
from trousse.notifications.operations import forget_about, mark_all_read, set_choices

RunTasks = Callable[..., int]
Mailbox = Callable[[], list[Mail]]
Choice = Preference.Choice
DECIDED = {"kind": "polls.decided", "key": "poll:k3/decided/1"}
DECISION = DECIDED | {"params": {"title": "Conseil pédagogique", "day": "2026-12-08"}}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def parsed(mail: Mail) -> EmailMessage:
    return message_from_bytes(mime_message(mail).as_bytes(), policy=policy.default)  # type: ignore[return-value]  # the default policy makes EmailMessage


@pytest.fixture
def pass_time(clock: time_machine.Traveller, run_tasks: RunTasks) -> Callable[[datetime], None]:
    """Return ``pass_time(instant)``: the worker looks at its schedule then."""

    def passed(to: datetime) -> None:
        clock.move_to(to, tick=False)
        ask_for_due_letters()
        run_tasks()

    return passed


def test_a_letter_leaves_at_once_in_working_hours(
    teacher: User, head: User, tell: Tell, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    tell(head, actor=teacher)
    run_tasks()
    (mail,) = mailbox()
    assert (mail.to, mail.language, mail.status) == ("sophie@example.org", "fr", "sent")
    assert mail.subject == "Léa Martin invites you"
    assert "Bonjour Sophie" in mail.text
    assert "Léa Martin invites you to answer “Conseil pédagogique”" in mail.text
    line = Notification.objects.get()
    assert f"http://localhost:8000/notifications/{line.public_id}/" in mail.text
    assert f"http://localhost:8000/notifications/{line.public_id}/" in mail.html
    assert (line.mailed_at is not None, line.due_at) == (True, None)


def test_running_again_sends_nothing_more(
    head: User, tell: Tell, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    tell(head)
    run_tasks()
    tell(head, params={"title": "Autre titre"})
    run_tasks()
    assert len(mailbox()) == 1


def test_its_headers_say_what_it_is_and_how_to_stop_it(
    head: User, tell: Tell, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    tell(head)
    run_tasks()
    message = parsed(mailbox()[0])
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == '"Trousse – Sondages" <polls.notifications.localhost>'
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"]
    assert address.startswith("<http://localhost:8000/notifications/desabonnement/")
    assert message["Precedence"] is None
    assert message.defects == []


def test_letters_about_a_thing_are_one_conversation(
    head: User, outsider: User, tell: Tell, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    tell(head, outsider)
    run_tasks()
    tell(head, **DECISION)
    tell(head, about=Ref("poll", "other"), key="other")
    run_tasks()
    roots = [(mail.to, parsed(mail)["References"]) for mail in mailbox()]
    hers = [root for to, root in roots if to == head.email]
    assert len(hers) == 3
    assert len(set(hers)) == 2
    assert {root for to, root in roots if to == outsider.email}.isdisjoint(hers)
    assert parsed(mailbox()[0])["In-Reply-To"] == parsed(mailbox()[0])["References"]


def test_what_was_read_before_its_letter_left_is_not_mailed(
    head: User, tell: Tell, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    tell(head)
    mark_all_read(head)
    run_tasks()
    assert mailbox() == []


def test_what_was_taken_back_is_not_mailed(
    head: User, tell: Tell, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    tell(head)
    forget_about(POLL)
    run_tasks()
    assert mailbox() == []


def test_a_closed_account_receives_no_letter(
    head: User, tell: Tell, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    tell(head)
    User.objects.update(is_active=False)
    run_tasks()
    assert mailbox() == []
    assert not Notification.objects.awaiting_letter().exists()


@pytest.mark.parametrize(
    ("zone", "told", "leaves"),
    [
        # A Monday evening in Paris (UTC+1): Tuesday, 7:30.
        ("Europe/Paris", utc("2026-11-30 19:30"), utc("2026-12-01 06:30")),
        # A Friday night: Monday.
        ("Europe/Paris", utc("2026-12-04 22:00"), utc("2026-12-07 06:30")),
        # The Friday before clocks go forward, and Easter Monday is off: 7:30 is now UTC+2.
        ("Europe/Paris", utc("2027-03-26 20:00"), utc("2027-03-30 05:30")),
        # The Friday before clocks go back, and Monday is All Saints' Day: UTC+1 again.
        ("Europe/Paris", utc("2027-10-29 20:00"), utc("2027-11-02 06:30")),
        # Réunion (UTC+4) is asleep when Paris is at work.
        ("Indian/Reunion", utc("2026-12-01 16:00"), utc("2026-12-02 03:30")),
        # Guadeloupe (UTC-4) is asleep when Paris starts.
        ("America/Guadeloupe", utc("2026-12-01 07:00"), utc("2026-12-01 11:30")),
        # Wallis (UTC+12) is a day ahead.
        ("Pacific/Wallis", utc("2026-12-01 09:00"), utc("2026-12-01 19:30")),
    ],
)
def test_quiet_hours_are_those_of_the_reader(  # noqa: PLR0913, PLR0917  # fixtures and a table
    head: User,
    tell: Tell,
    pass_time: Callable[[datetime], None],
    mailbox: Mailbox,
    zone: str,
    told: datetime,
    leaves: datetime,
) -> None:
    User.objects.update(time_zone=zone)
    pass_time(told)
    tell(head)
    pass_time(told + timedelta(minutes=1))
    assert mailbox() == []
    pass_time(leaves - timedelta(seconds=1))
    assert mailbox() == []
    pass_time(leaves)
    assert len(mailbox()) == 1


def test_what_cannot_wait_leaves_at_night(
    head: User,
    tell: Tell,
    run_tasks: RunTasks,
    mailbox: Mailbox,
    clock: time_machine.Traveller,
) -> None:
    set_choices(head, {"video": Choice.DIGEST})
    clock.move_to(utc("2026-12-06 01:00"), tick=False)
    tell(head)
    tell(head, kind="video.started", key="video")
    run_tasks()
    assert [mail.subject for mail in mailbox()] == ["A call begins"]


def test_news_of_one_thing_that_waited_together_is_one_letter(
    head: User,
    tell: Tell,
    pass_time: Callable[[datetime], None],
    mailbox: Mailbox,
    clock: time_machine.Traveller,
) -> None:
    clock.move_to(utc("2026-12-05 10:00"), tick=False)
    tell(head)
    clock.shift(timedelta(minutes=1))
    tell(head, **DECISION)
    tell(head, kind="notes.mentioned", key="note", about=Ref("note", "n1"))
    pass_time(utc("2026-12-07 06:30"))
    about_poll, about_note = sorted(mailbox(), key=lambda mail: mail.about, reverse=True)
    assert about_poll.subject == "The date is chosen: mardi 8 décembre"
    assert about_poll.text.index("invites you") < about_poll.text.index("the date is")
    assert "mentions you" in about_note.text


def test_never_is_never(head: User, tell: Tell, run_tasks: RunTasks, mailbox: Mailbox) -> None:
    set_choices(head, {"polls": Choice.NEVER})
    tell(head)
    tell(head, kind="notes.mentioned", key="note")
    run_tasks()
    assert [mail.subject for mail in mailbox()] == ["Quelqu’un mentions you"]
    assert not Notification.objects.awaiting_letter().exists()


def test_a_new_choice_counts_for_what_waits(
    head: User, tell: Tell, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    set_choices(head, {"polls": Choice.DIGEST})
    tell(head)
    run_tasks()
    assert mailbox() == []
    set_choices(head, {"polls": Choice.NOW})
    run_tasks()
    assert len(mailbox()) == 1


def test_the_digest_gathers_what_is_unread_once_a_day(  # fixtures
    head: User,
    tell: Tell,
    pass_time: Callable[[datetime], None],
    run_tasks: RunTasks,
    mailbox: Mailbox,
    clock: time_machine.Traveller,
) -> None:
    set_choices(head, {"polls": Choice.DIGEST, "notes": Choice.DIGEST})
    tell(head)
    run_tasks()
    tell(head, kind="notes.mentioned", key="note", about=Ref("note", "n1"))
    tell(head, key="read", params={"title": "Déjà lu"})
    Notification.objects.filter(key="read").update(read_at=now(), due_at=None)
    pass_time(utc("2026-12-02 06:29"))
    assert mailbox() == []
    pass_time(utc("2026-12-02 06:30"))
    (mail,) = mailbox()
    assert mail.subject == "Vos notifications du mercredi 2 décembre"
    assert "Conseil pédagogique" in mail.text
    assert "mentions you" in mail.text
    assert "Déjà lu" not in mail.text
    assert "Résumé quotidien" in parsed(mail)["List-Id"]
    tell(head, key="later", params={"title": "Plus tard"})
    pass_time(utc("2026-12-02 17:00"))
    assert len(mailbox()) == 1
    pass_time(utc("2026-12-03 06:30"))
    assert "Plus tard" in mailbox()[1].text
    assert "mentions you" not in mailbox()[1].text


def test_a_late_worker_sends_the_digest_the_same_day_and_not_at_night(
    head: User, tell: Tell, pass_time: Callable[[datetime], None], mailbox: Mailbox
) -> None:
    set_choices(head, {"polls": Choice.DIGEST})
    tell(head)
    pass_time(utc("2026-12-02 20:00"))
    assert mailbox() == []
    pass_time(utc("2026-12-03 06:30"))
    assert len(mailbox()) == 1


def test_news_told_in_the_second_of_the_digest_waits_for_the_next(
    head: User,
    tell: Tell,
    pass_time: Callable[[datetime], None],
    mailbox: Mailbox,
    clock: time_machine.Traveller,
) -> None:
    set_choices(head, {"polls": Choice.DIGEST})
    tell(head)
    pass_time(utc("2026-12-02 06:30"))
    Notification.objects.update(due_at=None)
    clock.move_to(utc("2026-12-02 06:29:59"), tick=False)
    tell(head, key="late", params={"title": "De justesse"})
    pass_time(utc("2026-12-02 06:30:05"))
    assert len(mailbox()) == 1
    pass_time(utc("2026-12-03 06:30"))
    assert "De justesse" in mailbox()[1].text


def test_a_long_digest_names_fifty_and_counts_the_others(
    head: User, tell: Tell, pass_time: Callable[[datetime], None], mailbox: Mailbox
) -> None:
    set_choices(head, {"polls": Choice.DIGEST})
    for number in range(53):
        tell(head, key=f"k{number}")
    pass_time(utc("2026-12-02 06:30"))
    (mail,) = mailbox()
    assert mail.text.count("Conseil pédagogique") == 50
    assert "Et 3 autres, dans vos notifications." in mail.text


def test_what_people_type_is_text_in_the_letter_and_absent_from_its_subject(
    head: User, tell: Tell, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    tell(head, params={"title": "<b>Gagnez</b> un téléphone"})
    run_tasks()
    (mail,) = mailbox()
    assert "<b>Gagnez" not in mail.html
    assert "&lt;b&gt;Gagnez" in mail.html
    assert "Gagnez" not in mail.subject


def test_a_letter_that_cannot_be_written_does_not_hold_back_the_others(
    head: User, outsider: User, tell: Tell, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    User.objects.filter(pk=head.pk).update(email="not an address")
    tell(head, outsider)
    run_tasks()
    assert [mail.to for mail in mailbox()] == [outsider.email]
    waiting = Notification.objects.get(user=head)
    assert waiting.due_at is not None
    assert waiting.mailed_at is None


def test_a_crowd_is_written_to_in_several_turns(
    db: None,
    tell: Tell,
    run_tasks: RunTasks,
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("trousse.notifications.mailing.PEOPLE_AT_ONCE", 2)
    people = [User.objects.create_user(f"p{n}@example.org") for n in range(5)]
    tell(*people)
    run_tasks()
    assert len(mailbox()) == 5


def test_a_person_reads_letters_in_their_own_language(
    head: User, tell: Tell, run_tasks: RunTasks, mailbox: Mailbox
) -> None:
    User.objects.update(language="en")
    tell(head)
    run_tasks()
    (mail,) = mailbox()
    assert "Hello Sophie" in mail.text
    assert parsed(mail)["Content-Language"] == "en"
