"""What announcements, proposals and the work of editors register with the rooms below."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from trousse.core.refs import Ref
from trousse.core.retention import retain
from trousse.core.schedule import every
from trousse.directory.office_holders import may_hold_office
from trousse.library import demo  # noqa: F401  # registers the demo's wishes and news
from trousse.library.announcements.operations import forget_old_announcements
from trousse.library.editing import links
from trousse.library.editing.access import desk_or_none
from trousse.library.editing.operations import publish_due
from trousse.library.models import Proposal
from trousse.library.models.announcements import ANNOUNCEMENTS_KEPT
from trousse.library.models.proposals import PROPOSALS_KEPT
from trousse.library.proposals.operations import forget_old_proposals
from trousse.notifications.kinds import Kind, name_service, register_kind
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard, ThingType, register_thing
from trousse.ui.slots import Filling, fill_slot


def describe_proposals(refs: list[Ref]) -> dict[Ref, ThingCard]:
    """Return how proposals look in lists of other rooms."""
    found = Proposal.objects.filter(public_id__in=[ref.id for ref in refs])
    return {
        one.ref: ThingCard(one.title, one.get_absolute_url(), one.get_state_display())
        for one in found
    }


def editors_only(request: HttpRequest) -> dict[str, Any] | None:
    """Show the way to the editors' desk to those who have one."""
    return {} if may_hold_office(request.user) and desk_or_none(request.user) else None


fill_slot("account", Filling("library/slots/editing.html", editors_only, order=13))
register_thing(
    ThingType(
        "proposal",
        name=_("this proposal"),
        describe=describe_proposals,
        role_labels={Role.VIEW: _("Can read and support"), Role.MANAGE: Role.MANAGE.label},
    )
)
name_service("library", _("Library"))
register_kind(
    Kind(
        name="library.proposal_answered",
        service="library",
        title=_("A proposal that you made or support has an answer"),
        line=_("“%(title)s” has an answer."),
    )
)
register_kind(
    Kind(
        name="library.broken_link",
        service="library",
        title=_("An address of a service that you look after no longer answers"),
        line=_("An address of “%(title)s” no longer answers."),
    )
)
every(timedelta(minutes=1), name="library.publish_due")(publish_due)
every(timedelta(hours=24), name="library.check_links")(links.ask_for_link_checks)
retain(
    "library.Announcement",
    ANNOUNCEMENTS_KEPT,
    "since it ended",
    erase=forget_old_announcements,
)
retain(
    "library.Proposal",
    PROPOSALS_KEPT,
    "since the last support or answer",
    erase=forget_old_proposals,
)
