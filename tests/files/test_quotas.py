"""A thing and a person have so much room, also when many come at once."""

import threading

import pytest
from django.db import connection
from pytest_django import Settings

from tests.files.conftest import LEAFLET, PDF, upload
from trousse.accounts.models import User
from trousse.core.refs import Ref
from trousse.files.models import StoredFile, Usage
from trousse.files.operations import attach_file
from trousse.files.quotas import MOST_FILES, NoRoom, forget_empty_usage, reserve

A_THIRD = PDF + bytes(330_000)


def test_a_thing_has_so_much_room(leaflet: Ref, teacher: User, settings: Settings) -> None:
    settings.FILES_PER_THING_MB = 1
    for _ in range(3):
        attach_file(leaflet, upload(A_THIRD, "a.pdf"), by=teacher)
    with pytest.raises(NoRoom, match="plus de place ici"):
        attach_file(leaflet, upload(A_THIRD, "a.pdf"), by=teacher)
    assert StoredFile.objects.count() == 3
    attach_file(Ref("leaflet", "other"), upload(A_THIRD, "a.pdf"), by=teacher)


def test_a_person_has_so_much_room_over_all_things(
    teacher: User, head: User, settings: Settings
) -> None:
    settings.FILES_PER_PERSON_MB = 1
    for number in range(3):
        attach_file(Ref("leaflet", str(number)), upload(A_THIRD, "a.pdf"), by=teacher)
    with pytest.raises(NoRoom, match="Vous n’avez plus de place"):
        attach_file(LEAFLET, upload(A_THIRD, "a.pdf"), by=teacher)
    assert not Usage.objects.filter(holder=str(LEAFLET), used__gt=0).exists()
    attach_file(LEAFLET, upload(A_THIRD, "a.pdf"), by=head)


def test_a_thing_has_so_many_files(teacher: User) -> None:
    Usage.objects.create(holder=str(LEAFLET), used=1, files=MOST_FILES)
    with pytest.raises(NoRoom):
        reserve(LEAFLET, teacher, None, 1)


def test_counts_that_are_empty_go(teacher: User) -> None:
    Usage.objects.create(holder="leaflet:a")
    Usage.objects.create(holder="leaflet:b", used=1, files=1)
    forget_empty_usage()
    assert [row.holder for row in Usage.objects.all()] == ["leaflet:b"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_pass_together(settings: Settings) -> None:
    settings.FILES_PER_THING_MB = 1
    person = User.objects.create_user("lea@example.org")
    start, refused = threading.Barrier(4), []

    def add() -> None:
        start.wait()
        try:
            attach_file(LEAFLET, upload(A_THIRD * 2, "a.pdf"), by=person)
        except NoRoom:
            refused.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    assert Usage.objects.get(holder=str(LEAFLET)).used == StoredFile.objects.get().size
