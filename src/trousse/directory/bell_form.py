"""The table in which an establishment writes when its bells ring, one line for each hour."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trousse.core.dates import hour_label
from trousse.directory.bells import AFTERNOON, MORNING, NAMES, Bell

FORMATS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh", "%H h"]
"""Browsers send the first; whoever has no field for hours types as on a poster."""


@dataclass(frozen=True, slots=True)
class BellLine:
    """One line of the table."""

    name: str
    start: BoundField
    end: BoundField


class BellsForm(forms.Form):
    """Start and end of each hour; a line left blank is an hour that the day does not have.

    ``known``: the hours kept when the form was made.
    """

    known = forms.CharField(widget=forms.HiddenInput, max_length=1000, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        shown: Sequence[Bell] = (),
        kept: Sequence[Bell] = (),
    ) -> None:
        start: dict[str, Any] = {"known": write_bells(kept)}
        start |= {f"{bell.name}_start": bell.start for bell in shown}
        start |= {f"{bell.name}_end": bell.end for bell in shown}
        super().__init__(data, initial=start)
        for name in NAMES:
            words = {"hour": name}
            self.fields[f"{name}_start"] = _time_field(gettext("Start of %(hour)s") % words)
            self.fields[f"{name}_end"] = _time_field(gettext("End of %(hour)s") % words)

    def half_days(self) -> list[tuple[str, list[BellLine]]]:
        """Return the lines of the morning and of the afternoon, under their names."""
        lines = [BellLine(name, self[f"{name}_start"], self[f"{name}_end"]) for name in NAMES]
        return [
            (gettext("Morning"), [line for line in lines if line.name[0] == MORNING]),
            (gettext("Afternoon"), [line for line in lines if line.name[0] == AFTERNOON]),
        ]

    @property
    def bells(self) -> tuple[Bell, ...]:
        """Return the hours as written; the form must be valid."""
        return tuple(self._whole_lines())

    @property
    def known_bells(self) -> tuple[Bell, ...] | None:
        """Return the hours that were kept when the form was made; None when it does not say."""
        return read_bells(self.cleaned_data.get("known", ""))

    def clean(self) -> dict[str, Any]:
        """Say at its field what is missing, reversed or overlaps."""
        given = super().clean() or {}
        before: Bell | None = None
        for name in NAMES:
            self._check_line(name)
        for bell in self._whole_lines():
            if bell.end <= bell.start:
                self.add_error(f"{bell.name}_end", gettext("The end comes before the start."))
                continue
            if before and bell.start < before.end:
                words = gettext("%(hour)s starts before the end of %(before)s (%(end)s).")
                told = {"hour": bell.name, "before": before.name, "end": hour_label(before.end)}
                self.add_error(f"{bell.name}_start", words % told)
            before = bell
        if not self.errors and not self.bells:
            self.add_error(f"{NAMES[0]}_start", gettext("Write one hour of the day at least."))
        return given

    def _check_line(self, name: str) -> None:
        start, end = self._typed(name)
        if start and not end and f"{name}_end" not in self.errors:
            self.add_error(f"{name}_end", gettext("Write when %(hour)s ends.") % {"hour": name})
        if end and not start and f"{name}_start" not in self.errors:
            self.add_error(f"{name}_start", gettext("Write when %(hour)s starts.") % {"hour": name})

    def _whole_lines(self) -> Iterator[Bell]:
        for name in NAMES:
            start, end = self._typed(name)
            if start and end:
                yield Bell(name, start, end)

    def _typed(self, name: str) -> tuple[time | None, time | None]:
        given = self.cleaned_data
        return given.get(f"{name}_start"), given.get(f"{name}_end")


def write_bells(bells: Sequence[Bell]) -> str:
    """Return ``bells`` as text for a form to send back."""
    return json.dumps([[bell.name, f"{bell.start:%H:%M}", f"{bell.end:%H:%M}"] for bell in bells])


def read_bells(text: str) -> tuple[Bell, ...] | None:
    """Read what :func:`write_bells` wrote; None when it is anything else."""
    try:
        rows = json.loads(text)
        return tuple(
            Bell(str(name), time.fromisoformat(start), time.fromisoformat(end))
            for name, start, end in rows
        )
    except (TypeError, ValueError, RecursionError):
        return None


def _time_field(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=FORMATS,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write an hour such as 08:05.")},
    )
