"""One's own agenda, and the page of an event."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from trousse.accounts.current import signed_in, visitor_of
from trousse.agenda.access import access_event, own_attendances, sees_the_thing
from trousse.agenda.calendars import calendar_event
from trousse.agenda.letters import CALENDAR_NAME, today_in
from trousse.agenda.models import Attendance
from trousse.agenda.operations import answer_event
from trousse.agenda.presentation import event_lines, shown_days
from trousse.core.clock import now
from trousse.core.errors import InvalidInput, NotAllowed
from trousse.core.ical import calendar_file
from trousse.sharing.things import describe

SHOWN_DAYS = 60
FARTHEST = timedelta(days=3660)


@login_required
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """List one's events by day, sixty days at a time."""
    user = signed_in(request)
    today = timezone.localdate(now(), ZoneInfo(user.time_zone))
    first = _day_asked(request.GET.get("depuis", ""), today)
    step = timedelta(days=SHOWN_DAYS)
    context = {
        "days": shown_days(user, first, SHOWN_DAYS, today),
        "first": first,
        "last": first + step - timedelta(days=1),
        "is_now": first == today,
        "before": first - step,
        "after": first + step,
    }
    return render(request, "agenda/agenda.html", context)


def _day_asked(text: str, today: date) -> date:
    """Read the first day to show; anything else, or a day beyond ten years, is today."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return today
    return asked if abs(asked - today) <= FARTHEST else today


@require_safe
def event(request: HttpRequest, event_id: str) -> HttpResponse:
    """Show when, where, what it is about, and whether one comes."""
    visitor = visitor_of(request)
    found = access_event(visitor, event_id)
    context = {
        "event": found,
        "line": event_lines([found], today_in(found))[0],
        "thing": describe(found.thing) if sees_the_thing(visitor, found) else None,
        "mine": own_attendances(visitor, found).first(),
        "answers": [one for one in Attendance.Answer.choices if one[0]],
    }
    response = render(request, "agenda/event.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_POST
def answer(request: HttpRequest, event_id: str) -> HttpResponse:
    """Keep whether one comes."""
    visitor = visitor_of(request)
    found = access_event(visitor, event_id)
    mine = own_attendances(visitor, found).first()
    if mine is None or found.is_cancelled:
        raise NotAllowed
    given = request.POST.get("answer", "")
    if given not in Attendance.Answer.values:
        raise InvalidInput(field="answer")
    answer_event(mine, Attendance.Answer(given))
    return redirect(found)


@require_safe
def calendar(request: HttpRequest, event_id: str) -> HttpResponse:
    """Return the event as a file for a calendar program; it names nobody."""
    found = access_event(visitor_of(request), event_id)
    content = calendar_file(calendar_event(found))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{CALENDAR_NAME}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
