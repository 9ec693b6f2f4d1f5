"""What people are told of their appointment: one letter, with its calendar file and their link."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils import translation
from django.utils.translation import gettext as _

from trousse.accounts.queries import token_of_guest
from trousse.core.mail import CalendarPart, Letter, queue_letter
from trousse.notifications.kinds import Kind, register_kind
from trousse.notifications.operations import Notice, notify
from trousse.services.polls.booking.calendars import file_of
from trousse.services.polls.booking.places import when_words, where_words
from trousse.services.polls.letters import personal_link
from trousse.services.polls.models import Participant, Poll, Slot
from trousse.ui.letters import render_body

if TYPE_CHECKING:
    from trousse.accounts.models import Guest

Happened = Literal["taken", "moved", "given", "cancelled", "called_off", "waiting", "link"]
CALENDAR_NAME = "rendez-vous.ics"

GIVEN = Kind(
    name="polls.appointment_given",
    service="polls",
    title=translation.gettext_lazy("A place came free: you have an appointment"),
    line=translation.gettext_lazy("A place came free for you: %(title)s, %(when)s"),
)
CALLED_OFF = Kind(
    name="polls.appointment_called_off",
    service="polls",
    title=translation.gettext_lazy("Your appointment is called off"),
    line=translation.gettext_lazy("Called off: %(title)s, %(when)s. %(word)s"),
)
for kind in (GIVEN, CALLED_OFF):
    register_kind(kind)


@dataclass(frozen=True, slots=True)
class News:
    """What happened to somebody's appointment. ``word``: what the organiser adds.

    ``key``: sets a letter apart that is sent more than once about the same state.
    """

    happened: Happened
    slot: Slot | None = None
    word: str = ""
    key: str = ""


def tell(poll: Poll, row: Participant, news: News) -> None:
    """Tell whoever has, had or waits for an appointment; inside the transaction of the write.

    A guest without address is told by the page alone; an agent, by the agenda's letter, and by a
    notice of what they did not do themselves.
    """
    if row.guest is not None and row.guest.email:
        _write(poll, row, row.guest, news)
    elif row.user is not None and news.slot is not None:
        _notify(poll, row, news)


def _notify(poll: Poll, row: Participant, news: News) -> None:
    kinds = {"given": GIVEN, "called_off": CALLED_OFF}
    kind = kinds.get(news.happened)
    if kind is None or row.user is None or news.slot is None:
        return
    with translation.override(row.user.language):
        when = when_words(poll, news.slot)
    notice = Notice(
        kind=kind.name,
        about=poll.ref,
        url=poll.get_absolute_url(),
        params={"title": poll.title, "when": when, "word": news.word},
        key=f"{poll.ref}/{news.happened}/{row.public_id}/{row.version}",
    )
    notify([row.user], notice)


def _write(poll: Poll, row: Participant, guest: "Guest", news: News) -> None:
    with translation.override(guest.language):
        queue_letter(
            Letter(
                key=f"{poll.ref}/appointment/{news.happened}/{row.public_id}/{row.version}{news.key}",
                to=guest.email,
                subject=_subject(poll, news),
                **render_body("polls/mail/appointment", _context(poll, row, guest, news))._asdict(),
                language=guest.language,
                about=poll.ref,
                reply_to=poll.organiser.email,
                calendar=_calendar(poll, row, news),
            )
        )


def _context(poll: Poll, row: Participant, guest: "Guest", news: News) -> dict[str, object]:
    token = token_of_guest(guest)
    return {
        "poll": poll,
        "name": row.name,
        "news": news,
        "when": when_words(poll, news.slot) if news.slot else "",
        "where": where_words(poll, news.slot) if news.slot else "",
        "link": personal_link(poll, token) if token else "",
    }


def _subject(poll: Poll, news: News) -> str:
    """Return the subject: the date only, never what people typed."""
    words = {
        "taken": _("Your appointment: %(when)s"),
        "moved": _("Your appointment is moved: %(when)s"),
        "given": _("A place came free for you: %(when)s"),
        "cancelled": _("Your appointment is cancelled: %(when)s"),
        "called_off": _("Your appointment is called off: %(when)s"),
        "waiting": _("You are on the waiting list"),
        "link": _("Your personal link"),
    }
    when = when_words(poll, news.slot) if news.slot else ""
    return words[news.happened] % {"when": when}


def _calendar(poll: Poll, row: Participant, news: News) -> CalendarPart | None:
    if news.slot is None:
        return None
    method: Literal["REQUEST", "CANCEL"] = (
        "CANCEL" if news.happened in {"cancelled", "called_off"} else "REQUEST"
    )
    return CalendarPart(file_of(poll, row, news.slot, method), method, CALENDAR_NAME)
