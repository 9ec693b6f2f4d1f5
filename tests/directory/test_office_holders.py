"""Whoever holds no office costs no query for what only people of an office are shown."""

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from tests.factories.offices import hold
from trousse.accounts.models import User
from trousse.directory import office_holders
from trousse.directory.models import Mandate
from trousse.directory.office_holders import may_hold_office, remember


def test_nobody_is_asked_about_twice_in_a_minute(
    db: None, teacher: User, head: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    remember(None)
    with django_assert_num_queries(1):
        assert not may_hold_office(teacher)
        assert not may_hold_office(head)
    with django_assert_num_queries(0):
        assert not may_hold_office(AnonymousUser())
        assert not may_hold_office(None)


def test_an_office_given_or_taken_here_is_known_at_once(db: None, teacher: User) -> None:
    assert not may_hold_office(teacher)
    hold(teacher, "support")
    assert may_hold_office(teacher)
    Mandate.objects.all().delete()
    assert not may_hold_office(teacher)


def test_one_given_elsewhere_is_known_after_a_minute(
    db: None, teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(teacher, "support")
    remember(frozenset())
    assert not may_hold_office(teacher)
    later = office_holders.time.monotonic() + office_holders.REMEMBERED_SECONDS + 1
    monkeypatch.setattr(office_holders.time, "monotonic", lambda: later)
    assert may_hold_office(teacher)


def test_superusers_and_closed_accounts(db: None, teacher: User) -> None:
    teacher.is_superuser = True
    assert may_hold_office(teacher)
    teacher.is_active = False
    assert not may_hold_office(teacher)
