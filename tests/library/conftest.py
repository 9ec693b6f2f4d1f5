"""A shelf with a few services."""

import pytest

from tests.factories.library import make_entry
from tests.factories.offices import academy, hold
from tests.factories.people import UserFactory
from trousse.accounts.models import User
from trousse.library.models import Entry


@pytest.fixture
def services(db: None) -> dict[str, Entry]:
    """Polls of ours, and others' software."""
    made = [
        make_entry("polls", "find-a-date", name_fr="Sondages", operated_here=True, on_mobile=True),
        make_entry("framadate", "find-a-date", guests="yes"),
        make_entry("visio-agents", "meet-by-video", guests="invited"),
        make_entry("etherpad"),
        make_entry("old-pads", state="retired"),
    ]
    return {entry.slug: entry for entry in made}


@pytest.fixture
def national(outsider: User) -> User:
    """Edits the library for everybody."""
    hold(outsider, "national_editor")
    return outsider


@pytest.fixture
def regional(db: None) -> User:
    """Edits what the people of Rennes find."""
    editor = UserFactory.create(first_name="Rozenn", email="rozenn@example.org")
    hold(editor, "academy_editor", academy=academy("rennes"))
    return editor


@pytest.fixture
def owner(db: None) -> User:
    """Owns the service etherpad, and nothing else."""
    person = UserFactory.create(first_name="Omar", email="omar@example.org")
    hold(person, "service_owner", service="etherpad")
    return person
