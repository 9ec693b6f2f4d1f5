"""The harness itself: a rule that is never seen to refuse is not a rule."""

import socket
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db.models import QuerySet
from django.template import Context, Origin, Template, engines
from pytest_django import Settings

from tests.harness.database_tests import touches_database
from tests.harness.loopback_only import OutsideWorld, is_loopback
from tests.harness.templates import OURS
from trousse.accounts.models import User


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_it_refuses_a_connection_to_another_machine(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as outside, pytest.raises(OutsideWorld):
        outside.connect((address, 80))


def test_it_refuses_to_resolve_a_name() -> None:
    with pytest.raises(OutsideWorld):
        urllib.request.urlopen("http://example.org/", timeout=1)


def test_it_lets_this_machine_talk_to_itself() -> None:
    assert all(map(is_loopback, ["localhost", "127.0.0.1", "::1", "trousse.localhost"]))
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def our_template(source: str) -> Template:
    origin = Origin(f"{OURS}/ui/templates/ui/made_up.html")
    return Template(source, origin=origin, engine=engines["django"].engine)


def test_an_unknown_variable_in_our_template_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"unknown variable nobody.*made_up\.html"):
        our_template("Bonjour {{ nobody }}").render(Context({}))


def test_an_unknown_variable_of_a_library_is_left_alone() -> None:
    page = engines["django"].from_string("Bonjour {{ nobody }}")
    assert page.render({}) == "Bonjour "


@pytest.mark.parametrize(
    ("queryset", "shuffled"),
    [
        (User.objects.all, True),
        (lambda: User.objects.filter(is_active=True)[:3], True),
        (lambda: User.objects.order_by("email"), False),
        (User.objects.distinct, False),
        (lambda: User.objects.values("language"), False),
    ],
)
def test_a_queryset_without_order_comes_back_shuffled(
    queryset: Callable[[], QuerySet[User]],
    shuffled: bool,
) -> None:
    assert ("RAND" in str(queryset().query).upper()) is shuffled


def test_counting_and_existing_still_work(teacher: User, head: User) -> None:
    assert User.objects.count() == 2
    assert User.objects.filter(email__contains="sophie").exists()
    assert User.objects.filter(pk__in=User.objects.filter(first_name="Léa")).get() == teacher


def test_the_second_database_gets_the_tests_that_use_one(request: pytest.FixtureRequest) -> None:
    chosen = {item.name for item in request.session.items if touches_database(item)}
    assert "test_counting_and_existing_still_work" in chosen
    assert "test_it_refuses_to_resolve_a_name" not in chosen


def test_each_parallel_process_has_its_own_data_directory(settings: Settings) -> None:
    assert Path(settings.DATA_DIR).is_dir()
    assert "trousse-test-" in str(settings.DATA_DIR)
