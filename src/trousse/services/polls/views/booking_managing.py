"""What the organiser does with one appointment, and the lists on paper."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from trousse.accounts.current import signed_in, visitor_of
from trousse.core.errors import Conflict, InvalidInput, TrousseError
from trousse.core.ids import new_public_id
from trousse.services.polls.access import access_slot
from trousse.services.polls.asking import questions_of, read_replies
from trousse.services.polls.ballot_words import asked
from trousse.services.polls.booking.exporting import printed_days
from trousse.services.polls.booking.forms import EntryForm, WordForm
from trousse.services.polls.booking.links import link_picture
from trousse.services.polls.booking.organising import (
    block_slot,
    book_for,
    call_off,
    move_for,
    offer_slot,
)
from trousse.services.polls.booking.places import Booking, days_of, when_words
from trousse.services.polls.booking.rows import Wish
from trousse.services.polls.forms import known_language
from trousse.services.polls.models import Poll, Slot
from trousse.services.polls.queries import link_to
from trousse.services.polls.views.booking import booking_of, private


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request: HttpRequest, poll_id: str, slot_id: str) -> HttpResponse:
    """Show one appointment to its organiser, and do what the pressed button says."""
    poll = booking_of(visitor_of(request), poll_id, for_="manage")
    slot = access_slot(poll, slot_id, even_held_back=True)
    if request.method != "POST":
        return _page(request, poll, slot, _blank_entry(slot))
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise InvalidInput
    try:
        told = act(request, poll, slot)
    except (Conflict, InvalidInput) as error:
        return _page(request, poll, slot, EntryForm(request.POST), error=error)
    if told:
        messages.success(request, told)
    return redirect(poll.get_absolute_url() + "#liste")


@login_required
@require_safe
def printed_list(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Show who comes when, made for paper."""
    poll = booking_of(visitor_of(request), poll_id, for_="manage")
    booking = Booking(poll)
    questions = questions_of(poll)
    days = printed_days(booking, questions)
    context = {"poll": poll, "days": days, "questions": questions}
    return private(render(request, "polls/booking/print.html", context))


@login_required
@require_safe
def poster(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Show a page to give out on paper: what it is about, the link and its picture to scan."""
    poll = booking_of(visitor_of(request), poll_id, for_="delete")
    link = link_to(poll)
    context = {
        "poll": poll,
        "days": days_of(poll, Booking(poll).places),
        "link": link,
        "picture": link_picture(link) if link else "",
    }
    return private(render(request, "polls/booking/poster.html", context))


def _book(request: HttpRequest, poll: Poll, slot: Slot) -> str:
    form = EntryForm(request.POST)
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        raise InvalidInput(errors[0], field=field)
    given = form.cleaned_data
    wish = Wish(
        name=given["name"],
        email=given["email"],
        key=given["key"],
        slot=slot.public_id,
        language=known_language(get_language()),
        replies=read_replies(request.POST),
    )
    row = book_for(poll, wish, signed_in(request))
    return gettext("The appointment of %(name)s is taken.") % {"name": row.name}


def _call_off(request: HttpRequest, poll: Poll, _slot: Slot) -> str:
    form = WordForm(request.POST)
    if not form.is_valid():
        raise InvalidInput
    given = form.cleaned_data
    row = call_off(
        poll,
        given["row"],
        signed_in(request),
        word=given["word"],
        stays_offered=given["stays_offered"],
    )
    if row is None:
        return ""
    is_told = row.user_id is not None or (row.guest is not None and row.guest.email)
    if is_told:
        words = gettext("The appointment of %(name)s is called off, and they are told.")
    else:
        words = gettext(
            "The appointment of %(name)s is called off. They left no address: tell them."
        )
    return words % {"name": row.name}


def _move(request: HttpRequest, poll: Poll, _slot: Slot) -> str:
    row = move_for(
        poll, request.POST.get("row", ""), request.POST.get("slot", ""), signed_in(request)
    )
    return gettext("The appointment of %(name)s is moved.") % {"name": row.name} if row else ""


def _block(request: HttpRequest, poll: Poll, slot: Slot) -> str:
    block_slot(poll, slot, signed_in(request))
    return gettext("This appointment is no longer offered.")


def _offer(request: HttpRequest, poll: Poll, slot: Slot) -> str:
    offer_slot(poll, slot, signed_in(request))
    return gettext("This appointment is offered again.")


_ACTS = {"book": _book, "call_off": _call_off, "move": _move, "block": _block, "offer": _offer}


def _blank_entry(slot: Slot) -> EntryForm:
    return EntryForm(initial={"key": new_public_id(), "slot": slot.public_id})


def _page(
    request: HttpRequest,
    poll: Poll,
    slot: Slot,
    form: EntryForm,
    *,
    error: TrousseError | None = None,
) -> HttpResponse:
    booking = Booking(poll)
    questions = questions_of(poll)
    context: dict[str, Any] = {
        "poll": poll,
        "place": booking.place(slot.public_id),
        "when": when_words(poll, slot),
        "others": [
            (one.slot.public_id, when_words(poll, one.slot))
            for one in booking.places
            if one.left > 0 and not one.is_past and not one.is_blocked and one.slot.pk != slot.pk
        ],
        "form": form,
        "questions": asked(poll, read_replies(request.POST), error) if questions else [],
        "error": error,
    }
    status = error.status if error else 200
    return render(request, "polls/booking/appointment.html", context, status=status)
