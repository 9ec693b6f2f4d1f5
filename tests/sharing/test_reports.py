"""Reporting a thing, judging it, taking it down and putting it back."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.factories.offices import hold
from tests.factories.people import UserFactory
from tests.harness.people import signed_in
from trousse.accounts.current import KEYS_COOKIE, Visitor
from trousse.accounts.models import Guest, User
from trousse.core.errors import Gone, NotFound
from trousse.core.models import AuditEntry, Event
from trousse.core.refs import Ref
from trousse.notifications.models import Notification
from trousse.sharing.access import refs_shared_with, require_role, role_on, standing_on
from trousse.sharing.models import Report, TakeDown
from trousse.sharing.operations import forget_thing, grant_guest, grant_person, open_link
from trousse.sharing.reports import forget_old_reports
from trousse.sharing.roles import Role

QUEUE = "/exploitation/signalements/"
SAID = {"reason": "spam", "text": "C’est une publicité."}


@pytest.fixture(autouse=True)
def no_limits_yet() -> None:
    cache.clear()


@pytest.fixture
def operator(db: None) -> User:
    person = UserFactory.create(first_name="Olga", last_name="Roux", email="olga@example.org")
    hold(person, "operator")
    return person


@pytest.fixture
def as_operator(operator: User) -> Client:
    return signed_in(operator)


@pytest.fixture
def shared(booklet: Ref, head: User, teacher: User) -> Ref:
    """A booklet of Léa's that Sophie reads."""
    grant_person(booklet, head, Role.VIEW, by=teacher)
    return booklet


def page(ref: Ref) -> str:
    return f"/signaler/{ref.type}/{ref.id}/"


def case(ref: Ref, gesture: str = "") -> str:
    return f"{QUEUE}{ref.type}/{ref.id}/{gesture}"


def take_down(client: Client, ref: Ref) -> None:
    answer = client.post(case(ref, "retirer/"), {"reason": "spam", "note": "Ôtez le lien."})
    assert answer.status_code == 302


# --- Reporting -----------------------------------------------------------------------------


def test_whoever_sees_a_thing_reports_it(as_head: Client, head: User, shared: Ref) -> None:
    response = as_head.post(page(shared), SAID)
    assert response["Location"] == "/livrets/conseil/"
    report = Report.objects.get()
    assert (report.ref, report.reason, report.person) == (str(shared), "spam", head)
    assert AuditEntry.objects.filter(action="sharing:report:make", actor=head).count() == 1


def test_a_guest_reports_without_account(
    shared: Ref, nadia: tuple[Guest, str], teacher: User
) -> None:
    guest, token = nadia
    grant_guest(shared, guest, Role.VIEW, by=teacher)
    client = Client()
    client.cookies[KEYS_COOKIE] = token
    assert client.get(page(shared)).status_code == 200
    assert client.post(page(shared), SAID).status_code == 302
    report = Report.objects.get()
    assert report.person is None
    assert "nadia" not in report.reporter
    assert token not in report.reporter


def test_the_holder_of_a_link_reports(shared: Ref, teacher: User) -> None:
    link = open_link(shared, Role.VIEW, by=teacher)
    assert Client().post(f"{page(shared)}?cle={link.token}", SAID).status_code == 302
    assert Report.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_learns_nothing(as_outsider: Client, shared: Ref, method: str) -> None:
    assert getattr(as_outsider, method)(page(shared), SAID).status_code == 404
    assert getattr(Client(), method)(page(shared), SAID).status_code == 404
    assert not Report.objects.exists()


def test_reported_twice_it_is_one_line_with_the_last_words(as_head: Client, shared: Ref) -> None:
    for text in ("Une", "Une", "Deux"):
        as_head.post(page(shared), {"reason": "spam", "text": text})
    assert [one.text for one in Report.objects.all()] == ["Deux"]
    assert AuditEntry.objects.filter(action="sharing:report:make").count() == 2


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"reason": "boring"}, {"reason": "spam", "text": "x" * 501}]
)
def test_it_says_what_is_wrong(as_head: Client, shared: Ref, wrong: dict[str, str]) -> None:
    assert as_head.post(page(shared), wrong).status_code == 422
    assert not Report.objects.exists()


def test_nobody_floods_the_queue(as_head: Client, shared: Ref) -> None:
    answers = [as_head.post(page(shared), {**SAID, "text": str(n)}) for n in range(21)]
    assert [one.status_code for one in answers[-2:]] == [302, 429]


@pytest.mark.parametrize("address", ["/signaler/Bad/x/", "/signaler/booklet/missing/"])
def test_an_unknown_thing_is_not_found(as_head: Client, address: str) -> None:
    assert as_head.get(address).status_code == 404


# --- Judging -------------------------------------------------------------------------------


def test_operators_see_what_waits_and_never_who_reported(
    as_operator: Client, as_head: Client, head: User, shared: Ref
) -> None:
    assert "Aucun signalement" in as_operator.get(QUEUE).content.decode()
    as_head.post(page(shared), SAID)
    assert "Livret conseil" in as_operator.get(QUEUE).content.decode()
    shown = as_operator.get(case(shared)).content.decode()
    assert "C’est une publicité." in shown
    assert head.full_name not in shown


