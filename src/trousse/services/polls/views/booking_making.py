"""Creating appointments, changing what is said of them, adding more of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from trousse.accounts.current import signed_in, visitor_of
from trousse.core.clock import now
from trousse.core.errors import InvalidInput, TooManyRequests
from trousse.core.ids import new_public_id
from trousse.core.time_zones import TIME_ZONES
from trousse.services.polls.booking.creating import (
    Asked,
    BookingDraft,
    add_appointments,
    create_booking,
)
from trousse.services.polls.booking.forms import (
    BookingForm,
    BookingWordsForm,
    OpeningRows,
    RhythmForm,
    read_appointments,
)
from trousse.services.polls.booking.organising import change_words
from trousse.services.polls.booking.preview import preview_of
from trousse.services.polls.models import Poll
from trousse.services.polls.proposing.slots import SlotDraft
from trousse.services.polls.views.booking import booking_of
from trousse.sharing.inviting import Invitation
from trousse.sharing.roles import Role

UNPROCESSABLE = 422
WORDS = ("title", "place", "description")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask for days and hours, show the appointments that they make, create them."""
    organiser = signed_in(request)
    if request.method != "POST":
        start = {"key": new_public_id(), "time_zone": organiser.time_zone}
        return _page(request, BookingForm(initial=start, asker=organiser), OpeningRows.blank())
    form, rows = BookingForm(request.POST, asker=organiser), OpeningRows.typed(request.POST)
    if "add_rows" in request.POST:
        rows.add_row()
        return _page(request, _unjudged(request), rows)
    if form.is_choosing:
        return _page(request, form, rows)
    form.full_clean()
    made = read_appointments(rows, form, today=_today(_zone(request)), zone=_zone(request))
    if "preview" in request.POST:
        return _page(request, form if not made else _unjudged(request), rows, made)
    if not made or not form.is_valid():
        return _page(request, form, rows, made, status=UNPROCESSABLE)
    return _create(request, form, rows, made)


def _create(
    request: HttpRequest, form: BookingForm, rows: OpeningRows, made: Sequence[SlotDraft]
) -> HttpResponse:
    try:
        poll = create_booking(signed_in(request), _draft(form, made), key=form.cleaned_data["key"])
    except TooManyRequests as error:
        form.add_error("people", str(error))
        return _page(request, form, rows, made, status=error.status)
    return redirect(f"{poll.get_absolute_url()}?partager")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Change what is said of appointments, never their hours."""
    poll = booking_of(visitor_of(request), poll_id, for_="manage")
    start = {name: getattr(poll, name) for name in (*WORDS, "has_visio", "notice_hours")}
    form = BookingWordsForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        given = form.cleaned_data
        change_words(
            poll,
            signed_in(request),
            texts={name: given[name] for name in WORDS},
            has_visio=given["has_visio"],
            notice_hours=given["notice_hours"],
        )
        return redirect(poll)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "polls/booking/edit.html", {"form": form, "poll": poll}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Offer more appointments."""
    poll = booking_of(visitor_of(request), poll_id, for_="manage")
    if request.method != "POST":
        return _add_page(request, poll, RhythmForm(), OpeningRows.blank())
    form, rows = RhythmForm(request.POST), OpeningRows.typed(request.POST)
    if "add_rows" in request.POST:
        rows.add_row()
        return _add_page(request, poll, RhythmForm(initial=request.POST.dict()), rows)
    zone = ZoneInfo(poll.time_zone)
    made = read_appointments(rows, form, today=_today(zone), zone=zone)
    if not made or "preview" in request.POST:
        return _add_page(request, poll, form, rows, made)
    try:
        slots = add_appointments(poll, made, form.cleaned_data["capacity"], signed_in(request))
    except InvalidInput as error:
        rows.error = error.message
        return _add_page(request, poll, form, rows, made)
    words = ngettext("%d appointment is added.", "%d appointments are added.", len(slots))
    messages.success(request, words % len(slots))
    return redirect(poll)


def _draft(form: BookingForm, made: Sequence[SlotDraft]) -> BookingDraft:
    given = form.cleaned_data
    picked = given["people"]
    invited = Invitation(picked.people, picked.groups, picked.emails, Role.TAKE_PART)
    pupil = [Asked(pupil_words(), is_required=True)] if given["asks_pupil"] else []
    other = [Asked(given["question"])] if given["question"] else []
    return BookingDraft(
        title=given["title"],
        slots=made,
        time_zone=given["time_zone"],
        description=given["description"],
        place=given["place"],
        has_visio=given["has_visio"],
        capacity=given["capacity"],
        notice_hours=given["notice_hours"],
        asked=[*pupil, *other],
        has_link=given["has_link"],
        invited=invited if len(invited) else None,
    )


def pupil_words() -> str:
    return gettext("Pupil’s first name, initial of the last name, class")


def _zone(request: HttpRequest) -> ZoneInfo:
    typed = request.POST.get("time_zone", "")
    return ZoneInfo(typed if typed in dict(TIME_ZONES) else TIME_ZONES[0][0])


def _today(zone: ZoneInfo) -> date:
    return timezone.localdate(now(), zone)


def _unjudged(request: HttpRequest) -> BookingForm:
    """Return a form that shows what was typed without calling it right or wrong."""
    fields = BookingForm.base_fields
    typed = request.POST
    start: dict[str, Any] = {
        name: field.widget.value_from_datadict(typed, {}, name) for name, field in fields.items()
    }
    start["key"] = start["key"] or new_public_id()
    return BookingForm(initial=start, asker=signed_in(request))


def _page(
    request: HttpRequest,
    form: BookingForm,
    rows: OpeningRows,
    made: Sequence[SlotDraft] = (),
    status: int = 200,
) -> HttpResponse:
    today = _today(_zone(request))
    context = {"form": form, "rows": rows, "preview": preview_of(made, today), "today": today}
    return render(request, "polls/booking/create.html", context, status=status)


def _add_page(
    request: HttpRequest,
    poll: Poll,
    form: RhythmForm,
    rows: OpeningRows,
    made: Sequence[SlotDraft] = (),
) -> HttpResponse:
    today = _today(ZoneInfo(poll.time_zone))
    wrong = bool(rows.error or form.errors or any(row.error for row in rows))
    context = {"poll": poll, "form": form, "rows": rows, "today": today}
    context["preview"] = preview_of(made, today)
    status = UNPROCESSABLE if wrong else 200
    return render(request, "polls/booking/add.html", context, status=status)
