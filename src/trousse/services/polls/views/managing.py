"""What the organiser does with a poll: close, decide, reopen, delete; and its calendar file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trousse.accounts.current import signed_in, visitor_of
from trousse.agenda.queries import calendar_of
from trousse.core.errors import NotFound
from trousse.services.polls.access import access_poll, access_slot
from trousse.services.polls.dating import date_refs
from trousse.services.polls.inviting import remind_missing
from trousse.services.polls.operations import close_poll, decide_slot, delete_poll, reopen_poll
from trousse.services.polls.views.choosing import decided_words


@login_required
@require_POST
def decide(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Choose one slot and send the calendar event."""
    poll = access_poll(visitor_of(request), poll_id, for_="manage")
    slot = access_slot(poll, request.POST.get("slot", ""))
    decided = decide_slot(poll, slot, signed_in(request))
    messages.success(request, decided_words(decided))
    return redirect(poll)


@login_required
@require_POST
def remind(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Remind those who were invited and have not answered."""
    poll = access_poll(visitor_of(request), poll_id, for_="manage")
    count = remind_missing(poll, signed_in(request))
    if count:
        words = ngettext(
            "%d person is reminded, during working hours.",
            "%d people are reminded, during working hours.",
            count,
        )
        messages.success(request, words % count)
    else:
        messages.info(request, gettext("Everybody who was invited has answered."))
    return redirect(poll)


@login_required
@require_POST
def close(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Stop taking answers."""
    poll = access_poll(visitor_of(request), poll_id, for_="manage")
    close_poll(poll, signed_in(request))
    return redirect(poll)


@login_required
@require_POST
def reopen(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Take answers again, cancelling the chosen date if there is one."""
    poll = access_poll(visitor_of(request), poll_id, for_="manage")
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
    poll = access_poll(visitor_of(request), poll_id, for_="delete")
    if request.method != "POST":
        answers = poll.participants.count()
        return render(request, "polls/delete.html", {"poll": poll, "answers": answers})
    delete_poll(poll, signed_in(request))
    messages.success(request, gettext("The poll is deleted."))
    return redirect("polls:list")


@require_safe
def calendar(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Return the chosen dates as a calendar file."""
    poll = access_poll(visitor_of(request), poll_id, for_="view")
    content = calendar_of(*date_refs(poll)) if poll.is_decided else None
    if content is None:
        raise NotFound
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="trousse.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
