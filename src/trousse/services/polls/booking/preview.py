"""The appointments that a form makes, in words, before they exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import ngettext

from trousse.core.dates import day_label, hour_label
from trousse.services.polls.proposing.slots import SlotDraft


@dataclass(frozen=True, slots=True)
class PreviewDay:
    """The hours at which appointments of one day begin, in words."""

    words: str
    hours: list[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """``sentence``: « 24 appointments »."""

    sentence: str
    days: list[PreviewDay]


def preview_of(made: Sequence[SlotDraft], today: date) -> Preview | None:
    """Return ``made``, in calendar order, in words; None when there are none."""
    if not made:
        return None
    days = [
        PreviewDay(
            day_label(day, today=today), [hour_label(one.start) for one in group if one.start]
        )
        for day, group in groupby(made, key=lambda one: one.day)
    ]
    words = ngettext("%d appointment", "%d appointments", len(made)) % len(made)
    return Preview(words, days)
