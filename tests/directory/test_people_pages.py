"""Pages of the directory: search, somebody's page, one's own."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.directory import affiliated
from tests.factories.people import UserFactory
from trousse.accounts.models import User
from trousse.core.models import AuditEntry
from trousse.directory.models import Establishment, Group, Membership, Profile
from trousse.directory.operations import hide

SEARCH, OWN = "/annuaire/", "/annuaire/ma-fiche/"


def page_of(person: User) -> str:
    return f"/annuaire/personnes/{person.public_id}/"


@pytest.fixture
def colleague(head: User, college: Establishment) -> User:
    affiliated(head, college, "principal")
    return head


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("url", [SEARCH, f"{SEARCH}?q=martin", OWN])
def test_a_visitor_is_asked_to_sign_in(client: Client, teacher: User, url: str) -> None:
    for address in (url, page_of(teacher)):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/comptes/")
    assert not AuditEntry.objects.filter(action="directory:people:search").exists()


@pytest.mark.usefixtures("working_teacher")
def test_it_shows_colleagues_before_anything_is_typed(as_teacher: Client, colleague: User) -> None:
    page = read(as_teacher, SEARCH)
    assert "Collège Simone-Veil, Rennes" in page
    assert page_of(colleague) in page
    assert "Principal de collège" in page
    assert not AuditEntry.objects.filter(action="directory:people:search").exists()


@pytest.mark.usefixtures("colleague")
def test_somebody_who_works_nowhere_gets_the_form_alone(as_outsider: Client) -> None:
    page = read(as_outsider, SEARCH)
    assert 'name="q"' in page
    assert "/annuaire/personnes/" not in page


def test_it_finds_with_function_and_place_and_without_address(
    as_outsider: Client, colleague: User
) -> None:
    page = read(as_outsider, f"{SEARCH}?q=LEFEVRE")
    assert page_of(colleague) in page
    assert "Sophie Lefèvre" in page
    assert "Principal de collège" in page
    assert "Collège Simone-Veil, Rennes" in page
    assert colleague.email not in page


@pytest.mark.usefixtures("colleague")
def test_it_says_what_it_understood(as_outsider: Client) -> None:
    page = read(as_outsider, f"{SEARCH}?q=lefebre")
    assert "Sophie Lefèvre" in page
    assert "<strong>lefevre</strong>" in page
    assert "Personne ne s’appelle" in page


def test_it_says_what_to_do_when_nobody_is_found(as_outsider: Client) -> None:
    page = read(as_outsider, f"{SEARCH}?q=Zzyzx%3Cb%3E")
    assert "Personne ne s’appelle" in page
    assert "Zzyzx&lt;b&gt;" in page
    assert "Zzyzx<b>" not in page


def test_it_says_when_there_may_be_more(as_outsider: Client) -> None:
    for number in range(21):
        UserFactory.create(first_name=f"Anna{number}", last_name="Dupont")
    page = read(as_outsider, f"{SEARCH}?q=dupont")
    assert page.count("/annuaire/personnes/") == 20
    assert "ajoutez des lettres" in page


def test_a_person_has_a_page(
    as_outsider: Client, outsider: User, colleague: User, lycee: Establishment
) -> None:
    affiliated(colleague, lycee, "formateur", is_main=False)
    ours = Group.objects.create(name="Tous les chefs")
    theirs = Group.objects.create(name="Secret de Sophie")
    Membership.objects.bulk_create(
        Membership(group=group, user=user)
        for group, user in ((ours, colleague), (ours, outsider), (theirs, colleague))
    )
    page = read(as_outsider, page_of(colleague))
    for words in ("Sophie Lefèvre", "Principal de collège", "Formateur", "Lycée Aimé-Césaire"):
        assert words in page
    assert "Académie de Rennes" in page
    assert "Tous les chefs" in page
    assert "Secret de Sophie" not in page
    assert colleague.email not in page


def test_hidden_closed_and_unknown_people_look_alike(as_outsider: Client, head: User) -> None:
    hide(head, by=head)
    closed = UserFactory.create(is_active=False)
    urls = [page_of(head), page_of(closed), "/annuaire/personnes/nobody/"]
    assert [as_outsider.get(url).status_code for url in urls] == [404, 404, 404]


@pytest.mark.usefixtures("working_teacher")
def test_hidden_people_are_not_among_the_colleagues(as_teacher: Client, colleague: User) -> None:
    hide(colleague, by=colleague)
    assert page_of(colleague) not in read(as_teacher, SEARCH)
    assert page_of(colleague) not in read(as_teacher, f"{SEARCH}?q=sophie")


@pytest.mark.usefixtures("working_teacher")
def test_one_sees_what_others_see_and_hides(as_teacher: Client, teacher: User) -> None:
    page = read(as_teacher, OWN)
    assert "Enseignant, histoire-géographie" in page
    assert teacher.email not in page
    response = as_teacher.post(OWN, {"choice": "hide"})
    assert (response.status_code, response["Location"]) == (302, OWN)
    assert Profile.objects.get(user=teacher).hidden
    assert 'value="show"' in read(as_teacher, OWN)
    assert "Léa Martin" in read(as_teacher, page_of(teacher))
    as_teacher.post(OWN, {"choice": "hide"})
    as_teacher.post(OWN, {"choice": "show"})
    assert not Profile.objects.get(user=teacher).hidden
    actions = AuditEntry.objects.filter(action__startswith="directory:person:")
    assert [entry.actor for entry in actions] == [teacher, teacher]


@pytest.mark.parametrize("choice", ["", "erase"])
def test_another_choice_is_refused(as_teacher: Client, teacher: User, choice: str) -> None:
    assert as_teacher.post(OWN, {"choice": choice}).status_code == 422
    assert not Profile.objects.get(user=teacher).hidden


def test_pages_that_only_show_take_nothing(as_teacher: Client, head: User) -> None:
    assert as_teacher.post(SEARCH, {"q": "a"}).status_code == 405
    assert as_teacher.post(page_of(head)).status_code == 405


def test_a_visitor_hides_nobody(client: Client, teacher: User) -> None:
    assert client.post(OWN, {"choice": "hide"}).status_code == 302
    assert not Profile.objects.get(user=teacher).hidden


def test_the_menu_leads_to_the_directory_and_the_account_to_ones_entry(
    as_teacher: Client,
) -> None:
    page = read(as_teacher, "/comptes/")
    assert f'href="{SEARCH}"' in page
    assert f'href="{OWN}"' in page


@pytest.mark.usefixtures("working_teacher", "colleague")
def test_a_page_of_results_costs_few_queries(
    as_teacher: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    as_teacher.get(SEARCH)
    with django_assert_max_num_queries(16):
        as_teacher.get(f"{SEARCH}?q=sophie lef")
