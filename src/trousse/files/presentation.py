"""What the pages show of files."""

from dataclasses import dataclass

from trousse.accounts.current import Visitor
from trousse.core.refs import Ref
from trousse.files.access import ADD, Keeper, keeper_on
from trousse.files.kinds import KINDS
from trousse.files.models import StoredFile
from trousse.files.queries import files_of
from trousse.sharing.access import role_on
from trousse.sharing.roles import Role


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file in a list, and what the visitor may do with it."""

    file: StoredFile
    is_image: bool
    can_change: bool

    @property
    def can_report(self) -> bool:
        """Tell whether the visitor would have to ask others to take the file away."""
        return self.file.is_ready and not self.can_change

    @property
    def lacks_words(self) -> bool:
        """Tell whether somebody should say what the image shows."""
        return self.is_image and not self.file.alt


@dataclass(frozen=True, slots=True)
class FileList:
    """The files of a thing as one visitor sees them."""

    ref: Ref
    lines: list[FileLine]
    can_add: bool


def list_for(visitor: Visitor, ref: Ref, role: Role | None = None) -> FileList:
    """Return the files of ``ref``; nothing for somebody who may not see the thing.

    ``role``: the visitor's on the thing, when the page has asked already.
    """
    role = role_on(visitor, ref) if role is None else role
    if role is None:
        return FileList(ref, [], can_add=False)
    keeper = keeper_on(visitor, ref)
    lines = [
        FileLine(file, KINDS[file.kind].is_image, _may_change(file, keeper, role))
        for file in files_of(ref).order_by("created_at", "pk")
    ]
    return FileList(ref, lines, can_add=role >= ADD and keeper != Keeper())


def _may_change(file: StoredFile, keeper: Keeper, role: Role) -> bool:
    return (role >= ADD or keeper.added(file)) and not file.is_withdrawn
