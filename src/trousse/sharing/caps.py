"""How much one person may share in a day: nobody writes to a whole académie by mistake or malice.

Counted in the database, so that neither a restart nor a second process forgets, and withdrawing
gives nothing back.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousse.core.clock import now
from trousse.core.errors import TooManyRequests
from trousse.sharing.models import SharingDay

if TYPE_CHECKING:
    from trousse.accounts.models import User


def count_sharing(person: "User", *, given: int, letters: int) -> None:
    """Count what ``person`` is about to give; call it inside the transaction that gives it.

    Raises TooManyRequests, and counts nothing, when it is more than the day allows.
    """
    today = timezone.localdate(now())
    SharingDay.objects.get_or_create(person=person, day=today)
    row = SharingDay.objects.select_for_update().get(person=person, day=today)
    row.given += given
    row.letters += letters
    if row.given > settings.INVITATIONS_PER_DAY:
        raise TooManyRequests(
            _("You shared with very many people today. Nothing was sent: go on tomorrow.")
        )
    if row.letters > settings.NEW_GUESTS_PER_DAY:
        raise TooManyRequests(
            _("You invited very many guests today. Nothing was sent: share a link instead.")
        )
    row.save(update_fields=["given", "letters"])
