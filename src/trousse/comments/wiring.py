"""What comments register with the rooms below."""

from django.utils.translation import gettext_lazy as _

from trousse.accounts.operations import when_guest_ends
from trousse.comments import personal_data, reported
from trousse.comments.models import KEPT_REVISIONS, Revision
from trousse.comments.notices import register_kinds
from trousse.comments.operations import forget_comments, inherit_comments
from trousse.core.clock import now
from trousse.core.personal_data import register_personal_data
from trousse.core.retention import delete_some, retain
from trousse.sharing.parts import PartType, register_part
from trousse.sharing.things import on_forget


def forget_old_revisions() -> bool:
    """Delete earlier texts whose time is over; tell whether more wait."""
    return delete_some(Revision.objects.filter(replaced_at__lt=now() - KEPT_REVISIONS))


on_forget(forget_comments)
when_guest_ends(inherit_comments)
register_kinds()
register_part(PartType("comment", reported.find, reported.hide, reported.show))
retain("comments.Thread", None, "with the thing")
retain(
    "comments.Revision",
    KEPT_REVISIONS,
    "after the text was replaced or deleted",
    erase=forget_old_revisions,
)
register_personal_data(
    "comments",
    title=_("your comments, and where you were mentioned"),
    export=personal_data.export,
    erase=personal_data.erase,
    foresee=personal_data.foresee,
)