def test_an_operator_looks_at_what_is_reported_only_while_it_waits(
    as_operator: Client, as_head: Client, operator: User, shared: Ref
) -> None:
    visitor = Visitor(operator)
    assert role_on(visitor, shared) is None
    as_head.post(page(shared), SAID)
    assert role_on(visitor, shared) == Role.VIEW
    assert standing_on(visitor, shared).role == Role.VIEW
    as_operator.post(case(shared, "classer/"))
    assert role_on(visitor, shared) is None
    assert Report.objects.get().outcome == "dismissed"
    assert Report.objects.get().judged_at is not None


def test_a_report_made_again_waits_again(as_operator: Client, as_head: Client, shared: Ref) -> None:
    as_head.post(page(shared), SAID)
    as_operator.post(case(shared, "classer/"))
    as_head.post(page(shared), SAID)
    assert Report.objects.get().outcome == ""


# --- Taking down ---------------------------------------------------------------------------


def test_a_thing_taken_down_gives_no_role_to_anybody_but_operators(
    as_operator: Client, operator: User, teacher: User, head: User, outsider: User, shared: Ref
) -> None:
    take_down(as_operator, shared)
    assert [role_on(Visitor(user), shared) for user in (teacher, head, outsider)] == [None] * 3
    assert list(refs_shared_with(teacher, "booklet")) == []
    assert role_on(Visitor(operator), shared) == Role.VIEW


def test_those_who_saw_it_are_told_and_strangers_learn_nothing(
    as_operator: Client, as_head: Client, as_outsider: Client, shared: Ref, teacher: User
) -> None:
    take_down(as_operator, shared)
    answer = as_head.get(page(shared))
    assert answer.status_code == 410
    assert "publicité ou tromperie" in answer.content.decode()
    assert 'href="/contact/"' in answer.content.decode()
    assert as_outsider.get(page(shared)).status_code == 404
    assert Client().get(page(shared)).status_code == 404
    with pytest.raises(Gone):
        standing_on(Visitor(teacher), shared)


def test_its_author_is_told_why_and_open_pages_are_checked(
    as_operator: Client, as_head: Client, teacher: User, head: User, shared: Ref
) -> None:
    as_head.post(page(shared), SAID)
    take_down(as_operator, shared)
    (told,) = Notification.objects.filter(kind="sharing.taken_down")
    assert told.user == teacher
    assert told.params == {"reason": "Publicité ou tromperie", "note": "Ôtez le lien."}
    assert Event.objects.filter(subject=str(shared), type="access.changed").exists()
    assert Report.objects.get().outcome == "taken_down"
    assert AuditEntry.objects.filter(action="sharing:thing:take_down").count() == 1


def test_taken_down_twice_is_told_once(as_operator: Client, shared: Ref) -> None:
    take_down(as_operator, shared)
    take_down(as_operator, shared)
    assert Notification.objects.filter(kind="sharing.taken_down").count() == 1
    assert TakeDown.objects.count() == 1


def test_put_back_it_is_as_before(
    as_operator: Client, teacher: User, head: User, shared: Ref
) -> None:
    take_down(as_operator, shared)
    for _ in range(2):
        assert as_operator.post(case(shared, "retablir/")).status_code == 302
    assert role_on(Visitor(teacher), shared) == Role.MANAGE
    assert role_on(Visitor(head), shared) == Role.VIEW
    assert Notification.objects.filter(kind="sharing.restored", user=teacher).count() == 1
    assert AuditEntry.objects.filter(action="sharing:thing:restore").count() == 1


@pytest.mark.parametrize("wrong", [{}, {"reason": "boring"}])
def test_a_reason_is_needed(as_operator: Client, shared: Ref, wrong: dict[str, str]) -> None:
    assert as_operator.post(case(shared, "retirer/"), wrong).status_code == 422
    assert not TakeDown.objects.exists()


def test_what_does_not_exist_is_not_taken_down(as_operator: Client) -> None:
    answer = as_operator.post(case(Ref("booklet", "missing"), "retirer/"), {"reason": "spam"})
    assert answer.status_code == 404


# --- Keeping -------------------------------------------------------------------------------


def test_a_judged_report_goes_after_a_year(
    as_operator: Client, as_head: Client, shared: Ref, clock: time_machine.Traveller
) -> None:
    as_head.post(page(shared), SAID)
    as_operator.post(case(shared, "classer/"))
    clock.shift(timedelta(days=364))
    forget_old_reports()
    assert Report.objects.exists()
    clock.shift(timedelta(days=2))
    forget_old_reports()
    assert not Report.objects.exists()


def test_a_deleted_thing_takes_its_reports_along(
    as_operator: Client, as_head: Client, shared: Ref
) -> None:
    as_head.post(page(shared), SAID)
    take_down(as_operator, shared)
    forget_thing(shared)
    assert not Report.objects.exists()
    assert not TakeDown.objects.exists()


def test_a_missing_thing_stays_missing(operator: User) -> None:
    with pytest.raises(NotFound):
        require_role(Visitor(operator), Ref("booklet", "missing"), Role.VIEW)
