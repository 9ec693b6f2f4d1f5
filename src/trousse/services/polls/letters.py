"""The letters that polls send themselves; dates chosen travel with the agenda's."""

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from trousse.accounts.current import KEY_PARAMETER
from trousse.core.clock import now
from trousse.core.mail import Letter, queue_letter
from trousse.services.polls.models import Poll, Slot
from trousse.ui.letters import render_body

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from trousse.accounts.models import Guest, User


def personal_link(poll: Poll, token: str) -> str:
    """Return the absolute address that leads a guest back to their answers."""
    return f"{settings.SITE_URL}{poll.get_absolute_url()}?{KEY_PARAMETER}={token}"


def queue_personal_link(poll: Poll, guest: "Guest", token: str) -> None:
    """Send a guest who answered the link that leads back to their answers."""
    _queue(poll, guest, token, "personal_link", _("Your personal link"), "link")


def queue_reminder(poll: Poll, guest: "Guest", token: str, name: str) -> None:
    """Remind a guest who was invited and has not answered; once for each ``name``."""
    subject = _("Reminder: your answer is expected")
    _queue(poll, guest, token, "reminder", subject, name)


def queue_entered(poll: Poll, guest: "Guest", token: str, by: "User") -> None:
    """Tell a guest who was invited that an organiser answered for them, with their way in."""
    subject, name = _("Somebody answered for you"), f"entered/{now().isoformat()}"
    _queue(poll, guest, token, "entered", subject, name, by=by)


def letter_key(poll: Poll, guest: "Guest", name: str) -> str:
    """Return the key of a letter to ``guest`` about ``poll``: one leaves for each ``name``."""
    return f"{poll.ref}/{name}/{guest.public_id}"


def queue_slots_changed(poll: Poll, guest: "Guest", token: str, key: str, *, new: int) -> None:
    """Tell a guest who answered that what is proposed has changed; ``new``: how many to answer."""
    subject = _("What is proposed has changed")
    _queue(poll, guest, token, "slots_changed", subject, key, new=new)


def queue_proposal_refused(
    poll: Poll, guest: "Guest", token: str, slot: Slot, *, by: "User"
) -> None:
    """Tell a guest that what they proposed was not kept."""
    subject, name = _("Your proposal was not kept"), f"refused/{slot.public_id}"
    with translation.override(guest.language):
        what = slot.words(today_in(poll))
    _queue(poll, guest, token, "proposal_refused", subject, name, by=by, what=what)


def _queue(  # a letter has that many parts
    poll: Poll,
    guest: "Guest",
    token: str,
    template: str,
    subject: "StrPromise",
    key: str,
    **facts: object,
) -> None:
    with translation.override(guest.language):
        context = {"poll": poll, "name": guest.name, "link": personal_link(poll, token), **facts}
        queue_letter(
            Letter(
                key=letter_key(poll, guest, key),
                to=guest.email,
                subject=str(subject),  # in the guest's language, which is the one in force here
                **render_body(f"polls/mail/{template}", context)._asdict(),
                language=guest.language,
                about=poll.ref,
            )
        )


def today_in(poll: Poll) -> date:
    """Return today's date in the poll's zone."""
    return timezone.localdate(now(), ZoneInfo(poll.time_zone))
