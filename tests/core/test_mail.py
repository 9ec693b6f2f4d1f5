"""Letters leave once, well formed, and nothing typed by a person can forge one."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from trousse.core.clock import now
from trousse.core.errors import InvalidInput
from trousse.core.mail import CalendarPart, Letter, MailingList, queue_letter
from trousse.core.mail.keeping import erase_old_mail, sweep_mail
from trousse.core.mail.queries import letter_for_demo, recent_letters
from trousse.core.mail.sending import LEASE
from trousse.core.mail_url import FileMail
from trousse.core.models import Mail
from trousse.core.refs import Ref

ICS = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:R\xc3\xa9union\r\nEND:VCALENDAR\r\n"


@pytest.fixture(autouse=True)
def outgoing(settings: Settings, tmp_path: Path) -> Path:
    settings.MAIL_ROAD = FileMail(tmp_path / "mail")
    return tmp_path / "mail"


def a_letter(**changes: object) -> Letter:
    fields = {"key": "k1", "to": "lea@example.fr", "subject": "Réunion", "text": "Bonjour Léa"}
    return Letter(**(fields | changes))  # type: ignore[arg-type]  # each test changes what it needs


def sent(outgoing: Path) -> list[EmailMessage]:
    files = sorted(outgoing.glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]  # type: ignore[misc]  # the default policy makes EmailMessage


def test_a_letter_leaves_with_its_headers(run_tasks: Callable[..., int], outgoing: Path) -> None:
    queue_letter(a_letter(reply_to="paul@example.fr", about=Ref("poll", "abc")))
    run_tasks()
    (message,) = sent(outgoing)
    assert message["To"] == "lea@example.fr"
    assert message["From"] == "Trousse <no-reply@localhost>"
    assert message["Reply-To"] == "paul@example.fr"
    assert message["Subject"] == "Réunion"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert message["Date"].datetime is not None
    assert message.get_content() == "Bonjour Léa\r\n"
    mail = Mail.objects.get()
    assert (mail.status, mail.about, mail.attempts) == (Mail.Status.SENT, "poll:abc", 1)
    assert message["Message-ID"] == mail.message_id


def test_letters_of_one_thread_refer_to_the_same_message(
    run_tasks: Callable[..., int], outgoing: Path
) -> None:
    for key, thread in (("k1", "a"), ("k2", "a"), ("k3", "b")):
        queue_letter(a_letter(key=key, thread=thread))
    run_tasks()
    letters = sent(outgoing)
    assert all(letter["In-Reply-To"] == letter["References"] for letter in letters)
    assert sorted(Counter(letter["References"] for letter in letters).values()) == [1, 2]
    assert {letter["References"] for letter in letters} & {None, letters[0]["Message-ID"]} == set()


def test_a_letter_of_a_list_says_how_to_leave_it(
    run_tasks: Callable[..., int], outgoing: Path
) -> None:
    address = f"https://trousse.example/notifications/{'x' * 200}/"
    name = 'Sondages "été"\r\nBcc: eve@example.org'
    queue_letter(a_letter(mailing=MailingList("polls.trousse.example", name, address)))
    run_tasks()
    (message,) = sent(outgoing)
    assert message["List-Unsubscribe"] == f"<{address}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"].endswith("<polls.trousse.example>")
    assert "Sondages été Bcc: eve@example.org" in message["List-Id"]
    assert message["Bcc"] is None


def test_every_line_passes_every_server(run_tasks: Callable[..., int], outgoing: Path) -> None:
    long_word = "é" * 2000
    part = CalendarPart(ICS, "CANCEL", "réunion é.ics")
    queue_letter(a_letter(text=long_word, html=f"<p>{long_word}</p>", calendar=part))
    run_tasks()
    (file,) = outgoing.glob("*.eml")
    content = file.read_bytes()
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) < 998
    (message,) = sent(outgoing)
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().strip() == long_word
    assert [part.get_filename() for part in message.iter_attachments()] == ["réunion é.ics"]


def test_the_same_key_leaves_once(run_tasks: Callable[..., int], outgoing: Path) -> None:
    queue_letter(a_letter())
    queue_letter(a_letter(subject="Autre"))
    run_tasks()
    queue_letter(a_letter())
    run_tasks()
    assert [message["Subject"] for message in sent(outgoing)] == ["Réunion"]


def test_the_message_id_follows_the_key(mailbox: Callable[[], list[Mail]]) -> None:
    queue_letter(a_letter(key="a"))
    first = mailbox()[0].message_id
    Mail.objects.all().delete()
    queue_letter(a_letter(key="a"))
    queue_letter(a_letter(key="b"))
    again, other = [mail.message_id for mail in mailbox()]
    assert first == again != other


def test_nothing_leaves_when_the_writer_rolls_back(
    run_tasks: Callable[..., int], outgoing: Path
) -> None:
    with transaction.atomic():
        queue_letter(a_letter())
        transaction.set_rollback(True)
    run_tasks()
    assert sent(outgoing) == []


def test_an_invitation_has_the_parts_that_calendars_want(
    run_tasks: Callable[..., int], outgoing: Path
) -> None:
    part = CalendarPart(ICS, "REQUEST", "reunion.ics")
    queue_letter(a_letter(html="<p>Bonjour Léa</p>", calendar=part))
    run_tasks()
    (message,) = sent(outgoing)
    alternative, attached = message.iter_parts()
    assert message.get_content_type() == "multipart/mixed"
    assert alternative.get_content_type() == "multipart/alternative"
    kinds = [inner.get_content_type() for inner in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    calendar = list(alternative.iter_parts())[2]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True) == ICS
    assert attached.get_filename() == "reunion.ics"
    assert attached.get_payload(decode=True) == ICS


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x00", "\x85"])
def test_a_subject_cannot_add_a_header(
    run_tasks: Callable[..., int], outgoing: Path, newline: str
) -> None:
    queue_letter(a_letter(subject=f"Réunion{newline}Bcc: eve@example.fr"))
    run_tasks()
    (message,) = sent(outgoing)
    assert message["Bcc"] is None
    assert message["Subject"] == "Réunion Bcc: eve@example.fr"


@pytest.mark.parametrize(
    "address",
    ["lea", "lea@example.fr\nBcc: eve@example.fr", "a@b.fr, c@d.fr", "Léa <lea@example.fr>"],
)
@pytest.mark.parametrize("field", ["to", "reply_to"])
def test_a_bad_address_is_refused(db: None, address: str, field: str) -> None:
    with pytest.raises(InvalidInput):
        queue_letter(a_letter(**{field: address}))
    assert not Mail.objects.exists()


def test_an_address_is_required(db: None) -> None:
    with pytest.raises(InvalidInput):
        queue_letter(a_letter(to=""))


def test_django_mail_takes_the_same_road(run_tasks: Callable[..., int], outgoing: Path) -> None:
    message = EmailMultiAlternatives("Code", "123", to=["lea@example.fr", "paul@example.fr"])
    message.attach_alternative("<b>123</b>", "text/html")
    assert message.send() == 1
    send_mail("Code", "456", None, ["lea@example.fr"])
    assert sent(outgoing) == []
    run_tasks()
    assert sorted(message["To"] for message in sent(outgoing)) == [
        "lea@example.fr",
        "lea@example.fr",
        "paul@example.fr",
    ]
    assert Mail.objects.filter(html="<b>123</b>").count() == 2


def test_django_mail_refuses_attachments(db: None) -> None:
    message = EmailMultiAlternatives("Code", "123", to=["lea@example.fr"])
    message.attach("a.txt", "a")
    with pytest.raises(ValueError, match="no attachment"):
        message.send()


def test_the_demo_reads_the_newest_letters_first(db: None) -> None:
    for number in range(3):
        queue_letter(a_letter(key=str(number), subject=str(number)))
    shown = recent_letters(2)
    assert [letter.subject for letter in shown] == ["2", "1"]
    assert letter_for_demo(shown[0].id) == shown[0]
    assert letter_for_demo("unknown") is None


def test_a_forgotten_letter_is_asked_for_again(run_tasks: Callable[..., int]) -> None:
    with time_machine.travel("2026-12-02 12:00:00Z", tick=False) as clock:
        queue_letter(a_letter())
        DBTaskResult.objects.all().delete()
        assert sweep_mail() == 0
        clock.shift(301)
        assert sweep_mail() == 1
        assert sweep_mail() == 0
        run_tasks()
    assert Mail.objects.get().status == Mail.Status.SENT


def test_a_letter_taken_by_a_lost_attempt_waits_for_its_lease(
    run_tasks: Callable[..., int], outgoing: Path
) -> None:
    with time_machine.travel("2026-12-02 12:00:00Z", tick=False) as clock:
        queue_letter(a_letter())
        Mail.objects.update(status="sending", lease_owner="another", lease_until=now() + LEASE)
        run_tasks()
        assert sent(outgoing) == []
        clock.shift(301)
        assert sweep_mail() == 1
        run_tasks()
        assert len(sent(outgoing)) == 1


def test_old_letters_lose_their_words_and_keep_their_key(
    run_tasks: Callable[..., int], outgoing: Path
) -> None:
    with time_machine.travel("2026-12-02 12:00:00Z", tick=False) as clock:
        part = CalendarPart(ICS, "REQUEST", "r.ics")
        queue_letter(a_letter(calendar=part, html="<p>", thread="t"))
        run_tasks()
        clock.shift(timedelta(days=30))
        erase_old_mail()
        assert Mail.objects.get().text == "Bonjour Léa"
        clock.shift(timedelta(seconds=1))
        erase_old_mail()
        mail = Mail.objects.get()
        assert (mail.to, mail.subject, mail.text, mail.html, mail.calendar) == ("",) * 4 + (None,)
        assert mail.headers == {}
        queue_letter(a_letter())
        assert run_tasks() == 0
        clock.shift(timedelta(days=365))
        erase_old_mail()
        assert not Mail.objects.exists()


def test_a_letter_that_has_not_left_is_never_erased(db: None) -> None:
    with time_machine.travel("2026-12-02 12:00:00Z", tick=False) as clock:
        queue_letter(a_letter())
        clock.shift(timedelta(days=400))
        erase_old_mail()
    assert Mail.objects.get().text == "Bonjour Léa"
