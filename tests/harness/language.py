"""Each test starts in French and in the instance's time zone, whatever the last one visited.

Requests made in a test leave the language of the visitor active in the thread.
"""

import pytest
from django.utils import timezone, translation


@pytest.fixture(autouse=True)
def default_language_and_zone() -> None:
    translation.deactivate()
    timezone.deactivate()
