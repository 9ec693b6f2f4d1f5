"""What polls show of themselves elsewhere: a summary, a card, a file, lists, what they hold."""

import json
from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousse.core.dates import hours_label
from trousse.core.errors import NotAllowed
from trousse.core.words import words_of
from trousse.kit.actions import Caller, register_action
from trousse.services.polls.asking import questions_of
from trousse.services.polls.booking.exporting import appointments_table
from trousse.services.polls.booking.places import Booking, taken_words
from trousse.services.polls.exporting import answers_table, as_csv
from trousse.services.polls.letters import today_in
from trousse.services.polls.models import Answer, Participant, Poll, PollText, Slot
from trousse.services.polls.offering import POLL, SERVICE, person_of, poll_of, thing_of
from trousse.services.polls.queries import PollPage, polls_of, read_poll_page
from trousse.services.polls.sentences import tally_sentence
from trousse.sharing.access import refs_shared_with
from trousse.sharing.roles import Role
from trousse_kit.actions import (
    CardAnswer,
    EmbedRequest,
    ExportAnswer,
    ExportRequest,
    Fact,
    Hit,
    PickRequest,
    RecentRequest,
    SearchAnswer,
    SearchRequest,
    SummaryAnswer,
    SummaryRequest,
    ThingsAnswer,
)

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST_LOOKED_AT = 3000
"""Polls of somebody whose texts are searched."""
MOST_PICKED_FROM = 500
MOST_BEST = 3
EXCERPT = 160


def read_summary(request: SummaryRequest, caller: Caller) -> SummaryAnswer:
    """Say which date is chosen or suits best, and how many answered."""
    page = _page(request.ref, caller)
    poll, answered = page.poll, len(page.participants)
    facts = [
        Fact(label=_("Dates"), value=str(len(page.slots))),
        Fact(label=_("Answers"), value=str(answered)),
    ]
    if poll.is_booking:
        facts = [Fact(label=_("Appointments"), value=str(len(page.slots)))]
    if poll.place_words:
        facts.append(Fact(label=_("Place"), value=poll.place_words))
    return SummaryAnswer(thing=thing_of(poll), sentence=_sentence(page), facts=tuple(facts))


def embed(request: EmbedRequest, caller: Caller) -> CardAnswer:
    """Return the card of a poll."""
    page = _page(request.ref, caller)
    answered = len(page.participants)
    count = ngettext("%(n)d person answered", "%(n)d people answered", answered) % {"n": answered}
    if page.poll.is_booking:
        count = page.poll.place_words
    return CardAnswer(
        thing=thing_of(page.poll),
        state_words=page.poll.state_words,
        lines=tuple(filter(None, (_sentence(page), count))),
    )


def export(request: ExportRequest, caller: Caller) -> ExportAnswer:
    """Return dates and the answers that the person may see, as a table or as data."""
    page = _page(request.ref, caller)
    if page.poll.is_booking:
        return _exported_appointments(page)
    name = slugify(page.poll.title)[:60] or POLL
    if request.format == "csv":
        media_type = "text/csv; charset=utf-8"
        return ExportAnswer(
            filename=f"{name}.csv", media_type=media_type, text=as_csv(answers_table(page))
        )
    return ExportAnswer(
        filename=f"{name}.json", media_type="application/json", text=_document(page)
    )


def _exported_appointments(page: PollPage) -> ExportAnswer:
    """Return who comes when, as a table whatever was asked; for those who organise only."""
    if not page.can_manage:
        raise NotAllowed
    text = as_csv(appointments_table(Booking(page.poll), questions_of(page.poll)))
    name = slugify(page.poll.title)[:60] or POLL
    return ExportAnswer(filename=f"{name}.csv", media_type="text/csv; charset=utf-8", text=text)


def recent(request: RecentRequest, caller: Caller) -> ThingsAnswer:
    """Return the last changed polls of a person."""
    polls = polls_of(person_of(caller))[: request.limit]
    return ThingsAnswer(things=tuple(thing_of(poll) for poll in polls))


