"""A letter as its writer gives it."""

from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from trousse.core.errors import InvalidInput
from trousse.core.refs import Ref

SUBJECT_LENGTH = 300


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """An iTIP message (RFC 5546, RFC 6047) that calendars read: ``content`` is the iCalendar."""

    content: bytes
    method: Literal["REQUEST", "CANCEL"]
    filename: str


@dataclass(frozen=True, slots=True)
class MailingList:
    """What lets somebody sort letters of one sort, or stop them.

    ``id``: a name like a host's (RFC 2919), stable. ``name``: in words. ``unsubscribe_url``:
    answers a page to GET, and unsubscribes at once on POST (RFC 2369, RFC 8058).
    """

    id: str
    name: str
    unsubscribe_url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one address.

    ``key``: says what the letter is (``poll-decided:ID:7:GUEST``); queued twice, it is sent once.
    ``to``, ``reply_to``: plain addresses, without a name. ``text``: required, ``html``: optional.
    ``language``: of the text (``fr``, ``en``). ``about``: the thing concerned.
    ``thread``: letters that share it are shown as one conversation. ``mailing``: the list.
    """

    key: str
    to: str
    subject: str
    text: str
    html: str = ""
    language: str = "fr"
    about: Ref | None = None
    reply_to: str = ""
    calendar: CalendarPart | None = None
    thread: str = ""
    mailing: MailingList | None = None


def single_line(text: str) -> str:
    """Return ``text`` on one line without control characters: nothing can add a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def checked_address(address: str) -> str:
    """Return the address without spaces around it.

    Raises InvalidInput when it is not one address on one line.
    """
    bare = address.strip(" ")
    try:
        validate_email(bare)
    except ValidationError as error:
        message = _("This e-mail address is not valid.")
        raise InvalidInput(message, field="email") from error
    return bare
