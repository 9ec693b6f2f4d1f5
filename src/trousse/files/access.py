"""The only way to get a file: the rights are those of its thing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from trousse.accounts.current import Visitor
from trousse.accounts.queries import guest_by_pk
from trousse.core.errors import Conflict, Gone, NotAllowed, NotFound
from trousse.core.refs import Ref
from trousse.files.models import StoredFile
from trousse.sharing.access import may_judge, require_role, standing_on
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User

ADD = Role.EDIT
"""Who changes a thing adds files to it and removes any; the others take back their own."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody known who adds files: their account, or the guest they are on this thing."""

    user: "User | None" = None
    guest: "Guest | None" = None

    def added(self, file: StoredFile) -> bool:
        """Tell whether this very person added ``file``."""
        if self.user is not None and file.user_id == self.user.pk:
            return True
        return self.guest is not None and file.guest_id == self.guest.pk


def access_file(visitor: Visitor, public_id: str) -> StoredFile:
    """Return a file that may be opened.

    Operators open the one that is reported or that they took down, whatever its thing. Raises
    NotFound, or Conflict while it is being checked.
    """
    file = _found(public_id)
    try:
        _require_sight(visitor, file)
    except (NotFound, Gone):
        if may_judge(visitor, file.own_ref):
            return file
        raise
    if not file.is_ready:
        raise Conflict(_("This file is being checked. Try again in a moment."))
    return file


def _require_sight(visitor: Visitor, file: StoredFile) -> None:
    require_role(visitor, file.thing, Role.VIEW)
    if file.state == StoredFile.State.REFUSED or file.is_withdrawn:
        raise NotFound


def access_own_file(visitor: Visitor, public_id: str) -> StoredFile:
    """Return a file that the visitor may describe or remove.

    Raises NotFound, or NotAllowed when they see it only.
    """
    file = _found(public_id)
    role = require_role(visitor, file.thing, Role.VIEW)
    if file.is_withdrawn:
        raise NotFound
    if role < ADD and not keeper_on(visitor, file.thing).added(file):
        raise NotAllowed
    return file


def require_keeper(visitor: Visitor, ref: Ref) -> Keeper:
    """Return as whom the visitor adds files to ``ref``; raises NotFound or NotAllowed.

    Somebody who only holds a link stays nameless, and adds nothing.
    """
    require_role(visitor, ref, ADD)
    keeper = keeper_on(visitor, ref)
    if keeper == Keeper():
        raise NotAllowed(_("Sign in to add files."))
    return keeper


def keeper_on(visitor: Visitor, ref: Ref) -> Keeper:
    """Return who the visitor is on ``ref``: an account, a guest of it, or nobody known."""
    if visitor.user is not None:
        return Keeper(user=visitor.user)
    standing = standing_on(visitor, ref)
    if standing is None or standing.guest_id is None:
        return Keeper()
    return Keeper(guest=guest_by_pk(standing.guest_id))


def _found(public_id: str) -> StoredFile:
    file = StoredFile.objects.select_related("user", "guest").filter(public_id=public_id).first()
    if file is None or file.state == StoredFile.State.ARRIVING:
        raise NotFound
    return file
