"""Editing, deleting, hiding, settling: whose gesture it is, and the trace that it leaves."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.comments.conftest import PLACE, Write, of, of_thread, post
from tests.harness.people import signed_in
from trousse.accounts.models import Guest, User
from trousse.comments.models import KEPT_REVISIONS, Comment, Mention, Revision, Thread
from trousse.comments.wiring import forget_old_revisions
from trousse.core.models import AuditEntry, Event

pytestmark = pytest.mark.urls("tests.comments.booklet_page")
EVERYBODY = ["teacher", "head", "outsider", "stranger"]


def told(kind: str) -> int:
    return Event.objects.filter(type=kind).count()


def page(client: Client) -> str:
    return client.get("/livrets/conseil/").content.decode()


def test_the_author_edits_and_everybody_sees_that_it_was(
    as_head: Client, as_teacher: Client, write: Write
) -> None:
    comment = write("Salle 12")
    assert "Salle 12" in as_head.get(of(comment)).content.decode()
    answer = as_head.post(of(comment), {"text": "Salle 14"})
    assert answer.headers["Location"].endswith(f"#comment-{comment.public_id}")
    shown = page(as_teacher)
    assert "Salle 14" in shown
    assert "modifié" in shown
    assert "Salle 12" not in shown
    assert Revision.objects.get().text == "Salle 12"
    assert told("comment.edited") == 1


def test_the_same_text_changes_nothing(as_head: Client, write: Write) -> None:
    comment = write("Salle 12")
    as_head.post(of(comment), {"text": "Salle 12"})
    assert not Revision.objects.exists()
    assert told("comment.edited") == 0
    assert "modifié" not in page(as_head)


def test_an_empty_text_is_refused(as_head: Client, write: Write) -> None:
    comment = write("Salle 12")
    assert as_head.post(of(comment), {"text": " "}).status_code == 422
    assert Comment.objects.get().text == "Salle 12"


@pytest.mark.parametrize(
    ("who", "word"), [("head", "Modifier"), ("teacher", "Modérer"), ("outsider", "")]
)
def test_a_page_offers_what_one_may_do_and_no_more(
    request: pytest.FixtureRequest, write: Write, who: str, word: str
) -> None:
    comment = write()
    person: User = request.getfixturevalue(who)
    link = f'href="{of(comment)}">{word}<'
    shown = page(signed_in(person))
    assert (link in shown) is bool(word)
    assert (of(comment) in shown) is bool(word)


@pytest.mark.parametrize(
    ("gesture", "allowed"),
    [
        ("", {"head": 302, "teacher": 403, "outsider": 403, "stranger": 404}),
        ("supprimer", {"head": 302, "teacher": 302, "outsider": 403, "stranger": 404}),
        ("masquer", {"head": 403, "teacher": 302, "outsider": 403, "stranger": 404}),
        ("montrer", {"head": 403, "teacher": 302, "outsider": 403, "stranger": 404}),
    ],
)
@pytest.mark.parametrize("who", EVERYBODY)
def test_each_gesture_is_for_the_author_or_who_is_responsible(
    request: pytest.FixtureRequest,
    write: Write,
    gesture: str,
    allowed: dict[str, int],
    who: str,
) -> None:
    comment = write("Bonjour")
    person: User = request.getfixturevalue(who)
    answer = signed_in(person).post(of(comment, gesture), {"text": "Autre"})
    assert answer.status_code == allowed[who]
    comment.refresh_from_db()
    unchanged = (comment.text, comment.ended, comment.hidden_at) == ("Bonjour", "", None)
    assert unchanged is (allowed[who] != 302 or gesture == "montrer")


@pytest.mark.parametrize("gesture", ["", "supprimer", "masquer", "montrer"])
def test_strangers_and_wrong_methods_get_nothing(
    client: Client, as_head: Client, write: Write, gesture: str
) -> None:
    comment = write()
    assert client.post(of(comment, gesture), {"text": "x"}).status_code == 404
    assert as_head.put(of(comment, gesture)).status_code == 405
    assert as_head.post(f"{PLACE}unknown/{gesture}", {"text": "x"}).status_code == 404
    other = f"/commentaires/booklet/other/{comment.public_id}/{gesture}"
    assert as_head.post(other, {"text": "x"}).status_code == 404


def test_a_deleted_comment_leaves_a_line_and_no_word(
    as_head: Client, as_teacher: Client, write: Write
) -> None:
    comment = write("@Léa Martin à effacer")
    write("Une réponse", thread=comment.thread.public_id)
    as_head.post(of(comment, "supprimer"))
    for browser in (as_head, as_teacher):
        assert "à effacer" not in page(browser)
        assert "Commentaire supprimé par son auteur." in page(browser)
        assert "Une réponse" in page(browser)
        assert browser.get(of(comment)).status_code == 404
    assert Revision.objects.get().text == "@Léa Martin à effacer"
    assert not Mention.objects.exists()
    assert told("comment.removed") == 1
    assert AuditEntry.objects.filter(action="comments:comment:delete").count() == 1


def test_deleting_twice_is_deleting_once(as_head: Client, write: Write) -> None:
    comment = write()
    assert as_head.post(of(comment, "supprimer")).status_code == 302
    assert as_head.post(of(comment, "supprimer")).status_code == 404
    assert told("comment.removed") == 1


def test_the_trace_says_when_a_moderator_deleted(as_teacher: Client, write: Write) -> None:
    as_teacher.post(of(write(), "supprimer"))
    assert "supprimé par une personne responsable" in page(as_teacher)


def test_a_hidden_comment_is_seen_by_its_author_and_moderators_and_comes_back(
    as_teacher: Client, as_head: Client, as_outsider: Client, as_nadia: Client, write: Write
) -> None:
    comment = write("Déplacé")
    as_teacher.post(of(comment, "masquer"))
    as_teacher.post(of(comment, "masquer"))
    assert told("comment.removed") == 1
    for browser in (as_outsider, as_nadia):
        assert "Déplacé" not in page(browser)
        assert "Masqué par une personne responsable." in page(browser)
        assert browser.get(of(comment)).status_code == 404
    assert "Déplacé" in page(as_head)
    assert as_head.post(of(comment), {"text": "Autrement"}).status_code == 403
    as_teacher.post(of(comment, "montrer"))
    as_teacher.post(of(comment, "montrer"))
    assert "Déplacé" in page(as_outsider)
    assert told("comment.edited") == 1


def test_a_guest_edits_and_deletes_their_own_only(
    as_nadia: Client, nadia: tuple[Guest, str], write: Write
) -> None:
    mine, other = write("À moi", by=nadia[0]), write("À Sophie")
    assert as_nadia.post(of(mine), {"text": "Bien à moi"}).status_code == 302
    assert as_nadia.post(of(other), {"text": "x"}).status_code == 403
    assert as_nadia.post(of(other, "supprimer")).status_code == 403
    assert as_nadia.post(of(mine, "supprimer")).status_code == 302
    assert Comment.objects.get(pk=other.pk).text == "À Sophie"


@pytest.mark.parametrize(
    ("who", "status"), [("head", 302), ("teacher", 302), ("outsider", 403), ("stranger", 404)]
)
@pytest.mark.parametrize("gesture", ["regler", "rouvrir"])
def test_a_thread_is_settled_by_who_began_it_or_is_responsible(
    request: pytest.FixtureRequest, write: Write, who: str, status: int, gesture: str
) -> None:
    comment = write()
    Thread.objects.update(resolved_at=None if gesture == "regler" else comment.created_at)
    person: User = request.getfixturevalue(who)
    browser = signed_in(person)
    for _time in range(2):
        assert browser.post(of_thread(comment, gesture)).status_code == status
    assert Thread.objects.get().is_resolved is ((gesture == "regler") is (status == 302))
    assert told("comment.resolved") == (status == 302)


def test_a_thread_that_is_not_there_cannot_be_settled(as_head: Client, write: Write) -> None:
    assert as_head.post(f"{PLACE}fils/unknown/regler").status_code == 404
    assert as_head.get(of_thread(write(), "regler")).status_code == 405


def test_somebody_elses_thread_is_not_settled_by_replying(as_nadia: Client, write: Write) -> None:
    comment = write()
    post(as_nadia, "Une réponse", thread=comment.thread.public_id)
    assert as_nadia.post(of_thread(comment, "regler")).status_code == 403


def test_earlier_texts_go_after_thirty_days(
    as_head: Client, write: Write, clock: time_machine.Traveller
) -> None:
    as_head.post(of(write("Avant")), {"text": "Après"})
    clock.shift(KEPT_REVISIONS - timedelta(minutes=1))
    forget_old_revisions()
    assert Revision.objects.exists()
    clock.shift(timedelta(minutes=2))
    forget_old_revisions()
    assert not Revision.objects.exists()
    assert KEPT_REVISIONS.days == 30  # said on the page
