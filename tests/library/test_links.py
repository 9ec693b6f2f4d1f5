"""Do addresses still answer? Two days of failure break a link, and its editors are told once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from tests.factories.offices import hold
from tests.library.sheets import published
from trousse.accounts.models import User
from trousse.core import http_client
from trousse.core.http_client import Answer, Unreachable
from trousse.library.editing.links import (
    addresses_of,
    ask_for_link_checks,
    check_links,
    editors_of,
    fault_of,
)
from trousse.library.models import Entry, LinkCheck
from trousse.notifications.models import Notification

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
URL = "https://reservations.example.org/"


class Web:
    """Stands for the internet: what each method answers, and what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, int | str] = {"HEAD": 200, "GET": 200}
        self.asked: list[str] = []

    def ask(self, url: str, *, method: str = "GET", **_more: object) -> Answer:
        self.asked.append(f"{method} {url}")
        given = self.answers[method]
        if isinstance(given, str):
            raise Unreachable(given)  # type: ignore[arg-type]  # a reason
        return Answer(given, url, b"", "text/html")

    def always(self, given: int | str) -> None:
        self.answers = {"HEAD": given, "GET": given}


@pytest.fixture(autouse=True)
def web(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Web:
    settings.LINK_CHECKS = True
    found = Web()
    monkeypatch.setattr(http_client, "ask", found.ask)
    return found


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def check_daily(days: int, clock: time_machine.Traveller) -> None:
    for _ in range(days):
        check_links.func("reservations")
        clock.shift(timedelta(days=1))


def test_a_page_that_answers_is_asked_once_by_head(web: Web) -> None:
    assert fault_of(URL) == ""
    assert web.asked == [f"HEAD {URL}"]


def test_a_site_that_knows_no_head_is_asked_again(web: Web) -> None:
    web.answers["HEAD"] = 500
    assert fault_of(URL) == ""
    assert web.asked == [f"HEAD {URL}", f"GET {URL}"]


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_guarded_page_is_there(web: Web, status: int) -> None:
    web.always(status)
    assert fault_of(URL) == ""


@pytest.mark.parametrize(("given", "reason"), [(404, "404"), (503, "503"), ("silent", "silent")])
def test_a_failure_is_asked_twice_and_said(web: Web, given: int | str, reason: str) -> None:
    web.always(given)
    assert fault_of(URL) == reason
    assert len(web.asked) == 4


def test_a_page_too_big_is_there(web: Web) -> None:
    web.answers = {"HEAD": 500, "GET": "big"}
    assert fault_of(URL) == ""


def test_two_days_break_a_link_and_tell_its_editors_once(
    national: User, teacher: User, web: Web, clock: time_machine.Traveller
) -> None:
    published(national)
    hold(teacher, "service_owner", service="reservations")
    web.always(404)
    check_daily(1, clock)
    assert (LinkCheck.objects.get().is_broken, Notification.objects.count()) == (False, 0)
    check_daily(3, clock)
    assert LinkCheck.objects.get().is_broken
    told = Notification.objects.filter(kind="library.broken_link")
    assert set(told.values_list("user", flat=True)) == {national.pk, teacher.pk}
    assert told.count() == 2


def test_twice_on_one_day_counts_once(
    national: User, web: Web, clock: time_machine.Traveller
) -> None:
    published(national)
    web.always(404)
    check_links.func("reservations")
    check_links.func("reservations")
    assert LinkCheck.objects.get().failed_days == 1


def test_a_link_that_answers_again_is_whole(
    national: User, web: Web, clock: time_machine.Traveller
) -> None:
    published(national)
    web.always(404)
    check_daily(2, clock)
    web.always(200)
    check_daily(1, clock)
    assert LinkCheck.objects.get().failed_days == 0


def test_an_address_that_was_replaced_is_forgotten(national: User, web: Web) -> None:
    entry = published(national)
    LinkCheck.objects.create(entry=entry, url="https://old.example.org/", failed_days=4)
    check_links.func("reservations")
    assert list(LinkCheck.objects.values_list("url", flat=True)) == [URL]


def test_it_asks_for_published_services_once_a_day(
    national: User, web: Web, run_tasks: Callable[..., int]
) -> None:
    published(national)
    published(national, slug="fini", lifecycle={"state": "retired"})
    for _ in range(2):
        ask_for_link_checks()
    run_tasks()
    assert web.asked == [f"HEAD {URL}"]


def test_an_instance_without_network_asks_nothing(
    national: User, web: Web, settings: Settings, run_tasks: Callable[..., int]
) -> None:
    published(national)
    settings.LINK_CHECKS = False
    ask_for_link_checks()
    run_tasks()
    check_links.func("reservations")
    assert web.asked == []


def test_letters_telephones_and_our_own_pages_are_not_asked(settings: Settings) -> None:
    settings.SITE_URL = "https://trousse.example.org"
    operation = {
        "url": "/sondages/",
        "help_url": "mailto:aide@example.org",
        "status_url": "https://trousse.example.org/etat",
        "changes_url": "https://example.org/nouveautes",
    }
    assert addresses_of({"operation": operation}) == ["https://example.org/nouveautes"]


def test_the_editors_nearest_to_a_service_are_told(
    national: User, regional: User, owner: User
) -> None:
    entry = published(national)
    assert editors_of(entry) == [national]
    entry.academy = regional.mandates.get().academy
    assert editors_of(entry) == [regional]
    assert owner in editors_of(Entry(slug="etherpad"))


def test_the_page_lists_what_is_broken_to_its_editors(
    client: Client, national: User, regional: User
) -> None:
    entry = published(national)
    LinkCheck.objects.create(entry=entry, url=URL, failed_days=2, reason="404")
    client.force_login(national)
    page = client.get("/bibliotheque/edition/liens").content.decode()
    assert URL in page
    assert "l’erreur 404" in page
    assert "1 adresse ne répond plus" in client.get("/bibliotheque/edition/").content.decode()
    client.force_login(regional)
    assert URL not in client.get("/bibliotheque/edition/liens").content.decode()
