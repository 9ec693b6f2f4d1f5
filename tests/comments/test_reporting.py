"""One comment that is reported, taken down by operators and brought back; the thing stays."""

import pytest
from django.test import Client

from tests.comments.conftest import PLACE, Write, of, post
from tests.factories.offices import hold
from tests.factories.people import UserFactory
from tests.harness.people import signed_in
from trousse.accounts.models import Guest, User
from trousse.comments.models import Comment
from trousse.comments.operations import forget_comments
from trousse.core.models import AuditEntry, Event
from trousse.core.refs import Ref
from trousse.notifications.models import Notification
from trousse.sharing.models import Report, TakeDown

pytestmark = pytest.mark.urls("tests.comments.booklet_page")
SAID = {"reason": "people", "text": "Il insulte une collègue."}
TRACE = "Commentaire retiré par les opérateurs de ce site."


@pytest.fixture
def as_operator(db: None) -> Client:
    person = UserFactory.create(first_name="Olga", last_name="Roux", email="olga@example.org")
    hold(person, "operator")
    return signed_in(person)


def report(comment: Comment) -> str:
    return f"/signaler/comment/{comment.public_id}/"


def case(comment: Comment, gesture: str = "") -> str:
    return f"/exploitation/signalements/comment/{comment.public_id}/{gesture}"


def page(client: Client) -> str:
    return client.get("/livrets/conseil/").content.decode()


def told(kind: str) -> int:
    return Event.objects.filter(type=kind).count()


@pytest.mark.parametrize(
    ("who", "offered"), [("outsider", True), ("head", False), ("teacher", False)]
)
def test_it_is_offered_to_those_who_cannot_act_themselves(
    request: pytest.FixtureRequest, write: Write, who: str, offered: bool
) -> None:
    comment = write()
    assert (report(comment) in page(signed_in(request.getfixturevalue(who)))) is offered


def test_whoever_reads_it_reports_it_and_comes_back_to_it(
    as_outsider: Client, as_nadia: Client, write: Write
) -> None:
    comment = write("Une insulte")
    assert "Commentaire de Sophie" in as_outsider.get(report(comment)).content.decode()
    answer = as_outsider.post(report(comment), SAID)
    assert answer["Location"] == f"/livrets/conseil/#comment-{comment.public_id}"
    as_nadia.post(report(comment), SAID)
    assert {one.ref for one in Report.objects.all()} == {f"comment:{comment.public_id}"}
    assert Report.objects.count() == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_learns_nothing(as_stranger: Client, write: Write, method: str) -> None:
    comment = write()
    for browser in (as_stranger, Client()):
        assert getattr(browser, method)(report(comment), SAID).status_code == 404
    assert not Report.objects.exists()


@pytest.mark.parametrize("gesture", ["masquer", "supprimer"])
def test_what_is_out_of_sight_already_is_not_reported(
    as_teacher: Client, as_outsider: Client, write: Write, gesture: str
) -> None:
    comment = write()
    as_teacher.post(of(comment, gesture))
    assert as_outsider.post(report(comment), SAID).status_code == 404
    assert as_outsider.post("/signaler/comment/unknown/", SAID).status_code == 404


def test_an_operator_reads_the_one_comment_that_is_reported_and_no_other(
    as_operator: Client, as_outsider: Client, write: Write
) -> None:
    comment, other = write("Une insulte"), write("Un secret de la réunion")
    assert "Une insulte" not in as_operator.get(case(comment)).content.decode()
    as_outsider.post(report(comment), SAID)
    assert (
        "Commentaire de Sophie" in as_operator.get("/exploitation/signalements/").content.decode()
    )
    shown = as_operator.get(case(comment)).content.decode()
    assert "Une insulte" in shown
    assert "Un secret" not in as_operator.get(case(other)).content.decode()
    assert as_operator.get(PLACE).status_code == 404
    as_operator.post(case(comment, "classer/"))
    assert "Une insulte" not in as_operator.get(case(comment)).content.decode()
    assert "Une insulte" in page(as_outsider)


