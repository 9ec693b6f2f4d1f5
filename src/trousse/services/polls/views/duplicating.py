"""The page that creates a poll, filled with what another one asks, along the school calendar."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trousse.accounts.current import signed_in, visitor_of
from trousse.core.clock import now
from trousse.core.dates import day_label
from trousse.core.ids import new_public_id
from trousse.directory.calendar import Holiday
from trousse.services.polls.access import access_poll
from trousse.services.polls.asking import questions_of
from trousse.services.polls.booking.forms import MOST_ROWS, BookingForm, OpeningRow, OpeningRows
from trousse.services.polls.calendars import next_school_holidays, off_calendar, zones_concerned
from trousse.services.polls.condition_words import Asked
from trousse.services.polls.conditions_form import ConditionsEditor
from trousse.services.polls.duplicating import (
    drafts_of,
    has_open_link,
    invited_again,
    receiving_of,
    rules_again,
)
from trousse.services.polls.forms import PollForm
from trousse.services.polls.measuring import requirements_of
from trousse.services.polls.models import Poll
from trousse.services.polls.proposing.moving import (
    LONGEST_MOVE,
    move_slots,
    usual_weeks,
    weeks_until,
)
from trousse.services.polls.proposing.proposal import Proposal, Setting, Why
from trousse.services.polls.proposing.slots import SlotDraft
from trousse.services.polls.question_rows import QuestionRows
from trousse.services.polls.rules_form import RulesForm, RulesPart
from trousse.services.polls.schools import Schools
from trousse.services.polls.slot_gestures import SlotChoice
from trousse.services.polls.slot_rows import FARTHEST
from trousse.services.polls.texts_form import TextPollForm
from trousse.services.polls.views import texts
from trousse.services.polls.views.booking_making import pupil_words
from trousse.services.polls.views.creation import Parts, form_page

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.picker import Picked

DAY = timedelta(days=1)


@dataclass
class Copied:
    """Of what a form is a copy, and how its dates were moved. ``left_out``: days and reasons."""

    title: str
    not_invited: int
    is_dated: bool = True
    weeks: int = 0
    puts_off: bool = False
    holidays: Holiday | None = None
    weeks_after_holidays: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)


@login_required
@require_safe
def duplicate(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Show the form of a new poll, filled with what this one asks; nothing is written."""
    asker = signed_in(request)
    poll = access_poll(visitor_of(request), poll_id, for_="manage")
    invited = invited_again(poll, asker)
    copied = Copied(poll.title, invited.left)
    start: dict[str, Any] = {
        name: getattr(poll, name) for name in ("title", "place", "description", "time_zone")
    }
    start |= {"people": invited.picked, "key": new_public_id(), "has_link": has_open_link(poll)}
    make = {Poll.Kind.TEXTS.value: _texts, Poll.Kind.BOOKING.value: _booking}
    return make.get(poll.kind, _dates)(request, poll, start, copied)


def _dates(request: HttpRequest, poll: Poll, start: dict[str, Any], copied: Copied) -> HttpResponse:
    asker, picked = signed_in(request), start["people"]
    drafts = drafts_of(poll)
    moved, setting = _move(request, drafts, _Where(poll, asker, picked), copied)
    choice = SlotChoice.blank(setting)
    choice.left_out = [one for one in moved.left_out if one.why is Why.OFF]
    copied.left_out = []  # the list of days says it, where they may be kept all the same
    choice.rows = choice.rows.with_slots(moved.slots)
    choice.has_rooms = choice.rows.have_rooms
    choice.month = choice.usual_month
    conditions = _conditions(poll, asker, start)
    rules = _rules(poll, copied.weeks, moved.slots, start["time_zone"])
    form = PollForm(initial=start, asker=asker)
    return form_page(request, form, Parts(choice, conditions, rules), copied=copied)


