"""The page of appointments: taking one, moving it, giving it up, waiting for one."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from trousse.accounts.current import Visitor, remember_key, visitor_of
from trousse.accounts.queries import token_of_guest
from trousse.core.dates import zone_label
from trousse.core.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    TooManyRequests,
    TrousseError,
)
from trousse.core.ids import new_public_id
from trousse.core.limits import limit
from trousse.services.polls.access import access_poll, find_own_row, invited_guest
from trousse.services.polls.asking import questions_of, read_replies
from trousse.services.polls.ballot_words import asked, deadline_words
from trousse.services.polls.booking.calendars import file_of, taken_slot
from trousse.services.polls.booking.forms import WishForm
from trousse.services.polls.booking.letters import News, tell
from trousse.services.polls.booking.places import (
    Booking,
    days_of,
    nearest_free,
    place_of,
    when_words,
    where_words,
)
from trousse.services.polls.booking.rows import HasOne, Wish
from trousse.services.polls.booking.taking import (
    PlaceTaken,
    Taken,
    give_up_appointment,
    take_appointment,
    wait_for_place,
)
from trousse.services.polls.forms import known_language
from trousse.services.polls.keeping import deletion_day
from trousse.services.polls.letters import personal_link
from trousse.services.polls.models import Participant, Poll
from trousse.services.polls.queries import PollPage, link_to, read_poll_page

TRIES_PER_ADDRESS = "600/m"
NEW_ROWS_PER_ADDRESS = "300/h"
"""A whole school may stand behind one address, the evening its link is given out."""
LINKS_SENT_AGAIN = "3/d"
JUST_TAKEN, MOVES = "enregistre", "deplacer"
WAIT = "wait"
MOST_WAITED_FOR = 300


def booking_page(request: HttpRequest, visitor: Visitor, poll: Poll) -> HttpResponse:
    """Show the appointments of ``poll``, from ``access_poll``, and take the one that is sent."""
    page = read_poll_page(poll, visitor)
    if request.method == "POST":
        return _take(request, visitor, page)
    guest = page.own.guest if page.own else invited_guest(poll, visitor)
    start: dict[str, Any] = {"key": new_public_id()}
    if guest is not None:
        start |= {"name": guest.name, "email": guest.email}
    if page.own is not None:
        start["name"] = page.own.name
    form = WishForm(initial=start, is_agent=visitor.user is not None)
    return private(render(request, "polls/booking/detail.html", _context(request, page, form)))


def booking_list(request: HttpRequest, visitor: Visitor, poll: Poll) -> HttpResponse:
    """Return who comes when alone, for the page of an organiser that follows it live."""
    page = read_poll_page(poll, visitor)
    if not page.can_manage:
        raise NotFound
    context = {
        "page": page,
        "poll": poll,
        "booking": Booking(poll),
        "deletion_day": deletion_day(poll),
    }
    return private(render(request, "polls/booking/_list.html", context))


@require_POST
def give_up(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Cancel one's own appointment, or leave the waiting list."""
    visitor = visitor_of(request)
    poll = booking_of(visitor, poll_id, for_="vote")
    own = find_own_row(poll, visitor)
    if own is not None and give_up_appointment(poll, own, user=visitor.user):
        words = gettext("Your appointment is cancelled.")
        messages.success(request, words if own.answers else gettext("You no longer wait."))
    return private(redirect(poll))


