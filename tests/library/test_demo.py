"""The library of a demo instance can be filled twice, and says something everywhere."""

import pytest
from django.core.cache import cache
from pytest_django import Settings

from tests.factories.library import make_entry
from trousse.core.demo import demo_fillers
from trousse.library.models import Announcement, Entry, Proposal, Revision

pytestmark = pytest.mark.django_db
NEEDED = ("accounts", "directory", "directory.offices", "library.editing")


def fill() -> None:
    cache.clear()
    for filler in demo_fillers():
        if filler.name in NEEDED:
            filler.fill()


def test_it_is_filled_once(settings: Settings) -> None:
    settings.DEMO = True
    make_entry("polls", "find-a-date")
    for _ in range(2):
        fill()
    assert Proposal.objects.count() == 3
    assert Proposal.objects.exclude(answer="").count() == 1
    assert Announcement.objects.count() == 2
    assert Revision.objects.count() == 2
    assert not Entry.objects.get(slug="reservations").is_published
    assert Entry.objects.get(slug="sondages-anciens").state == "retired"
