"""The page where the organiser chooses several dates, or others than those that were chosen."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from trousse.accounts.current import signed_in, visitor_of
from trousse.core.errors import Conflict, InvalidInput, TrousseError
from trousse.services.polls.access import access_poll
from trousse.services.polls.dating import chosen_slots, people_concerned
from trousse.services.polls.letters import today_in
from trousse.services.polls.models import Poll, Slot
from trousse.services.polls.operations import decide_slots
from trousse.services.polls.queries import hash_slots, read_poll_page
from trousse.services.polls.results import BY_RANK, results_context


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Show what suits best, to tick what is chosen; choose exactly what is ticked."""
    poll = access_poll(visitor_of(request), poll_id, for_="manage")
    if request.method != "POST":
        return _page(request, poll, {slot.public_id for slot in chosen_slots(poll)})
    ticked = set(request.POST.getlist("slot"))
    try:
        slots, known = _slots(poll, ticked), request.POST.get("known", "")
        decided = decide_slots(poll, slots, signed_in(request), known=known)
    except (Conflict, InvalidInput) as error:
        fresh = access_poll(visitor_of(request), poll_id, for_="manage")
        return _page(request, fresh, ticked, error)
    messages.success(request, decided_words(decided))
    return redirect(poll)


def _slots(poll: Poll, ticked: set[str]) -> list[Slot]:
    slots = list(poll.slots.filter(public_id__in=ticked))
    if len(slots) != len(ticked):
        raise Conflict(gettext("The dates of this poll have changed. Check what is ticked."))
    return slots


def decided_words(poll: Poll) -> str:
    """Say what was chosen in ``poll``, as the choice left it, and how many people receive it."""
    chosen = chosen_slots(poll)
    if not any(slot.day for slot in chosen):
        return gettext("It is chosen: whoever opens the poll sees it.")
    people, guests = people_concerned(poll).by(*chosen)
    count = 1 + len(people) + sum(1 for guest in guests if guest.email)
    if len(chosen) > 1:
        words = ngettext(
            "The dates are chosen. %d person receives them by e-mail, with the calendar events.",
            "The dates are chosen. %d people receive them by e-mail, with the calendar events.",
            count,
        )
    else:
        words = ngettext(
            "The date is chosen. %d person receives it by e-mail, with the calendar event.",
            "The date is chosen. %d people receive it by e-mail, with the calendar event.",
            count,
        )
    return words % count


def _page(
    request: HttpRequest, poll: Poll, ticked: set[str], error: TrousseError | None = None
) -> HttpResponse:
    results = results_context(read_poll_page(poll, visitor_of(request)), today_in(poll), BY_RANK)
    context = {
        "poll": poll,
        "lines": results["lines"],
        "ticked": ticked,
        "known": hash_slots(chosen_slots(poll)),
        "error": error,
    }
    return render(request, "polls/choose.html", context, status=error.status if error else 200)
