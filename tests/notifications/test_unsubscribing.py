"""One click stops the letters of a service, from the mail program or from the page (RFC 8058)."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.notifications.conftest import Tell
from trousse.accounts.models import User
from trousse.core.models import AuditEntry, Mail
from trousse.notifications.models import Preference
from trousse.notifications.operations import set_choices
from trousse.notifications.queries import choices_of
from trousse.notifications.unsubscribing import DIGEST, unsubscribe_token

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def program() -> Client:
    """A mail program: no cookie, no session, no CSRF token."""
    return Client(enforce_csrf_checks=True)


def path_of(user: User, service: str = "polls") -> str:
    return f"/notifications/desabonnement/{unsubscribe_token(user.public_id, service)}/"


def test_the_address_in_the_letter_works_from_the_mail_program(
    head: User,
    tell: Tell,
    run_tasks: Callable[..., int],
    mailbox: Callable[[], list[Mail]],
    program: Client,
) -> None:
    tell(head)
    run_tasks()
    found = re.fullmatch(r"<http://localhost:8000(/.+)>", mailbox()[0].headers["List-Unsubscribe"])
    assert found
    answer = program.post(found[1], ONE_CLICK)
    assert answer.status_code == 200  # no redirection: mail programs follow none
    assert choices_of(head)["polls"] == "never"
    tell(head, key="another")
    run_tasks()
    assert len(mailbox()) == 1


def test_opening_the_address_changes_nothing(head: User, program: Client) -> None:
    answer = program.get(path_of(head))
    text = answer.content.decode()
    assert "Ne plus recevoir les courriels de «\u202fSondages\u202f»\u202f?" in text
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert head.email not in text
    assert head.first_name not in text
    assert program.head(path_of(head)).status_code == 200
    assert choices_of(head)["polls"] == "now"


def test_the_button_of_the_page_needs_no_account(head: User, program: Client) -> None:
    answer = program.post(path_of(head))
    assert "Vous ne recevrez plus les courriels" in answer.content.decode()
    assert choices_of(head) == {"notes": "now", "polls": "never", "video": "now"}


def test_twice_is_once(head: User, program: Client) -> None:
    for _ in range(2):
        assert program.post(path_of(head), ONE_CLICK).status_code == 200
    assert Preference.objects.count() == 1
    assert AuditEntry.objects.filter(action="notifications:preference:set").exists()


def test_stopping_the_digest_stops_what_was_in_it(head: User, program: Client) -> None:
    set_choices(head, {"polls": "digest", "notes": "digest", "video": "now"})
    assert program.post(path_of(head, DIGEST), ONE_CLICK).status_code == 200
    assert choices_of(head) == {"notes": "never", "polls": "never", "video": "now"}


def test_a_forged_token_is_refused(head: User, outsider: User, program: Client) -> None:
    token = unsubscribe_token(head.public_id, "polls")
    signature = token.rpartition(".")[2]
    forged = [
        f"{outsider.public_id}.polls.{signature}",
        f"{head.public_id}.notes.{signature}",
        f"{head.public_id}.polls.",
        token[:-1],
        "x",
    ]
    for one in forged:
        path = f"/notifications/desabonnement/{one}/"
        assert program.get(path).status_code == 404
        assert program.post(path, ONE_CLICK).status_code == 404
    assert not Preference.objects.exists()


def test_an_account_that_is_gone_looks_like_any_missing_page(head: User, program: Client) -> None:
    path = path_of(head)
    head.delete()
    assert program.post(path, ONE_CLICK).status_code == 404