def test_taken_down_nobody_reads_it_and_a_line_says_so(
    as_operator: Client,
    as_teacher: Client,
    as_head: Client,
    as_outsider: Client,
    head: User,
    write: Write,
) -> None:
    comment = write("Une insulte")
    write("Une réponse", thread=comment.thread.public_id)
    as_outsider.post(report(comment), SAID)
    for _time in range(2):
        as_operator.post(case(comment, "retirer/"), {"reason": "people", "note": "Restez poli."})
    for browser in (as_teacher, as_head, as_outsider):
        shown = page(browser)
        assert "Une insulte" not in shown
        assert TRACE in shown
        assert "Une réponse" in shown
    assert told("comment.removed") == 1
    (notice,) = Notification.objects.filter(kind="sharing.taken_down")
    assert notice.user == head
    assert Report.objects.get().outcome == "taken_down"
    assert AuditEntry.objects.filter(action="sharing:thing:take_down").count() == 1


@pytest.mark.parametrize("gesture", ["", "supprimer", "montrer", "masquer"])
def test_neither_author_nor_moderator_undoes_it(
    as_operator: Client, as_head: Client, as_teacher: Client, write: Write, gesture: str
) -> None:
    comment = write("Une insulte")
    as_operator.post(case(comment, "retirer/"), {"reason": "people"})
    for browser in (as_head, as_teacher):
        assert browser.post(of(comment, gesture), {"text": "Autre"}).status_code == 404
    comment.refresh_from_db()
    assert comment.text == "Une insulte"
    assert comment.withdrawn_at is not None


def test_put_back_it_is_as_before(as_operator: Client, as_outsider: Client, write: Write) -> None:
    comment = write("Une insulte")
    as_operator.post(case(comment, "retirer/"), {"reason": "people"})
    assert "Une insulte" in as_operator.get(case(comment)).content.decode()
    for _time in range(2):
        assert as_operator.post(case(comment, "retablir/")).status_code == 302
    assert "Une insulte" in page(as_outsider)
    assert told("comment.edited") == 1
    assert Notification.objects.filter(kind="sharing.restored").count() == 1


def test_a_guest_who_wrote_it_is_not_a_person_to_tell(
    as_operator: Client, nadia: tuple[Guest, str], as_outsider: Client, write: Write
) -> None:
    comment = write("Une insulte", by=nadia[0])
    as_operator.post(case(comment, "retirer/"), {"reason": "people"})
    assert TRACE in page(as_outsider)
    assert not Notification.objects.filter(kind="sharing.taken_down").exists()


@pytest.mark.parametrize("who", ["teacher", "head", "stranger"])
@pytest.mark.parametrize("gesture", ["retirer/", "retablir/", "classer/", ""])
def test_judging_is_for_operators(
    request: pytest.FixtureRequest, write: Write, who: str, gesture: str
) -> None:
    comment = write()
    browser = signed_in(request.getfixturevalue(who))
    method = browser.post if gesture else browser.get
    assert method(case(comment, gesture), {"reason": "people"}).status_code == 404
    assert not TakeDown.objects.exists()


def test_a_deleted_thing_takes_the_reports_of_its_comments_along(
    as_operator: Client, as_outsider: Client, booklet: Ref, write: Write
) -> None:
    comment = write()
    as_outsider.post(report(comment), SAID)
    as_operator.post(case(comment, "retirer/"), {"reason": "people"})
    forget_comments(booklet)
    assert not Report.objects.exists()
    assert not TakeDown.objects.exists()


def test_replies_to_a_comment_taken_down_still_come(
    as_operator: Client, as_head: Client, as_outsider: Client, write: Write
) -> None:
    comment = write("Une insulte")
    as_operator.post(case(comment, "retirer/"), {"reason": "people"})
    assert post(as_head, "Pardon", thread=comment.thread.public_id) == 302
    assert "Pardon" in page(as_outsider)
