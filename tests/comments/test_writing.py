"""Writing comments and replies: who may, what comes of it, once and for all."""

import pytest
from django.test import Client

from tests.comments.conftest import BOOKLET, PLACE, Write, holding, new_key, post
from tests.harness.people import signed_in
from trousse.accounts.current import KEYS_COOKIE
from trousse.accounts.models import Guest, User
from trousse.comments import views
from trousse.comments.models import LONGEST_TEXT, Comment, Thread
from trousse.core.models import AuditEntry, Event
from trousse.sharing.operations import open_link
from trousse.sharing.roles import Role

pytestmark = pytest.mark.urls("tests.comments.booklet_page")


def test_a_comment_is_kept_and_the_page_comes_back_to_it(as_head: Client, head: User) -> None:
    answer = as_head.post(PLACE, {"text": " Où est\r\nla salle ? ", "key": new_key()})
    comment = Comment.objects.get()
    assert (comment.text, comment.author, comment.guest) == ("Où est\nla salle ?", head, None)
    assert answer.headers["Location"] == f"/livrets/conseil/#comment-{comment.public_id}"
    page = as_head.get("/livrets/conseil/").content.decode()
    assert f'id="comment-{comment.public_id}"' in page
    assert "Où est<br>la salle ?" in page


def test_it_is_told_to_open_pages_without_its_words(as_head: Client) -> None:
    post(as_head, "Un secret")
    comment = Comment.objects.select_related("thread").get()
    fact = Event.objects.get(type="comment.added")
    assert fact.subject == str(BOOKLET)
    assert fact.data == {"comment": comment.public_id, "thread": comment.thread.public_id}
    assert AuditEntry.objects.get(action="comments:comment:add").details == {
        "comment": comment.public_id
    }


def test_the_same_form_sent_twice_writes_once(as_head: Client) -> None:
    form = {"text": "Bonjour", "key": new_key()}
    first, second = as_head.post(PLACE, form), as_head.post(PLACE, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Comment.objects.count() == Thread.objects.count() == 1
    assert Event.objects.filter(type="comment.added").count() == 1


def test_the_key_of_somebody_elses_form_gives_nothing(as_head: Client, as_teacher: Client) -> None:
    form = {"text": "Bonjour", "key": new_key()}
    as_head.post(PLACE, form)
    assert as_teacher.post(PLACE, form).status_code == 409
    assert Comment.objects.count() == 1


def test_a_reply_goes_into_its_thread(as_teacher: Client, write: Write) -> None:
    first = write()
    assert post(as_teacher, "Salle 12", thread=first.thread.public_id) == 302
    assert list(first.thread.comments.order_by("pk").values_list("text", flat=True)) == [
        "Bonjour",
        "Salle 12",
    ]


def test_a_reply_needs_a_thread_of_the_same_thing(as_head: Client, head: User) -> None:
    other = Thread.objects.create(ref="booklet:another")
    assert post(as_head, thread=other.public_id) == 404
    assert post(as_head, thread="unknown") == 404
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("text", ["", "   \n", "\u202e", "a" * (LONGEST_TEXT + 1)])
def test_a_text_that_is_empty_or_endless_is_refused_and_kept(as_head: Client, text: str) -> None:
    answer = as_head.post(PLACE, {"text": text, "key": new_key()})
    assert answer.status_code == 422
    assert Comment.objects.count() == 0
    assert "n’est pas encore envoyé" in answer.content.decode()
    assert text.strip() in answer.content.decode()


@pytest.mark.parametrize("key", ["", "short", "spaces in it and more of them", "a" * 41])
def test_a_form_without_its_key_is_refused(as_head: Client, key: str) -> None:
    assert as_head.post(PLACE, {"text": "Bonjour", "key": key}).status_code == 422


@pytest.mark.parametrize(
    ("who", "status"),
    [("teacher", 302), ("head", 302), ("outsider", 403), ("stranger", 404)],
)
def test_only_who_takes_part_writes(request: pytest.FixtureRequest, who: str, status: int) -> None:
    person: User = request.getfixturevalue(who)
    assert post(signed_in(person)) == status
    assert Comment.objects.count() == (status == 302)


def test_who_may_only_read_is_told_so(as_outsider: Client, write: Write) -> None:
    write("À lire")
    page = as_outsider.get("/livrets/conseil/").content.decode()
    assert "À lire" in page
    assert "<textarea" not in page
    assert "pas en écrire" in page


def test_nobody_else_sees_anything(client: Client, as_stranger: Client, write: Write) -> None:
    write("Entre nous")
    for browser in (client, as_stranger):
        assert browser.get(PLACE).status_code == 404
        assert browser.get(PLACE, {"partie": "fils"}).status_code == 404
        page = browser.get("/livrets/conseil/").content.decode()
        assert "Entre nous" not in page
        assert "Commentaires" not in page


@pytest.mark.parametrize("place", ["booklet/gone", "booklet/other", "robot/x", "user/1", "..%2f/x"])
def test_a_thing_that_is_not_there_has_no_comments(as_head: Client, place: str) -> None:
    assert as_head.get(f"/commentaires/{place}/").status_code == 404
    form = {"text": "Bonjour", "key": new_key()}
    assert as_head.post(f"/commentaires/{place}/", form).status_code == 404


def test_it_refuses_other_methods(as_head: Client) -> None:
    assert as_head.put(PLACE).status_code == 405
    assert as_head.delete(PLACE).status_code == 405


def test_a_guest_writes_with_their_key(as_nadia: Client, nadia: tuple[Guest, str]) -> None:
    assert post(as_nadia, "Je viendrai") == 302
    comment = Comment.objects.get()
    assert (comment.author, comment.guest) == (None, nadia[0])
    page = as_nadia.get("/livrets/conseil/").content.decode()
    assert "Nadia" in page
    assert 'name="name"' not in page


def test_a_guest_who_was_sent_away_writes_no_more(nadia: tuple[Guest, str]) -> None:
    Guest.objects.filter(pk=nadia[0].pk).update(token_hash="")
    assert post(holding(nadia[1])) == 404


def test_whoever_has_the_link_gives_a_name_and_is_known_again(teacher: User) -> None:
    link = open_link(BOOKLET, Role.TAKE_PART, by=teacher)
    browser = holding(link.token)
    assert 'name="name"' in browser.get("/livrets/conseil/").content.decode()
    assert post(browser, "Bonjour") == 422
    assert post(browser, "Bonjour", name="  Paul \n Petit ") == 302
    comment = Comment.objects.get()
    assert comment.author_name == "Paul Petit"
    assert len(browser.cookies[KEYS_COOKIE].value.split(".")) == 2
    assert post(browser, "Encore") == 302
    assert Comment.objects.filter(guest=comment.guest).count() == 2


def test_limits_stop_floods(
    as_head: Client, as_nadia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "BY_AGENT", "1/h")
    monkeypatch.setattr(views, "BY_GUEST", "1/h")
    for browser in (as_head, as_nadia):
        assert [post(browser), post(browser)] == [302, 429]


def test_a_reply_opens_a_settled_thread_again(as_head: Client, write: Write) -> None:
    first = write()
    as_head.post(f"{PLACE}fils/{first.thread.public_id}/regler")
    assert Thread.objects.get().is_resolved
    post(as_head, "Une question encore", thread=first.thread.public_id)
    assert not Thread.objects.get().is_resolved


def test_addresses_become_safe_links_and_the_rest_stays_text(as_head: Client) -> None:
    post(as_head, 'Voir https://example.org/a?b=1&c=2 <script>alert("x")</script> javascript:x')
    page = as_head.get("/livrets/conseil/").content.decode()
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener' in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
