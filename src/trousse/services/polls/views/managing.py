"""What the organiser does with a poll: close, decide, reopen, delete; and its calendar file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trousse.accounts.current import signed_in
from trousse.core.errors import NotFound
from trousse.core.ical import calendar_file
from trousse.services.polls import letters
from trousse.services.polls.access import access_poll, access_slot
from trousse.services.polls.operations import close_poll, decide_slot, delete_poll, reopen_poll


@login_required
@require_POST
def decide(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Choose one slot and send the calendar event."""
    poll = access_poll(request.user, poll_id, for_="manage")
    slot = access_slot(poll, request.POST.get("slot", ""))
    decide_slot(poll, slot, signed_in(request))
    count = letters.count_addressees(poll)
    words = ngettext(
        "The date is chosen. %d person receives it by e-mail, with the calendar event.",
        "The date is chosen. %d people receive it by e-mail, with the calendar event.",
        count,
    )
    messages.success(request, words % count)
    return redirect(poll)


@login_required
@require_POST
def close(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Stop taking answers."""
    poll = access_poll(request.user, poll_id, for_="manage")
    close_poll(poll, signed_in(request))
    return redirect(poll)


@login_required
@require_POST
def reopen(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Take answers again, cancelling the chosen date if there is one."""
    poll = access_poll(request.user, poll_id, for_="manage")
    was_decided = poll.is_decided
    reopen_poll(poll, signed_in(request))
    if was_decided:
        words = gettext("The poll is open again. Those who had received the date are told.")
        messages.success(request, words)
    return redirect(poll)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Ask, then remove the poll and all its answers."""
    poll = access_poll(request.user, poll_id, for_="manage")
    if request.method != "POST":
        answers = poll.participants.count()
        return render(request, "polls/delete.html", {"poll": poll, "answers": answers})
    delete_poll(poll, signed_in(request))
    messages.success(request, gettext("The poll is deleted."))
    return redirect("polls:list")


@require_safe
def calendar(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Return the chosen date as a calendar file."""
    poll = access_poll(request.user, poll_id, for_="view")
    slot = poll.decided_slot
    if slot is None:
        raise NotFound
    event = letters.calendar_event(poll, slot, poll.calendar_sequence)
    response = HttpResponse(calendar_file(event), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{letters.CALENDAR_NAME}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
