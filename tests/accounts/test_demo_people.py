import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client
from pytest_django import Settings

from tests.accounts.conftest import sign_in
from trousse.accounts.demo_data import DEMO_PASSWORD, PEOPLE, fill_people
from trousse.accounts.models import DemoProfile, User
from trousse.accounts.queries import demo_password_of, demo_people


@pytest.fixture
def _demo(settings: Settings, db: None) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.portal.demo_site"
    fill_people()


@pytest.mark.usefixtures("_demo")
def test_there_are_twelve_people_of_two_schools() -> None:
    people = demo_people()
    assert [person.name for person in people[:3]] == [
        "Léa Martin",
        "Karim Benali",
        "Sophie Lefèvre",
    ]
    assert len(people) == 12
    assert len({person.workplace for person in people}) == 2
    assert all(person.job_title for person in people)


@pytest.mark.usefixtures("_demo")
def test_three_have_the_printed_password_and_the_others_none() -> None:
    users = User.objects.order_by("demo_profile__rank")
    assert [check_password(DEMO_PASSWORD, user.password) for user in users] == [
        person.has_password for person in PEOPLE
    ]
    assert sum(user.has_usable_password() for user in users) == 3


@pytest.mark.usefixtures("_demo")
def test_filling_again_repairs_and_signs_nobody_out(client: Client) -> None:
    lea = User.objects.get(email__startswith="lea.martin")
    sign_in(client, lea.email, DEMO_PASSWORD)
    User.objects.filter(pk=lea.pk).update(first_name="Vandale")
    DemoProfile.objects.filter(user__email__startswith="karim").delete()
    before = dict(User.objects.values_list("pk", "public_id"))
    fill_people()
    assert dict(User.objects.values_list("pk", "public_id")) == before
    assert DemoProfile.objects.count() == 12
    lea.refresh_from_db()
    assert lea.first_name == "Léa"
    assert client.get("/comptes/").status_code == 200


@pytest.mark.usefixtures("_demo")
def test_a_former_demo_instance_lets_no_demo_person_in(client: Client, settings: Settings) -> None:
    lea = User.objects.get(email__startswith="lea.martin")
    inside = Client()
    sign_in(inside, lea.email, DEMO_PASSWORD)
    assert inside.get("/comptes/").status_code == 200
    settings.DEMO = False
    assert inside.get("/comptes/").status_code == 302
    sign_in(client, lea.email, DEMO_PASSWORD)
    assert "_auth_user_id" not in client.session
    assert demo_people() == []


@pytest.mark.usefixtures("_demo")
def test_the_password_is_said_where_it_is_asked_for(client: Client) -> None:
    shown = client.get("/demo/").content.decode()
    assert f"<kbd>{DEMO_PASSWORD}</kbd>" in shown
    assert "Léa Martin, Karim Benali, Sophie Lefèvre." in shown
    client.post("/demo/", {"person": demo_people()[0].public_id})
    asked = client.get("/comptes/mes-donnees/effacer/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/comptes/reauthenticate/")
    assert f"<kbd>{DEMO_PASSWORD}</kbd>" in asked.content.decode()
    confirmed = client.post("/comptes/reauthenticate/", {"password": DEMO_PASSWORD})
    assert confirmed.status_code == 302


def test_it_is_said_to_nobody_else(client: Client, settings: Settings, lea: User) -> None:
    sign_in(client)
    assert DEMO_PASSWORD not in client.get("/comptes/reauthenticate/").content.decode()
    settings.DEMO = True
    assert demo_password_of(lea) == ""
    lea.is_demo = True
    assert demo_password_of(lea) == DEMO_PASSWORD
    settings.DEMO = False
    assert demo_password_of(lea) == ""
