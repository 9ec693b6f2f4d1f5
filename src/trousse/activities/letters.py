"""The letter that gives a guest their personal link to an activity."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from trousse.accounts.current import KEY_PARAMETER
from trousse.core.mail import Letter, queue_letter
from trousse.ui.letters import render_body

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.activities.models import Activity, ActivityPerson


def queue_guest_link(
    activity: "Activity", person: "ActivityPerson", token: str, inviter: "User"
) -> None:
    """Write to a guest who has just come in; once for each time they do."""
    guest = person.guest
    if guest is None or not guest.email or not token:
        return
    address = settings.SITE_URL + activity.get_absolute_url()
    context = {
        "name": guest.name,
        "activity": activity,
        "inviter": inviter.full_name,
        "link": f"{address}?{urlencode({KEY_PARAMETER: token})}",
    }
    with translation.override(guest.language):
        queue_letter(
            Letter(
                key=f"{activity.ref}/guest/{person.public_id}",
                to=guest.email,
                subject=_("Your personal link to follow an activity"),
                **render_body("activities/mail/guest", context)._asdict(),
                language=guest.language,
                about=activity.ref,
                reply_to=inviter.email,
            )
        )
