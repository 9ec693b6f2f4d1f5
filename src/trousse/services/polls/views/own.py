"""One's own answers, all polls together: the page that phones keep to read without network."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from trousse.accounts.current import signed_in
from trousse.services.polls import queries
from trousse.services.polls.booking.calendars import taken_slot
from trousse.services.polls.letters import today_in
from trousse.services.polls.models import Answer, Participant, Poll


@dataclass(frozen=True, slots=True)
class AnswersLine:
    """What one person said in one poll: the dates of each answer, in words."""

    poll: Poll
    decided: str
    said: list[tuple[str, str]]


@login_required
@require_safe
def list_answers(request: HttpRequest) -> HttpResponse:
    """Show what one answered, and what waits on this device."""
    lines = [_line(row) for row in queries.answers_of(signed_in(request))]
    return render(request, "polls/answers.html", {"lines": lines})


def _line(row: Participant) -> AnswersLine:
    today = today_in(row.poll)
    dates: dict[str, list[str]] = {answer.value: [] for answer in Answer}
    for slot in row.poll.slots.all():
        words = f"{slot.day_words(today)} {slot.hours_words}".strip()
        dates.get(row.answers.get(slot.public_id, ""), []).append(words)
    chosen = [slot for slot in row.poll.slots.all() if slot.is_chosen]
    decided = " / ".join(f"{one.day_words(today)} {one.hours_words}".strip() for one in chosen)
    if row.poll.is_booking:
        own = taken_slot(row.poll, row)
        taken = own.words(today) if own else ""
        return AnswersLine(row.poll, "", [(gettext("Appointment:"), taken)] if taken else [])
    said = [(str(answer.label), ", ".join(dates[answer])) for answer in Answer if dates[answer]]
    return AnswersLine(row.poll, decided, said)
