"""The pages of demo mode; ``test_demo_is_absent`` looks for them where they must not be."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client, RequestFactory
from pytest_django import Settings

from trousse.accounts.demo_data import fill_people
from trousse.accounts.models import User
from trousse.accounts.operations import become_demo_person
from trousse.core.errors import NotFound
from trousse.core.mail import CalendarPart, Letter, queue_letter
from trousse.core.mail.queries import recent_letters


@pytest.fixture(autouse=True)
def _demo(settings: Settings, db: None) -> Iterator[None]:
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.portal.demo_site"
    cache.clear()
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False):
        fill_people()
        yield


def person(mailbox: str = "lea.martin") -> User:
    return User.objects.get(email=f"{mailbox}@demo.trousse.example")


def write(key: str, **more: object) -> str:
    letter = {"key": key, "to": "karim@x.example", "subject": key, "text": "Bonjour"} | more
    with transaction.atomic():
        queue_letter(Letter(**letter))  # type: ignore[arg-type]
    return next(one.id for one in recent_letters(100) if one.subject == letter["subject"])


def test_the_page_shows_everybody_with_function_and_school(client: Client) -> None:
    page = client.get("/demo/").content.decode()
    assert page.count('name="person"') == 12
    assert "Conseiller principal d’éducation" in page
    assert "Collège Simone-Veil" in page


def test_one_click_becomes_somebody(client: Client) -> None:
    answer = client.post("/demo/", {"person": person().public_id})
    assert answer["Location"] == "/"
    assert "Bonjour Léa" in client.get("/").content.decode()


def test_one_can_change_as_often_as_one_likes(client: Client) -> None:
    client.post("/demo/", {"person": person().public_id})
    former = client.session.session_key
    client.post("/demo/", {"person": person("karim.benali").public_id})
    assert "Bonjour Karim" in client.get("/").content.decode()
    assert client.session.session_key != former


def test_the_present_session_is_listed_as_any_other(client: Client) -> None:
    client.post("/demo/", {"person": person().public_id})
    assert "Ce navigateur" in client.get("/comptes/sessions/").content.decode()


def test_real_people_cannot_be_become(client: Client, teacher: User) -> None:
    assert client.post("/demo/", {"person": teacher.public_id}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("wrong", ["", "1", "x" * 500, "' OR 1=1 --", "é\ud7ff"])
def test_nobody_is_become_by_a_wrong_name(client: Client, wrong: str) -> None:
    assert client.post("/demo/", {"person": wrong}).status_code in {400, 404, 422}
    assert "_auth_user_id" not in client.session


def test_a_closed_demo_account_is_not_offered(client: Client) -> None:
    lea = person()
    User.objects.filter(pk=lea.pk).update(is_active=False)
    assert client.post("/demo/", {"person": lea.public_id}).status_code == 404
    assert "Léa Martin" not in client.get("/demo/").content.decode()


def test_it_needs_a_form_of_this_site() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/demo/", {"person": person().public_id}).status_code == 403


def test_robots_are_slowed_down(client: Client) -> None:
    for _ in range(60):
        client.post("/demo/", {"person": person().public_id})
    assert client.post("/demo/", {"person": person().public_id}).status_code == 429


def test_outside_demo_mode_the_operation_itself_refuses(settings: Settings) -> None:
    request = RequestFactory().post("/demo/")
    lea = person()
    settings.DEMO = False
    with pytest.raises(NotFound):
        become_demo_person(request, lea.public_id)


@pytest.mark.parametrize("page", ["/demo/", "/demo/courriels", "/demo/courriels/x"])
def test_outside_demo_mode_even_mounted_pages_do_not_exist(
    client: Client, settings: Settings, page: str
) -> None:
    settings.DEMO = False
    assert client.get(page).status_code == 404


def test_mails_are_listed_the_newest_first(client: Client) -> None:
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False) as clock:
        write("première")
        clock.shift(timedelta(minutes=5))
        write("seconde")
        page = client.get("/demo/courriels").content.decode()
    assert page.index("seconde") < page.index("première")
    assert "karim@x.example" in page


def test_without_mails_the_list_says_what_to_do(client: Client) -> None:
    assert "Invitez quelqu’un" in client.get("/demo/courriels").content.decode()


def test_a_mail_shows_its_text_with_links_that_work(client: Client) -> None:
    known = write("lettre", text="Répondez : https://trousse.example/p/1\nMerci")
    page = client.get(f"/demo/courriels/{known}").content.decode()
    assert '<a href="https://trousse.example/p/1"' in page
    assert "karim@x.example" in page


def test_hostile_mails_are_only_text(client: Client) -> None:
    bad = "<script>alert(1)</script>"
    known = write("lettre", subject=bad, text=bad, html=f"<p>{bad}</p>")
    for page in ("/demo/courriels", f"/demo/courriels/{known}"):
        text = client.get(page).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_an_invitation_can_be_downloaded(client: Client) -> None:
    content = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    known = write("date", calendar=CalendarPart(content, "REQUEST", "date.ics"))
    assert "Télécharger l’invitation" in client.get(f"/demo/courriels/{known}").content.decode()
    answer = client.get(f"/demo/courriels/{known}/invitation.ics")
    assert answer.content == content
    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("page", ["nowhere", "nowhere/invitation.ics", "' OR 1=1 --", "x" * 300])
def test_an_unknown_mail_is_not_found(client: Client, page: str) -> None:
    assert client.get(f"/demo/courriels/{page}").status_code == 404


def test_a_mail_without_invitation_has_none_to_download(client: Client) -> None:
    assert client.get(f"/demo/courriels/{write('simple')}/invitation.ics").status_code == 404
