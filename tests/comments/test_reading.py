"""The list of comments: bounded, in a fixed number of queries, alone or on a page."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from tests.comments.conftest import BOOKLET, PLACE, Write, of_thread
from tests.factories.people import UserFactory
from trousse.accounts.current import Visitor
from trousse.accounts.models import User
from trousse.comments.access import access_scene
from trousse.comments.queries import REPLIES, THREADS, read_comments

pytestmark = pytest.mark.urls("tests.comments.booklet_page")


def test_it_is_read_in_three_queries_however_much_there_is(
    teacher: User, head: User, write: Write, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        first = write(f"@Léa Martin {number}")
        write("@Sophie Lefèvre oui", by=teacher, thread=first.thread.public_id)
    scene = access_scene(Visitor(head), BOOKLET)
    with django_assert_num_queries(3):
        page = read_comments(scene)
    assert [len(thread.replies) for thread in page.threads] == [1, 1, 1]


def test_the_last_threads_come_first_and_the_others_are_one_link_away(
    as_head: Client, write: Write, clock: time_machine.Traveller
) -> None:
    for number in range(THREADS + 3):
        write(f"Fil numéro {number}.")
        clock.shift(timedelta(minutes=1) if number % 2 else timedelta())
    page = as_head.get("/livrets/conseil/").content.decode()
    assert "Fil numéro 2." not in page
    assert page.index("Fil numéro 3.") < page.index(f"Fil numéro {THREADS + 2}.")
    address = page.partition(f'href="{PLACE}?avant=')[2].partition('"')[0]
    earlier = as_head.get(PLACE, {"avant": address}).content.decode()
    assert [f"Fil numéro {number}." in earlier for number in range(4)] == [True, True, True, False]
    assert f'href="{PLACE}?avant=' not in earlier


def test_a_long_thread_shows_its_beginning_and_its_end(as_head: Client, write: Write) -> None:
    first = write("Le début.")
    for number in range(REPLIES + 3):
        write(f"Réponse {number}.", thread=first.thread.public_id)
    page = as_head.get("/livrets/conseil/").content.decode()
    assert "Le début." in page
    assert "Réponse 2." not in page
    assert "Réponse 3." in page
    assert "Voir 3 réponses précédentes" in page
    whole = as_head.get(PLACE, {"fil": first.thread.public_id}).content.decode()
    assert "Réponse 0." in whole


@pytest.mark.parametrize("query", [{"fil": "unknown"}, {"avant": "unknown"}])
def test_an_unknown_place_in_the_list_is_empty(
    as_head: Client, write: Write, query: dict[str, str]
) -> None:
    write("Bonjour tout le monde")
    answer = as_head.get(PLACE, query)
    assert answer.status_code == 200
    assert "Bonjour tout le monde" not in answer.content.decode()


def test_an_empty_list_proposes_to_write(as_head: Client) -> None:
    assert "Personne n’a encore écrit." in as_head.get("/livrets/conseil/").content.decode()


def test_the_list_alone_is_what_open_pages_read_again(as_head: Client, write: Write) -> None:
    write("Du nouveau")
    part = as_head.get(PLACE, {"partie": "fils"})
    assert part.content.decode().strip().startswith('<div data-part="list">')
    assert "Du nouveau" in part.content.decode()
    assert "no-store" in part["Cache-Control"]
    assert "noindex" in part["X-Robots-Tag"]


def test_the_page_knows_which_facts_it_already_shows(as_head: Client, write: Write) -> None:
    before = as_head.get("/livrets/conseil/").content.decode()
    write()
    after = as_head.get("/livrets/conseil/").content.decode()
    numbers = [int(page.partition('data-after="')[2].partition('"')[0]) for page in (before, after)]
    assert numbers[1] == numbers[0] + 1
    assert f'data-subject="{BOOKLET}"' in after


def test_a_settled_thread_is_folded(as_head: Client, write: Write) -> None:
    comment = write("Réglé")
    as_head.post(of_thread(comment, "regler"))
    page = as_head.get("/livrets/conseil/").content.decode()
    assert "t-thread--resolved" in page
    assert "Rouvrir" in page


def test_a_deleted_account_leaves_its_words_without_a_name(as_head: Client, write: Write) -> None:
    somebody = UserFactory.create(first_name="Karim", last_name="Benali", email="k@example.org")
    write("Mes mots", by=somebody)
    somebody.delete()
    page = as_head.get("/livrets/conseil/").content.decode()
    assert "Mes mots" in page
    assert "Compte supprimé" in page
    assert "Karim" not in page


def test_a_page_without_the_thing_shows_nothing_at_all(rf: RequestFactory, as_head: Client) -> None:
    assert "Commentaires" not in as_head.get("/livrets/gone/").content.decode()
