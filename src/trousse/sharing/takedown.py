"""Taking down and putting back: operators only, with a reason that the owner reads.

A thing gives no role while it is down; a piece of a thing (a comment, a file) is hidden by its
own room.
"""

from typing import TYPE_CHECKING

from django.db import transaction

from trousse.core import audit
from trousse.core.refs import Ref
from trousse.notifications.operations import Notice, notify
from trousse.sharing.models import Reason, Report, TakeDown
from trousse.sharing.operations import recheck_open_pages
from trousse.sharing.parts import find_part, part_type_of
from trousse.sharing.queries import users_with_access
from trousse.sharing.reports import judge_reports
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import User

CONTACT = "/contact/"
"""Where the owner is led: how to contest is written there."""


@transaction.atomic
def take_down(ref: Ref, *, reason: Reason, note: str, by: "User") -> TakeDown:
    """Remove ``ref`` from sight at once, open pages included; its reports are judged.

    Nothing is deleted. Those who are responsible are told why and how to contest; of a piece of
    a thing, its author. Done twice, the first reason stays.
    """
    responsible = _responsible(ref)
    taken, is_new = TakeDown.objects.get_or_create(
        ref=str(ref), defaults={"reason": reason, "note": note, "by": by}
    )
    judge_reports(ref, Report.Outcome.TAKEN_DOWN, by=by)
    if not is_new:
        return taken
    audit.record("sharing:thing:take_down", subject=ref, actor=by, details={"reason": reason})
    if part := part_type_of(ref):
        part.hide(ref)
    else:
        recheck_open_pages([ref])
    params = {"reason": str(taken.get_reason_display()), "note": note}
    key = f"{ref}/taken_down/{taken.public_id}"
    notify(responsible, Notice("sharing.taken_down", ref, CONTACT, params, key=key))
    return taken


@transaction.atomic
def restore(ref: Ref, *, by: "User") -> None:
    """Give ``ref`` back to those who had it; what is in sight stays so."""
    taken = TakeDown.objects.select_for_update().filter(ref=str(ref)).first()
    if taken is None:
        return
    taken.delete()
    if part := part_type_of(ref):
        part.show(ref)
    audit.record("sharing:thing:restore", subject=ref, actor=by)
    key = f"{ref}/restored/{taken.public_id}"
    notify(_responsible(ref), Notice("sharing.restored", ref, CONTACT, key=key))


def _responsible(ref: Ref) -> "list[User]":
    """Return whom to tell: the author of a piece, else who is responsible for the thing."""
    if part_type_of(ref) is None:
        return list(users_with_access(ref, Role.MANAGE))
    part = find_part(ref)
    return [part.author] if part and part.author else []


def taken_down(ref: Ref) -> TakeDown | None:
    """Return why ``ref`` is out of sight, or None."""
    return TakeDown.objects.filter(ref=str(ref)).first()


def forget_take_down_of(ref: Ref) -> None:
    """Delete the line of a thing that is being deleted."""
    TakeDown.objects.filter(ref=str(ref)).delete()
