"""The page of a service being written: its forms, and the manifest that they make."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from trousse.kit.manifests import fault_in_words
from trousse.library.editing.access import Desk
from trousse.library.editing.documents import (
    ManifestRefused,
    document_from,
    facts_from,
    field_of,
    fields_from,
)
from trousse.library.editing.forms import EntryForm, FactForms
from trousse.library.models import Entry, Revision

if TYPE_CHECKING:
    from trousse.directory.models import Academy

PREFIX = "facts"
NOTHING: Mapping[str, Any] = {}


class Sheet:
    """``document``: the manifest that was typed, once :meth:`is_valid` said yes."""

    def __init__(
        self, form: EntryForm, facts: Any, *, over: Mapping[str, Any], entry: Entry | None
    ) -> None:
        self.form, self.facts, self.entry = form, facts, entry
        self.document: dict[str, Any] = {}
        self._over = over

    @property
    def base(self) -> int:
        """The number of the version that the writer had before their eyes."""
        return int(self.form.cleaned_data["base"] or 0)

    @property
    def academy(self) -> "Academy | None":
        """For whose people it is written; None for everybody."""
        slug = self.form.cleaned_data.get("place", "")
        return self.form.desk.places().get(slug=slug) if slug else None

    @property
    def has_errors(self) -> bool:
        return bool(self.form.errors or any(one.errors for one in self.facts.forms))

    def is_valid(self) -> bool:
        """Judge what was typed as a whole; what is wrong stands at its field."""
        fields_are_right, facts_are_right = self.form.is_valid(), self.facts.is_valid()
        if not facts_are_right:
            self._point_at_facts()
        if not (fields_are_right and facts_are_right):
            return False
        over = dict(self._over)
        if self.entry is not None:
            over["identity"] = {**over.get("identity", {}), "id": self.entry.slug}
        facts = [one.cleaned_data for one in self.facts.forms]
        try:
            self.document = document_from(over, self.form.cleaned_data, facts)
        except ManifestRefused as refused:
            self._show(refused)
            return False
        return True

    def over(self, current: Revision) -> "Sheet":
        """Return the same page, to be sent again over what somebody else saved meanwhile."""
        data: QueryDict = self.form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["base"] = str(current.number)
        return typed_sheet(data, self.form.desk, self.entry)

    def _show(self, refused: ManifestRefused) -> None:
        for fault in refused.faults:
            where, message = fault.where, fault_in_words(fault)
            field = field_of(where)
            block, _dot, number = where.partition(".")
            row = number.partition(".")[0]
            if field in self.form.fields:
                self.form.add_error(field, message)
            elif block == "evidence" and row.isdecimal():
                self._fact(int(row)).add_error("value", message)
                self._point_at_facts()
            else:
                self.form.add_error(None, f"{where}: {message}" if where else message)

    def _point_at_facts(self) -> None:
        """Say at the top of the page that the end of it is to be mended."""
        message = _("A fact lacks something: see the end of the page.")
        if message not in self.form.non_field_errors():
            self.form.add_error(None, message)

    def _fact(self, number: int) -> Any:
        """Return the form of the fact with that number, those left empty not counted."""
        filled = [one for one in self.facts.forms if one.cleaned_data.get("claim")]
        return filled[number]


def blank_sheet(desk: Desk, given: Mapping[str, Any] = NOTHING) -> Sheet:
    """Return the page of a new service, filled with a partial manifest if one is ``given``."""
    start = fields_from(given)
    form = EntryForm(desk=desk, initial=start)
    return Sheet(
        form, FactForms(prefix=PREFIX, initial=facts_from(given)), over=NOTHING, entry=None
    )


def sheet_of(desk: Desk, entry: Entry) -> Sheet:
    """Return the page of a service, filled with its last version."""
    document, number = _last(entry)
    form = EntryForm(desk=desk, entry=entry, initial={**fields_from(document), "base": number})
    facts = FactForms(prefix=PREFIX, initial=facts_from(document))
    return Sheet(form, facts, over=document, entry=entry)


def typed_sheet(data: QueryDict, desk: Desk, entry: Entry | None = None) -> Sheet:
    """Return the page as it was sent."""
    document = _last(entry)[0] if entry else {}
    form = EntryForm(data, desk=desk, entry=entry, initial=fields_from(document))
    return Sheet(form, FactForms(data, prefix=PREFIX), over=document, entry=entry)


def _last(entry: Entry) -> tuple[dict[str, Any], int]:
    latest = entry.revisions.order_by("-number").first()
    return (latest.document, latest.number) if latest else (entry.document, 0)
