"""Taking a poll's answers and dates away as files, and keeping it longer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from trousse.accounts.current import signed_in, visitor_of
from trousse.core.errors import NotAllowed, NotFound
from trousse.services.polls.access import access_poll
from trousse.services.polls.asking import questions_of
from trousse.services.polls.booking.exporting import appointments_calendar, appointments_table
from trousse.services.polls.booking.places import Booking
from trousse.services.polls.exporting import (
    SPREADSHEET,
    answers_table,
    as_csv,
    as_spreadsheet,
    proposed_dates,
)
from trousse.services.polls.keeping import keep_poll
from trousse.services.polls.queries import PollPage, read_poll_page

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "ods": SPREADSHEET,
    "ics": "text/calendar; charset=utf-8",
}


@require_safe
def export(request: HttpRequest, poll_id: str, form: str) -> HttpResponse:
    """Return the answers that the visitor may see as a table, or the proposed dates."""
    visitor = visitor_of(request)
    poll = access_poll(visitor, poll_id, for_="view")
    page = read_poll_page(poll, visitor)
    if form not in KINDS:
        raise NotFound
    content: str | bytes
    if poll.is_booking:
        content = _appointments(page, form)
    elif form == "ics":
        if not any(slot.day for slot in page.slots):
            raise NotFound
        content = proposed_dates(page)
    elif form == "ods":
        content = as_spreadsheet(answers_table(page), poll.title)
    else:
        content = as_csv(answers_table(page))
    response = HttpResponse(content, content_type=KINDS[form])
    name = slugify(poll.title)[:60] or "sondage"
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _appointments(page: PollPage, form: str) -> str | bytes:
    """Return who comes when; names are for those who organise only."""
    if not page.can_manage:
        raise NotAllowed
    booking = Booking(page.poll)
    if form == "ics":
        return appointments_calendar(booking)
    table = appointments_table(booking, questions_of(page.poll))
    return as_spreadsheet(table, page.poll.title) if form == "ods" else as_csv(table)


@login_required
@require_POST
def keep(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Keep the poll six months more."""
    poll = access_poll(visitor_of(request), poll_id, for_="manage")
    keep_poll(poll, signed_in(request))
    words = gettext("These appointments are kept 30 days more.")
    messages.success(
        request, words if poll.is_booking else gettext("The poll is kept six months more.")
    )
    return redirect(poll)
