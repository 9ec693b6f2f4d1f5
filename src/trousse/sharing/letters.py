"""The letter that brings a guest their personal link."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trousse.accounts.current import KEY_PARAMETER
from trousse.core.clock import now
from trousse.core.dates import day_label
from trousse.core.mail import Letter, queue_letter
from trousse.core.refs import Ref
from trousse.ui.letters import render_body

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User
    from trousse.sharing.things import ThingCard


def link_to(path: str, token: str) -> str:
    """Return the absolute address of ``path`` with a key."""
    return f"{settings.SITE_URL}{path}?{KEY_PARAMETER}={token}"


def queue_invitation(  # a letter has that many parts
    ref: Ref, card: "ThingCard", guest: "Guest", token: str, *, by: "User", note: str
) -> None:
    """Write to ``guest``: once per thing and day, however often they are invited.

    The subject holds nothing that anybody typed; titles and notes stay in the body, as text.
    """
    today = timezone.localdate(now())
    with translation.override(guest.language):
        context = {
            "card": card,
            "inviter": by.full_name,
            "note": note,
            "link": link_to(card.url, token),
            "all_link": link_to(reverse("guests:index"), token),
            "until": day_label(timezone.localdate(guest.expires_at), today=today),
        }
        queue_letter(
            Letter(
                key=f"{ref}/invitation/{guest.public_id}/{today:%Y%m%d}",
                to=guest.email,
                subject=_("An invitation from a member of staff"),
                **render_body("sharing/mail/invitation", context)._asdict(),
                language=guest.language,
                about=ref,
                reply_to=by.email,
            )
        )