def _texts(request: HttpRequest, poll: Poll, start: dict[str, Any], copied: Copied) -> HttpResponse:
    asker, copied.is_dated = signed_in(request), False
    start["texts"] = "\n".join(slot.label for slot in poll.slots.all())
    rules = _rules(poll, 0, [], asker.time_zone)
    parts = texts.Parts(rules, _conditions(poll, asker, start))
    return texts.form_page(request, TextPollForm(initial=start, asker=asker), parts, copied=copied)


def _booking(
    request: HttpRequest, poll: Poll, start: dict[str, Any], copied: Copied
) -> HttpResponse:
    asker, received = signed_in(request), receiving_of(poll)
    where = _Where(poll, asker, start["people"])
    moved, setting = _move(request, received.openings, where, copied)
    asked = [one.text for one in questions_of(poll)]
    others = [text for text in asked if text != pupil_words()]
    start |= {"length": received.length, "pause": received.pause, "capacity": received.capacity}
    start |= {"has_visio": poll.has_visio, "notice_hours": poll.notice_hours}
    start |= {"asks_pupil": len(others) < len(asked), "question": "".join(others[:1])}
    rows = [
        OpeningRow(number, one.day.isoformat(), f"{one.start:%H:%M}", f"{one.end:%H:%M}")
        for number, one in enumerate(moved.slots[:MOST_ROWS], start=1)
    ]
    context = {
        "form": BookingForm(initial=start, asker=asker),
        "rows": OpeningRows(rows or OpeningRows.blank().rows),
        "today": setting.today,
        "copied": copied,
    }
    return render(request, "polls/booking/create.html", context)


def _conditions(poll: Poll, asker: "User", start: dict[str, Any]) -> ConditionsEditor:
    """Return what ``poll`` requires, less the groups that the copy does not invite."""
    picked = start["people"]
    count = None if start["has_link"] else len(picked)
    about_texts = poll.kind == Poll.Kind.TEXTS
    people = [asker, *picked.people]
    asked = Asked(people, picked.groups, count=count, about_texts=about_texts)
    known = [one for one in requirements_of(poll) if not one.group or one.group in picked.groups]
    return ConditionsEditor.of(known, asker, asked)


def _rules(poll: Poll, weeks: int, drafts: list[SlotDraft], zone: str) -> RulesPart:
    form = RulesForm(start=rules_again(poll, weeks, drafts), zone=ZoneInfo(zone))
    rows = QuestionRows.of(questions_of(poll)).rows
    return RulesPart(form, QuestionRows([replace(row, id="") for row in rows]))


@dataclass(frozen=True)
class _Where:
    """Whose days off count for the copy of ``poll``."""

    poll: Poll
    asker: "User"
    picked: "Picked"


def _move(
    request: HttpRequest, drafts: list[SlotDraft], where: _Where, copied: Copied
) -> tuple[Proposal, Setting]:
    """Return ``drafts`` moved as the address asks, or to the first weeks that are to come."""
    zone = ZoneInfo(where.poll.time_zone)
    today = timezone.localdate(now(), zone)
    schools = Schools(where.asker)
    zones = zones_concerned(where.asker, where.picked, schools.establishments)
    setting = Setting(today, zone, off_calendar(zones, today, today + FARTHEST), schools.known)
    if not drafts:
        return Proposal(), setting
    asked = request.GET.get("semaines", "")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < len("100")
    copied.weeks = min(int(asked), LONGEST_MOVE) if is_number else usual_weeks(drafts, today)
    copied.puts_off = "reporter" in request.GET
    coming = next_school_holidays(zones, today)
    if coming:
        first = min(one.day for one in drafts)
        copied.weeks_after_holidays = weeks_until(first, coming.last + DAY)
        copied.holidays = coming if copied.weeks_after_holidays else None
    moved = move_slots(drafts, copied.weeks, setting, past_days_off=copied.puts_off)
    copied.left_out = [(day_label(one.day, today=today), one.reason) for one in moved.left_out]
    return moved, setting
