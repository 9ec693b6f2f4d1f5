"""The archive that a person takes away, and the order in which apps erase them."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.utils.translation import gettext_lazy as _

from trousse.accounts.models import User
from trousse.core.mail import Letter, queue_letter
from trousse.core.models import Mail
from trousse.core.personal_data import DataSubject, OwnFile, register_personal_data, registry
from trousse.core.personal_data.erasing import erase_everywhere
from trousse.core.personal_data.exporting import build_archive, collect
from trousse.core.personal_data.own import erase, export

NOBODY = DataSubject()


@pytest.fixture
def no_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the handlers of the test are registered."""
    monkeypatch.setattr(registry, "_handlers", {})


@contextmanager
def opened(subject: DataSubject) -> Iterator[zipfile.ZipFile]:
    with build_archive(subject) as content, zipfile.ZipFile(content) as archive:
        yield archive


def test_the_archive_holds_one_readable_file_per_app(no_handlers: None) -> None:
    answer = {"title": "Réunion", "at": datetime(2026, 12, 2, tzinfo=UTC), "state": _("Something")}
    register_personal_data("polls", title="vos sondages", export=lambda _: answer, erase=print)
    register_personal_data("core", export=lambda _: {}, erase=print)
    with opened(NOBODY) as archive:
        assert sorted(archive.namelist()) == ["LISEZ-MOI.txt", "polls.json"]
        text = archive.read("polls.json").decode()
        assert "Réunion" in text
        assert json.loads(text)["at"] == "2026-12-02T00:00:00Z"
        readme = archive.read("LISEZ-MOI.txt").decode()
    assert "- polls.json\u202f: vos sondages" in readme
    assert "{{" not in readme


def test_files_of_one_name_both_stay(no_handlers: None) -> None:
    def read() -> Iterator[bytes]:
        yield from (b"on", b"e")

    names = ["photo.png", "photo.png", "../../etc/passwd", "..\\boot.ini", "/"]
    register_personal_data(
        "files",
        export=lambda _: {"files": 1},
        erase=print,
        files=lambda _: [OwnFile(name, read) for name in names],
    )
    with opened(NOBODY) as archive:
        kept = [name for name in archive.namelist() if name.startswith("fichiers/")]
        assert kept == [
            "fichiers/photo.png",
            "fichiers/photo (2).png",
            "fichiers/passwd",
            "fichiers/boot.ini",
            "fichiers/file",
        ]
        assert archive.read("fichiers/photo (2).png") == b"one"


def test_an_archive_about_nobody_says_so(no_handlers: None) -> None:
    with opened(NOBODY) as archive:
        assert "Rien\u202f: nous ne conservons rien" in archive.read("LISEZ-MOI.txt").decode()


def test_things_are_erased_before_their_rights_and_the_account_last(
    no_handlers: None, db: None
) -> None:
    order: list[str] = []
    for label in ("accounts", "core", "sharing", "polls"):
        register_personal_data(
            label, export=lambda _: {}, erase=lambda _, label=label: order.append(label)
        )
    erase_everywhere(NOBODY)
    assert order == ["polls", "sharing", "core", "accounts"]


def test_an_app_answers_once(no_handlers: None) -> None:
    register_personal_data("polls", export=str, erase=print)
    with pytest.raises(ValueError, match="twice"):
        register_personal_data("polls", export=repr, erase=print)


def letter(key: str, to: str, **more: str) -> None:
    fields = {"subject": "Réunion", "text": "Bonjour"} | more
    queue_letter(Letter(key=key, to=to, **fields))  # type: ignore[arg-type]  # texts only


def test_letters_are_listed_without_their_links(teacher: User) -> None:
    letter("a", teacher.email, text="https://trousse.example/?cle=secret")
    letter("b", "other@example.org")
    found = export(DataSubject(teacher, (), frozenset({teacher.email})))
    assert [row["to"] for row in found["letters"]] == [teacher.email]
    assert "secret" not in json.dumps(found, default=str)


def test_letters_that_wait_for_the_person_are_dropped(teacher: User) -> None:
    letter("a", "Lea@example.org", reply_to="paul@example.org")
    letter("b", "other@example.org", text="De la part de Léa")
    erase(DataSubject(teacher, (), frozenset({teacher.email})))
    mine, other = Mail.objects.order_by("pk")
    assert (mine.status, mine.to, mine.text, mine.reply_to) == (Mail.Status.FAILED, "", "", "")
    assert (other.status, other.text) == (Mail.Status.QUEUED, "De la part de Léa")


def test_letters_that_left_and_name_the_person_are_emptied(teacher: User) -> None:
    letter("a", "a@example.org", text="Léa Martin vous invite", reply_to="lea@example.org")
    letter("b", "b@example.org", html="<b>lea@example.org</b>")
    letter("c", "c@example.org", text="Marc Petit vous invite")
    Mail.objects.update(status=Mail.Status.SENT)
    erase(DataSubject(teacher, (), frozenset({teacher.email})))
    texts = list(Mail.objects.order_by("pk").values_list("text", "html", "reply_to"))
    assert texts == [("", "", ""), ("", "", ""), ("Marc Petit vous invite", "", "")]


def test_the_core_keeps_nothing_about_a_stranger(db: None) -> None:
    assert collect(NOBODY) == []
