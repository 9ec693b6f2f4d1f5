"""What editors see of their services: where each stands, and what asks for their attention."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousse.core.clock import now
from trousse.core.dates import day_label, hour_label
from trousse.library.editing.access import Desk
from trousse.library.models import Entry, LinkCheck, Revision
from trousse_kit import load

Status = Revision.Status


@dataclass(frozen=True, slots=True)
class EditedLine:
    """One service. ``attention``: what asks for something, in words; nothing when all is well."""

    entry: Entry
    name: str
    is_published: bool
    attention: list[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """The versions of a service that matter: the last, the one that waits for its hour."""

    latest: Revision | None
    scheduled: Revision | None

    @property
    def has_draft(self) -> bool:
        return self.latest is not None and self.latest.status == Status.DRAFT


def edited_lines(desk: Desk, *, only_attention: bool = False) -> list[EditedLine]:
    """Return the services of the desk, by name; three queries whatever their number."""
    entries = list(desk.entries().select_related("academy").order_by("name_fr", "pk"))
    standings = _standings(entries)
    broken = _broken(entries)
    lines = [_line(one, standings[one.pk], broken[one.pk]) for one in entries]
    return [line for line in lines if line.attention] if only_attention else lines


def standing_of(entry: Entry) -> Standing:
    """Return where one service stands."""
    return _standings([entry])[entry.pk]


def attention_of(entry: Entry) -> list[str]:
    """Return what asks for something about one service, in words."""
    return _line(entry, standing_of(entry), _broken([entry])[entry.pk]).attention


def moment_words(moment: datetime) -> str:
    """Return « mardi 2 décembre, 8 h » in the time zone of the request."""
    local = timezone.localtime(moment)
    return f"{day_label(local.date(), today=timezone.localdate(now()))}, {hour_label(local.time())}"


def _line(entry: Entry, standing: Standing, broken: int) -> EditedLine:
    document = entry.document or (standing.latest.document if standing.latest else {})
    words = [*_waiting(standing), *_dates(document, timezone.localdate(now()))]
    if broken:
        text = ngettext("%d address no longer answers", "%d addresses no longer answer", broken)
        words.append(text % broken)
    return EditedLine(entry, str(entry), entry.is_published, words)


def _waiting(standing: Standing) -> list[str]:
    words = []
    if standing.scheduled is not None and standing.scheduled.publish_at is not None:
        when = moment_words(standing.scheduled.publish_at)
        words.append(_("To be published: %(when)s") % {"when": when})
    if standing.has_draft:
        words.append(_("A draft waits to be published"))
    return words


def _dates(document: dict[str, Any], today: date) -> list[str]:
    review = document.get("lifecycle", {}).get("review_on")
    words = [_("Its review is due")] if review and date.fromisoformat(review) <= today else []
    facts = load(document).evidence if document else ()
    expired = len([fact for fact in facts if fact.ends_on < today])
    if expired:
        words.append(ngettext("%d fact has expired", "%d facts have expired", expired) % expired)
    return words


def _standings(entries: list[Entry]) -> dict[int, Standing]:
    latest: dict[int, Revision] = {}
    scheduled: dict[int, Revision] = {}
    live = Revision.objects.exclude(status=Status.SUPERSEDED)
    for one in live.filter(entry__in=entries).order_by("entry_id", "number"):
        latest[one.entry_id] = one
        if one.status == Status.SCHEDULED:
            scheduled[one.entry_id] = one
    return {one.pk: Standing(latest.get(one.pk), scheduled.get(one.pk)) for one in entries}


def _broken(entries: list[Entry]) -> defaultdict[int, int]:
    found: defaultdict[int, int] = defaultdict(int)
    for check in LinkCheck.objects.filter(entry__in=entries, failed_days__gt=1):
        found[check.entry_id] += 1
    return found
