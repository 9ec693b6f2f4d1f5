"""A shelf with a few services."""

import pytest

from tests.factories.library import make_entry
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