def pick(request: PickRequest, caller: Caller) -> ThingsAnswer:
    """Return polls that a person is responsible for, the last changed first."""
    mine = refs_shared_with(person_of(caller), POLL, at_least=Role.MANAGE)
    polls = Poll.objects.filter(public_id__in=mine).order_by("-changed_at", "pk")
    wanted = words_of(request.text)
    found = [poll for poll in polls[:MOST_PICKED_FROM] if _has(words_of(poll.title), wanted)]
    return ThingsAnswer(things=tuple(thing_of(poll) for poll in found[: request.limit]))


def search(request: SearchRequest, caller: Caller) -> SearchAnswer:
    """Return polls shared with a person whose description or place has the words."""
    wanted = words_of(request.text)
    if not wanted:
        return SearchAnswer(hits=())
    rows = PollText.objects.filter(poll__public_id__in=_shared(person_of(caller)))
    for word in wanted:
        rows = rows.filter(words__contains=f" {word}")
    newest = rows.select_related("poll").order_by("-poll__changed_at", "-pk")[: request.limit]
    return SearchAnswer(hits=tuple(_hit(row.poll, wanted) for row in newest))


def _page(ref: str, caller: Caller) -> PollPage:
    return read_poll_page(poll_of(ref, caller, "view"), caller.visitor)


def _shared(user: "User") -> list[str]:
    return list(refs_shared_with(user, POLL).order_by("-pk")[:MOST_LOOKED_AT])


def _has(words: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _hit(poll: Poll, wanted: list[str]) -> Hit:
    """Return a poll with the line where its text has the words."""
    lines = [line for line in [poll.place, *poll.description.splitlines()] if line]
    best = max(lines, key=lambda line: sum(_has(words_of(line), [word]) for word in wanted))
    return Hit(thing=thing_of(poll), excerpt=best[:EXCERPT])


def _sentence(page: PollPage) -> str:
    """Return the chosen date, or those that suit best."""
    if page.poll.is_booking:
        return taken_words(page.poll)
    today = today_in(page.poll)
    chosen = [_slot_words(slot, page.poll) for slot in page.slots if slot.is_chosen]
    if chosen:
        return _("Chosen: %(date)s.") % {"date": " / ".join(chosen)}
    best = page.best[:MOST_BEST]
    if not page.sees_answers:
        return _("The answers are hidden for now.")
    if not best:
        return str(_("Nobody has answered yet.")) if not page.participants else _("Suits nobody.")
    dates = " / ".join(f"{one.slot.day_words(today)} {one.slot.hours_words}" for one in best)
    return f"{dates} – {tally_sentence(best[0], page.participants, names=page.sees_names)}"


def _slot_words(slot: Slot, poll: Poll) -> str:
    words = slot.day_words(today_in(poll))
    return f"{words}, {hours_label(slot.start, slot.end)}" if slot.start else words


def _document(page: PollPage) -> str:
    poll = page.poll
    document = {
        "title": poll.title,
        "description": poll.description,
        "place": poll.place,
        "state": poll.current_state,
        "time_zone": poll.time_zone,
        "slots": [
            {
                "id": slot.public_id,
                "day": slot.day.isoformat() if slot.day else "",
                "start": f"{slot.start:%H:%M}" if slot.start else None,
                "end": f"{slot.end:%H:%M}" if slot.end else None,
                "chosen": slot.is_chosen,
            }
            for slot in page.slots
        ],
        "answers": [
            {"name": row.name, "answers": _named_answers(row, page.slots)}
            for row in page.shown_rows
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _named_answers(row: Participant, slots: list[Slot]) -> dict[str, str]:
    """Return the answers by slot, in the order of the slots whatever the database keeps."""
    given = {slot.public_id: row.answers.get(slot.public_id) for slot in slots}
    return {key: Answer(letter).name.lower() for key, letter in given.items() if letter}


def offer_reads() -> None:
    """Tell the kit what polls show."""
    offer = register_action
    offer(SERVICE, POLL, "read_summary", read_summary)
    offer(SERVICE, POLL, "embed", embed)
    offer(SERVICE, POLL, "export", export)
    offer(SERVICE, POLL, "recent", recent)
    offer(SERVICE, POLL, "pick", pick)
    offer(SERVICE, POLL, "search", search)
