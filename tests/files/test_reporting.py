"""One file that is reported: operators open that file only, take it down, put it back."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories.offices import hold
from tests.factories.people import UserFactory
from tests.files.conftest import PAGE, body_of
from tests.harness.people import signed_in
from trousse.accounts.models import User
from trousse.core.models import Event
from trousse.files.models import StoredFile
from trousse.files.operations import remove_file
from trousse.notifications.models import Notification
from trousse.sharing.models import Report, TakeDown

SAID = {"reason": "rights", "text": "C’est un manuel."}

Add = Callable[..., StoredFile]


@pytest.fixture
def as_operator(db: None) -> Client:
    person = UserFactory.create(first_name="Olga", last_name="Roux", email="olga@example.org")
    hold(person, "operator")
    return signed_in(person)


def report(file: StoredFile) -> str:
    return f"/signaler/file/{file.public_id}/"


def case(file: StoredFile, gesture: str = "") -> str:
    return f"/exploitation/signalements/file/{file.public_id}/{gesture}"


def take_down(client: Client, file: StoredFile) -> None:
    assert client.post(case(file, "retirer/"), {"reason": "rights"}).status_code == 302


def status(client: Client, file: StoredFile) -> int:
    response = client.get(file.get_absolute_url())
    if response.streaming:
        body_of(response)
    return response.status_code


def test_it_is_offered_to_those_who_may_not_remove_it(
    added: Add, as_head: Client, as_teacher: Client, as_guest: Client
) -> None:
    file = added()
    assert report(file) in as_head.get(PAGE).content.decode()
    assert report(file) not in as_teacher.get(PAGE).content.decode()
    assert report(file) not in as_guest.get(PAGE).content.decode()


def test_whoever_sees_it_reports_it_and_strangers_learn_nothing(
    added: Add, as_head: Client, as_outsider: Client, client: Client
) -> None:
    file = added()
    assert "plan.pdf" in as_head.get(report(file)).content.decode()
    assert as_head.post(report(file), SAID)["Location"] == PAGE
    assert Report.objects.get().ref == f"file:{file.public_id}"
    for browser in (as_outsider, client):
        assert browser.get(report(file)).status_code == 404
        assert browser.post(report(file), SAID).status_code == 404
    assert Report.objects.count() == 1


def test_an_operator_opens_it_only_while_it_is_judged(
    added: Add, as_operator: Client, as_head: Client
) -> None:
    file, other = added(), added(name="autre.pdf")
    assert status(as_operator, file) == 404
    as_head.post(report(file), SAID)
    assert file.get_absolute_url() in as_operator.get(case(file)).content.decode()
    assert body_of(as_operator.get(file.get_absolute_url())).startswith(b"%PDF")
    assert status(as_operator, other) == 404
    assert as_operator.get(PAGE).status_code == 404
    as_operator.post(case(file, "classer/"))
    assert status(as_operator, file) == 404
    assert status(as_head, file) == 200


def test_taken_down_nobody_opens_it_not_even_who_added_it(
    added: Add, as_operator: Client, as_head: Client, as_teacher: Client, teacher: User
) -> None:
    file = added()
    for _time in range(2):
        take_down(as_operator, file)
    for browser in (as_head, as_teacher):
        assert status(browser, file) == 404
        shown = browser.get(PAGE).content.decode()
        assert "plan.pdf" not in shown
        assert "Retiré par les opérateurs de ce site" in shown
    assert status(as_operator, file) == 200
    assert as_teacher.post(f"{file.get_absolute_url()}retirer/").status_code == 404
    assert as_head.post(report(file), SAID).status_code == 404
    (notice,) = Notification.objects.filter(kind="sharing.taken_down")
    assert notice.user == teacher
    assert Event.objects.filter(type="file.removed").count() == 1


def test_put_back_it_is_as_before(added: Add, as_operator: Client, as_head: Client) -> None:
    file = added()
    take_down(as_operator, file)
    for _time in range(2):
        assert as_operator.post(case(file, "retablir/")).status_code == 302
    assert status(as_head, file) == 200
    assert "plan.pdf" in as_head.get(PAGE).content.decode()


def test_a_file_that_is_removed_takes_its_reports_along(
    added: Add, as_operator: Client, as_head: Client, teacher: User
) -> None:
    file = added()
    as_head.post(report(file), SAID)
    take_down(as_operator, file)
    remove_file(file, by=teacher)
    assert not Report.objects.exists()
    assert not TakeDown.objects.exists()


def test_judging_is_for_operators(added: Add, as_head: Client, as_teacher: Client) -> None:
    file = added()
    for browser in (as_head, as_teacher):
        assert browser.post(case(file, "retirer/"), {"reason": "rights"}).status_code == 404
    assert file.state == "ready"
    assert not TakeDown.objects.exists()
