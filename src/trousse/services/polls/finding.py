"""Personal links found again: whoever gives an address receives there what it opens.

A page says the same to everybody; only the letter knows whether somebody answered.
"""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trousse.accounts.queries import subject_at, token_of_guest
from trousse.core.clock import now
from trousse.core.mail import Letter, queue_letter
from trousse.services.polls.letters import personal_link
from trousse.services.polls.models import Poll
from trousse.sharing.queries import refs_of_guests
from trousse.ui.letters import render_body

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trousse.accounts.models import Guest

MOST_LINKS = 20


@transaction.atomic
def send_links(email: str) -> bool:
    """Send to ``email`` the personal links of its guest, the poll that changed last first.

    At most one letter an hour, however often somebody asks. An address known for an account gets
    none: signing in is the way. Returns whether there was something to send: for tests, and for
    nobody's page.
    """
    address = email.strip().lower()
    known = subject_at(address).guests
    guests = [one for one in known if one.email == address and one.expires_at > now()]
    links = _links(guests)
    if not links:
        return False
    guest = guests[-1]
    hour = timezone.localtime(now()).strftime("%Y%m%d%H")
    with translation.override(guest.language):
        body = render_body("polls/mail/links", {"links": links, "name": guest.name})
        queue_letter(
            Letter(
                key=f"polls/links/{guest.public_id}/{hour}",
                to=address,
                subject=_("Your personal links"),
                **body._asdict(),
                language=guest.language,
            )
        )
    return True


def _links(guests: "Iterable[Guest]") -> list[tuple[str, str]]:
    """Return titles and personal links of the polls that these guests may open."""
    found: dict[str, tuple[Poll, str]] = {}
    for guest in guests:
        ids = [ref.id for ref, _role in refs_of_guests([guest]) if ref.type == "poll"]
        token = token_of_guest(guest)
        for poll in Poll.objects.filter(public_id__in=ids) if token else ():
            found[poll.public_id] = poll, personal_link(poll, token)
    latest = sorted(found.values(), key=lambda pair: (pair[0].changed_at, pair[0].pk), reverse=True)
    return [(poll.title, link) for poll, link in latest[:MOST_LINKS]]
