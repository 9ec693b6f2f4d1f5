"""What goes by itself, and what a person gets or erases; sentences of all the apps' kinds."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import translation

from tests.notifications.conftest import INVITED, Tell
from trousse.accounts.models import User
from trousse.core.personal_data import DataSubject
from trousse.notifications import kinds
from trousse.notifications.kinds import SUBJECT_WORDS, Kind, placeholders
from trousse.notifications.models import Notification, Postbox, Preference
from trousse.notifications.operations import mark_all_read, set_choices
from trousse.notifications.personal_data import erase, export, foresee
from trousse.notifications.retention import forget_old_notifications

ALL_KINDS = kinds.registered_kinds()  # as the apps registered them, before tests replace them
NAMED = dict(kinds._services)


def test_what_was_read_goes_after_ninety_days(
    head: User, tell: Tell, clock: time_machine.Traveller
) -> None:
    tell(head)
    mark_all_read(head)
    tell(head, key="unread")
    clock.shift(timedelta(days=90))
    assert not forget_old_notifications()
    assert Notification.objects.count() == 2
    clock.shift(timedelta(seconds=1))
    forget_old_notifications()
    assert Notification.objects.get().key == "unread"
    clock.shift(timedelta(days=275))
    forget_old_notifications()
    assert not Notification.objects.exists()


def test_a_person_gets_what_they_were_told(head: User, teacher: User, tell: Tell) -> None:
    tell(head, actor=teacher)
    tell(teacher, key="hers", params={"title": "Autre"})
    set_choices(head, {"polls": "digest"})
    found: dict[str, Any] = export(DataSubject(user=head))
    (line,) = found["notifications"]
    assert line["text"] == "Léa Martin invites you to answer “Conseil pédagogique”"
    assert line["unread"]
    assert found["letters"] == {"polls": "digest"}
    assert export(DataSubject()) == {}
    assert export(DataSubject(user=User(pk=0))) == {}


def test_erasing_a_person_empties_their_inbox_and_names_them_no_more(
    head: User, teacher: User, tell: Tell
) -> None:
    tell(head, actor=teacher)
    tell(teacher, key="hers")
    set_choices(teacher, {"polls": "digest"})
    Postbox.objects.create(user=teacher)
    assert len(foresee(DataSubject(user=teacher))) == 1
    erase(DataSubject(user=teacher))
    assert not Notification.objects.filter(user=teacher).exists()
    assert not Preference.objects.exists()
    assert not Postbox.objects.exists()
    assert Notification.objects.get(user=head).actor is None
    assert foresee(DataSubject(user=teacher)) == []
    erase(DataSubject())


@pytest.mark.parametrize("kind", [INVITED, *ALL_KINDS], ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_subject_of_any_app_holds_what_people_type(kind: Kind, language: str) -> None:
    with translation.override(language):
        assert placeholders(kind.title) <= SUBJECT_WORDS
        names = dict.fromkeys(placeholders(kind.title) | placeholders(kind.line), "1")
        assert str(kind.title) % names
        assert str(kind.line) % names


def test_both_languages_name_the_same_things() -> None:
    for kind in ALL_KINDS:
        with translation.override("en"):
            english = placeholders(kind.line)
        with translation.override("fr"):
            assert placeholders(kind.line) == english


def test_every_service_that_tells_something_has_a_name() -> None:
    assert {kind.service for kind in ALL_KINDS} <= NAMED.keys()
