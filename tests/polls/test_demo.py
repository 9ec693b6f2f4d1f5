"""The polls that a demo instance starts with."""

from collections import Counter

import pytest
from django.core.management import call_command
from pytest_django import Settings

from trousse.services.polls.models import Participant, Poll


@pytest.fixture
def demo(settings: Settings, db: None) -> None:
    settings.DEMO = True
    call_command("fill_demo", verbosity=0)


@pytest.mark.usefixtures("demo")
def test_there_is_a_poll_in_each_state() -> None:
    assert Counter(Poll.objects.values_list("state", flat=True)) == {
        "open": 4,
        "closed": 1,
        "decided": 1,
    }
    assert Participant.objects.filter(user__isnull=True).count() == 5


@pytest.mark.usefixtures("demo")
def test_filling_again_adds_nothing() -> None:
    before = Poll.objects.count(), Participant.objects.count()
    call_command("fill_demo", verbosity=0)

    assert (Poll.objects.count(), Participant.objects.count()) == before
