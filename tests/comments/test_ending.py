"""What becomes of comments when their thing, their guest or their author goes."""

import json

import pytest
from django.test import Client

from tests.comments.conftest import BOOKLET, Write
from trousse.accounts.models import Guest, User
from trousse.accounts.operations import adopt_guest
from trousse.accounts.queries import subject_of, subject_of_guests
from trousse.comments.models import Comment, Mention, Revision, Thread
from trousse.comments.operations import Writer, edit_comment
from trousse.comments.personal_data import erase, export, foresee
from trousse.core.models import Event
from trousse.core.personal_data import Outcome
from trousse.notifications.models import Notification
from trousse.sharing.operations import forget_thing

pytestmark = pytest.mark.urls("tests.comments.booklet_page")


def test_they_go_with_their_thing(write: Write, head: User) -> None:
    comment = write("@Léa Martin")
    edit_comment(comment, Writer(user=head), "autrement")
    other = Thread.objects.create(ref="booklet:another")
    forget_thing(BOOKLET)
    assert list(Thread.objects.all()) == [other]
    assert not Comment.objects.exists()
    assert not Revision.objects.exists()
    assert not Notification.objects.filter(kind__startswith="comments.").exists()


def test_what_a_guest_wrote_follows_them_into_their_account(
    write: Write, nadia: tuple[Guest, str], stranger: User
) -> None:
    comment = write("De Nadia", by=nadia[0])
    adopt_guest(nadia[0], stranger)
    comment.refresh_from_db()
    assert (comment.author, comment.guest) == (stranger, None)


def test_export_gives_a_person_their_own_words(
    write: Write, head: User, teacher: User, nadia: tuple[Guest, str]
) -> None:
    write("Mes mots @Léa Martin")
    write("Ceux de Léa", by=teacher)
    write("Ceux de Nadia", by=nadia[0])
    mine = json.dumps(export(subject_of(head)), default=str, ensure_ascii=False)
    assert "Mes mots" in mine
    assert "Ceux de" not in mine
    assert [one["text"] for one in export(subject_of_guests([nadia[0]]))["comments"]] == [
        "Ceux de Nadia"
    ]
    assert len(export(subject_of(teacher))["mentions"]) == 1


def test_export_is_empty_for_who_never_wrote(outsider: User) -> None:
    assert export(subject_of(outsider)) == {}


def test_the_page_that_confirms_counts_the_comments(
    write: Write, head: User, outsider: User
) -> None:
    write("Un")
    write("Deux")
    (line,) = foresee(subject_of(head))
    assert line.outcome == Outcome.ERASED
    assert str(line.text).startswith("2 commentaires\u202f; une ligne")
    assert foresee(subject_of(outsider)) == []


def test_erasing_takes_the_words_and_leaves_the_thread(
    as_teacher: Client, write: Write, head: User, teacher: User
) -> None:
    comment = write("Mes mots @Léa Martin")
    edit_comment(comment, Writer(user=head), "Mes autres mots @Léa Martin")
    write("Ceux de Léa @Sophie Lefèvre", by=teacher, thread=comment.thread.public_id)
    erase(subject_of(head))
    erase(subject_of(head))
    comment.refresh_from_db()
    assert (comment.text, comment.author) == ("", None)
    assert not Revision.objects.exists()
    assert not Mention.objects.exists()
    page = as_teacher.get("/livrets/conseil/").content.decode()
    assert "Commentaire effacé avec le compte de son auteur." in page
    assert "Ceux de Léa" in page
    assert Event.objects.filter(type="comment.removed").count() == 1


def test_erasing_a_guest_leaves_the_others(write: Write, nadia: tuple[Guest, str]) -> None:
    theirs, other = write("De Nadia", by=nadia[0]), write("De Sophie")
    erase(subject_of_guests([nadia[0]]))
    assert Comment.objects.get(pk=theirs.pk).text == ""
    assert Comment.objects.get(pk=other.pk).text == "De Sophie"
