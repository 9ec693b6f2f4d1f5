"""The letters that tell of notifications: their words, their conversation, the way out of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trousse.core.dates import day_label
from trousse.core.mail import Letter, MailingList
from trousse.core.time_zones import is_time_zone
from trousse.notifications.kinds import service_label
from trousse.notifications.models import Notification
from trousse.notifications.queries import lines_of
from trousse.notifications.unsubscribing import DIGEST, unsubscribe_token
from trousse.notifications.wording import subject_of
from trousse.ui.letters import Body, render_body

if TYPE_CHECKING:
    from trousse.accounts.models import User

MOST_LINES = 50
"""A digest names this many; the inbox has the others."""


def letter_about(user: "User", rows: Sequence[Notification]) -> Letter:
    """Write the letter of news of one service about one thing, oldest first.

    All letters about a thing are one conversation in the reader's mail program.
    """
    last = rows[-1]
    with _reading_as(user):
        name = service_label(last.service)
        body = _body(user, rows, last.service, name)
        return Letter(
            key=f"notification/{last.public_id}",
            to=user.email,
            subject=subject_of(last),
            text=body.text,
            html=body.html,
            language=user.language,
            about=last.ref,
            thread=f"{user.public_id}/{last.about}",
            mailing=_mailing(user, last.service, name),
        )


def digest_letter(user: "User", rows: Sequence[Notification], day: date) -> Letter:
    """Write the one letter of ``day``, oldest news first."""
    with _reading_as(user):
        words = day_label(day, today=day)
        name = _("Daily summary")
        body = _body(user, rows, DIGEST, name)
        return Letter(
            key=f"notifications/digest/{user.public_id}/{day}",
            to=user.email,
            subject=_("Your notifications of %(day)s") % {"day": words},
            text=body.text,
            html=body.html,
            language=user.language,
            mailing=_mailing(user, DIGEST, name),
        )


def _body(user: "User", rows: Sequence[Notification], service: str, name: str) -> Body:
    context = {
        "name": user.short_name,
        "lines": lines_of(rows[-MOST_LINES:]),
        "left_out": max(0, len(rows) - MOST_LINES),
        "service": name,
        "is_digest": service == DIGEST,
        "unsubscribe_url": unsubscribe_url(user, service),
    }
    return render_body("notifications/mail/letter", context)


def unsubscribe_url(user: "User", service: str) -> str:
    """Return the address that stops the letters of ``service`` (or DIGEST) to ``user``."""
    token = unsubscribe_token(user.public_id, service)
    return settings.SITE_URL + reverse("notifications:unsubscribe", args=[token])


def _mailing(user: "User", service: str, name: str) -> MailingList:
    return MailingList(
        id=f"{service}.notifications.{settings.SITE_HOST}",
        name=f"{settings.SITE_NAME} – {name}",
        unsubscribe_url=unsubscribe_url(user, service),
    )


@contextmanager
def _reading_as(user: "User") -> Iterator[None]:
    """Speak the reader's language, on the reader's clock."""
    zone = user.time_zone if is_time_zone(user.time_zone) else settings.TIME_ZONE
    with translation.override(user.language), timezone.override(zone):
        yield
