"""Calling people by « @ », and who hears of a comment."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.comments.conftest import BOOKLET, PLACE, Write, of, post
from tests.factories.people import UserFactory
from trousse.accounts.models import Guest, User
from trousse.comments.mentions import called_names
from trousse.comments.models import Mention
from trousse.directory.models import Profile
from trousse.notifications.models import Notification
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role

pytestmark = pytest.mark.urls("tests.comments.booklet_page")


def heard() -> dict[str, list[str]]:
    """Return the kinds of news that each person got, by first name."""
    found: dict[str, list[str]] = {}
    for line in Notification.objects.select_related("user").order_by("pk"):
        found.setdefault(line.user.first_name, []).append(line.kind)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Léa Martin, bonjour", ("Léa", "Martin")),
        ("Merci @Léa\u00a0Martin!", ("Léa", "Martin")),
        ("@Jean-Luc de La Fontaine est là", ("Jean-Luc", "de", "La", "Fontaine")),
        ("(@Léa Martin)", ("Léa", "Martin")),
        ("@Madonna", ("Madonna",)),
    ],
)
def test_names_are_read_after_the_sign(text: str, expected: tuple[str, ...]) -> None:
    assert expected in called_names(text)


def test_an_address_calls_nobody() -> None:
    assert called_names("lea@example.org") == set()


def test_somebody_called_hears_of_it_once(as_teacher: Client, head: User) -> None:
    post(as_teacher, "Qu’en pensez-vous, @Sophie Lefèvre ? @sophie lefèvre")
    assert heard() == {"Sophie": ["comments.mentioned"]}
    assert Mention.objects.get().user == head
    line = Notification.objects.get()
    assert line.params == {"thing": "Livret d’accueil"}
    assert line.url.startswith("/livrets/conseil/#comment-")
    page = as_teacher.get("/livrets/conseil/").content.decode()
    assert page.count('<strong class="t-comment__call">') == 2


def test_who_may_not_see_the_thing_is_not_called(as_teacher: Client, stranger: User) -> None:
    post(as_teacher, "Et @Yves Durand ?")
    assert not Mention.objects.exists()
    assert heard() == {}
    page = as_teacher.get("/livrets/conseil/").content.decode()
    assert "Et @Yves Durand ?" in page


def test_guests_call_nobody(as_nadia: Client) -> None:
    post(as_nadia, "Bonjour @Sophie Lefèvre")
    assert not Mention.objects.exists()


def test_a_reply_is_heard_by_the_thread_and_by_who_is_responsible(
    write: Write, teacher: User, outsider: User, head: User, nadia: tuple[Guest, str]
) -> None:
    grant_person(BOOKLET, outsider, Role.TAKE_PART, by=teacher)
    first = write(by=outsider)
    Notification.objects.all().delete()
    write("Réponse", by=head, thread=first.thread.public_id)
    write("Réponse", by=nadia[0], thread=first.thread.public_id)
    assert heard() == {
        "Marc": ["comments.replied", "comments.replied"],
        "Léa": ["comments.added", "comments.added"],
        "Sophie": ["comments.replied"],
    }


def test_nobody_hears_of_their_own_words(write: Write, teacher: User) -> None:
    write("@Léa Martin", by=teacher)
    assert heard() == {}


def test_who_lost_access_hears_no_more(write: Write, stranger: User, head: User) -> None:
    first = write(by=stranger)
    write("Réponse", by=head, thread=first.thread.public_id)
    assert "Yves" not in heard()


def test_editing_calls_only_new_people(as_head: Client, write: Write) -> None:
    comment = write("@Léa Martin")
    as_head.post(of(comment), {"text": "@Léa Martin et @Marc Petit"})
    assert heard() == {"Léa": ["comments.mentioned"], "Marc": ["comments.mentioned"]}
    as_head.post(of(comment), {"text": "personne"})
    assert not Mention.objects.exists()


def test_what_was_told_of_a_deleted_comment_is_taken_back(as_head: Client, write: Write) -> None:
    comment = write("@Marc Petit")
    assert "Marc" in heard()
    as_head.post(of(comment, "supprimer"))
    assert heard() == {}


def names(client: Client, text: str) -> list[str]:
    answer = client.get(f"{PLACE}personnes", {"q": text})
    assert answer.status_code == 200
    return [part.partition('"')[0] for part in answer.content.decode().split('data-name="')[1:]]


def test_it_proposes_those_who_may_see_the_thing(as_teacher: Client, stranger: User) -> None:
    assert names(as_teacher, "so") == ["Sophie Lefèvre"]
    assert names(as_teacher, "pet") == ["Marc Petit"]
    assert names(as_teacher, "yv") == []
    assert names(as_teacher, "") == []


def test_it_proposes_nobody_who_hides(as_teacher: Client, head: User) -> None:
    Profile.objects.update_or_create(user=head, defaults={"hidden": True})
    assert names(as_teacher, "so") == []


@pytest.mark.parametrize(
    ("who", "status"), [("as_outsider", 403), ("as_stranger", 404), ("as_nadia", 403)]
)
def test_only_agents_who_write_may_look_for_people(
    request: pytest.FixtureRequest, who: str, status: int
) -> None:
    browser: Client = request.getfixturevalue(who)
    assert browser.get(f"{PLACE}personnes", {"q": "so"}).status_code == status


def test_homonyms_who_both_may_see_are_both_called(
    write: Write, teacher: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    twin = UserFactory.create(first_name="Marc", last_name="Petit", email="marc2@example.org")
    grant_person(BOOKLET, twin, Role.VIEW, by=teacher)
    write("@Marc Petit")
    assert Mention.objects.count() == 2
