"""Changing what a poll proposes, on the same month and lines as when it was made."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from trousse.accounts.current import signed_in, visitor_of
from trousse.core.errors import Conflict, InvalidInput, TrousseError
from trousse.services.polls.access import access_poll
from trousse.services.polls.editing import change_slots, hash_offer
from trousse.services.polls.models import Poll, Slot
from trousse.services.polls.proposing.proposal import Setting
from trousse.services.polls.proposing.slots import SlotDraft
from trousse.services.polls.schools import Schools
from trousse.services.polls.slot_gestures import SlotChoice
from trousse.services.polls.slot_month import SlotMonth
from trousse.services.polls.slot_rows import SlotRows
from trousse.services.polls.slot_words import change_words
from trousse.services.polls.views.creation import UNPROCESSABLE, setting_of
from trousse.services.polls.views.texts import change_texts


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, poll_id: str) -> HttpResponse:
    """Show what is proposed as lines, and save what becomes of them."""
    poll = access_poll(visitor_of(request), poll_id, for_="manage")
    if not poll.is_open:
        raise Conflict(gettext("Reopen the poll before you change what it proposes."))
    slots = list(poll.slots.all())
    if poll.kind == Poll.Kind.TEXTS:
        return change_texts(request, poll, slots)
    if request.method != "POST":
        return _page(request, poll, slots, _choice_of(request, poll, slots))
    choice = SlotChoice.read(request.POST, _setting(request, poll))
    if choice.act(request.POST) or choice.proposes_sentence():
        return _page(request, poll, slots, choice, known=request.POST.get("known", ""))
    return _save(request, poll, slots, choice)


def draft_of(slot: Slot) -> SlotDraft | None:
    """Return what a slot proposes as a draft; None for a text."""
    if slot.day is None:
        return None
    return SlotDraft(slot.day, slot.start, slot.end, slot.place, slot.capacity)


def _setting(request: HttpRequest, poll: Poll) -> Setting:
    return setting_of(poll.organiser, ZoneInfo(poll.time_zone), Schools(signed_in(request)))


def _choice_of(request: HttpRequest, poll: Poll, slots: list[Slot]) -> SlotChoice:
    choice = SlotChoice.blank(_setting(request, poll))
    drafts = [draft for slot in slots if (draft := draft_of(slot))]
    choice.rows = SlotRows.empty().with_slots(drafts)
    choice.has_rooms = choice.rows.have_rooms
    choice.month = max(choice.usual_month, choice.setting.today.replace(day=1))
    return choice


def _save(request: HttpRequest, poll: Poll, slots: list[Slot], choice: SlotChoice) -> HttpResponse:
    setting, known = choice.setting, request.POST.get("known", "")
    proposed = {draft.anywhere for slot in slots if (draft := draft_of(slot))}
    if not choice.rows.read(today=setting.today, zone=setting.zone, known=proposed):
        return _page(request, poll, slots, choice, known=known, status=UNPROCESSABLE)
    try:
        done = change_slots(poll, choice.rows.drafts, signed_in(request), known=known)
    except (Conflict, InvalidInput) as error:
        return _page(request, poll, slots, choice, error=error, status=error.status)
    messages.success(request, change_words(done))
    return redirect(poll)


def _page(  # noqa: PLR0913  # what is proposed, what was typed, and what is wrong with it
    request: HttpRequest,
    poll: Poll,
    slots: list[Slot],
    choice: SlotChoice,
    *,
    known: str = "",
    error: TrousseError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the form; without ``known``, it is made for the slots as they are now."""
    context = {
        "poll": poll,
        "rows": choice.rows,
        "choice": choice,
        "month": SlotMonth(choice),
        "today": choice.setting.today,
        "known": known or hash_offer(slots),
        "now_proposed": [slot.words(choice.setting.today) for slot in slots] if error else [],
        "error": error,
    }
    return render(request, "polls/slots.html", context, status=status)