@require_safe
def own_calendar(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Return one's own appointment as a calendar file."""
    visitor = visitor_of(request)
    poll = booking_of(visitor, poll_id, for_="view")
    own = find_own_row(poll, visitor)
    slot = taken_slot(poll, own) if own else None
    if own is None or slot is None:
        raise NotFound
    response = HttpResponse(file_of(poll, own, slot), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rendez-vous.ics"'
    return private(response)


def booking_of(visitor: Visitor, poll_id: str, *, for_: Any) -> Poll:
    """Return the appointments of that id; a poll about dates is none, and not found."""
    poll = access_poll(visitor, poll_id, for_=for_)
    if not poll.is_booking:
        raise NotFound
    return poll


def private(response: HttpResponse) -> HttpResponse:
    """Keep a page that a secret link opens out of caches and search engines."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _take(request: HttpRequest, visitor: Visitor, page: PollPage) -> HttpResponse:
    form = WishForm(request.POST, is_agent=visitor.user is not None)
    try:
        taken = _save(request, visitor, page, form)
    except HasOne as error:
        _send_link_again(page.poll, error.row)
        return _typed_again(request, visitor, page.poll, form, error)
    except (Conflict, InvalidInput) as error:
        return _typed_again(request, visitor, page.poll, form, error)
    response = redirect(f"{page.poll.get_absolute_url()}?{JUST_TAKEN}#rendez-vous")
    if taken.token:
        remember_key(response, request, taken.token)
    return private(response)


def _save(request: HttpRequest, visitor: Visitor, page: PollPage, form: WishForm) -> Taken:
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        raise InvalidInput(errors[0], field=field)
    poll, user = page.poll, visitor.user
    if user is None:
        limit(request, "polls:take", key=poll.public_id, rate=TRIES_PER_ADDRESS)
        if page.own is None:
            limit(request, "polls:take_new", key=poll.public_id, rate=NEW_ROWS_PER_ADDRESS)
    given = form.cleaned_data
    wish = Wish(
        name=user.full_name[:80] if user else given["name"],
        email=given.get("email", ""),
        key=given["key"],
        slot=request.POST.get("slot", ""),
        waits_for=tuple(request.POST.getlist("waits_for")[:MOST_WAITED_FOR]),
        language=known_language(get_language()),
        replies=read_replies(request.POST),
    )
    act = wait_for_place if request.POST.get("act") == WAIT else take_appointment
    return act(poll, wish, own=page.own, user=user)


def _send_link_again(poll: Poll, row: Participant) -> None:
    """Send the personal link to the address that has an appointment, and to nobody else."""
    with suppress(TooManyRequests):  # they have it, several times
        limit(row.public_id, "polls:link_again", rate=LINKS_SENT_AGAIN)
        tell(poll, row, News("link", key=new_public_id()))


def _typed_again(
    request: HttpRequest, visitor: Visitor, poll: Poll, form: WishForm, error: TrousseError
) -> HttpResponse:
    """Show the page again as it is now, with what was typed and what is wrong with it."""
    fresh = read_poll_page(access_poll(visitor, poll.public_id, for_="view"), visitor)
    if error.field in form.fields and error.field not in form.errors:
        form.add_error(error.field, str(error.message))
    context = _context(request, fresh, form, error=error)
    if isinstance(error, PlaceTaken):
        booking: Booking = context["booking"]
        context["nearest"] = nearest_free(fresh.poll, booking, request.POST.get("slot", ""))
    page = render(request, "polls/booking/detail.html", context, status=error.status)
    return private(page)


def _context(
    request: HttpRequest, page: PollPage, form: WishForm, *, error: TrousseError | None = None
) -> dict[str, Any]:
    poll, own, booking = page.poll, page.own, Booking(page.poll)
    slot = taken_slot(poll, own) if own else None
    late = slot is not None and place_of(poll, slot, 0).is_too_late
    just_created = "partager" in request.GET and page.can_share
    return {
        "page": page,
        "poll": poll,
        "booking": booking,
        "form": form,
        "error": error,
        "own": own,
        "slot": slot,
        "when": when_words(poll, slot) if slot else "",
        "where": where_words(poll, slot) if slot else poll.place_words,
        "can_take": page.can_answer and not late,
        "takes": page.can_answer and not late and (slot is not None or not page.can_manage),
        "is_moving": slot is not None and (MOVES in request.GET or error is not None),
        "is_late": late,
        **_choice(request, page, booking, error),
        "deadline": deadline_words(poll),
        "just_taken": JUST_TAKEN in request.GET,
        "personal_link": _link_of(poll, own),
        "zone": zone_label(poll.time_zone),
        "just_created": just_created,
        "poll_link": link_to(poll) if just_created else "",
        "deletion_day": deletion_day(poll) if page.can_manage else None,
    }


def _choice(
    request: HttpRequest, page: PollPage, booking: Booking, error: TrousseError | None
) -> dict[str, Any]:
    """Return what there is to choose, and what was chosen in the form that was sent."""
    poll, own = page.poll, page.own
    kept = own.replies if own else {}
    replies = read_replies(request.POST) if request.method == "POST" else kept
    waiting = own.waiting if own else []
    waited_for = [one.slot for one in booking.places if one.slot.public_id in waiting]
    return {
        "free_days": days_of(poll, booking.free),
        "full_days": days_of(poll, booking.full),
        "chosen": request.POST.get("slot", ""),
        "waits_for": request.POST.getlist("waits_for") or waiting,
        "waited_for": [when_words(poll, slot) for slot in waited_for],
        "questions": asked(poll, replies, error) if page.can_answer and questions_of(poll) else [],
    }


def _link_of(poll: Poll, own: Participant | None) -> str:
    token = token_of_guest(own.guest) if own and own.guest else ""
    return personal_link(poll, token) if token else ""
