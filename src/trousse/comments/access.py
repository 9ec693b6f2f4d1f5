"""The only ways to a thing's comments: through the rights on the thing itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

from trousse.accounts.queries import guests_behind
from trousse.comments.models import Comment, Thread
from trousse.core.errors import NotAllowed, NotFound
from trousse.core.refs import Ref
from trousse.sharing.access import require_role
from trousse.sharing.roles import Role
from trousse.sharing.things import ThingCard, describe

if TYPE_CHECKING:
    from trousse.accounts.current import Visitor
    from trousse.accounts.models import Guest, User

Purpose = Literal["see", "edit", "delete", "moderate"]


@dataclass(frozen=True, slots=True)
class Scene:
    """A thing, and who looks at its comments with which role.

    ``guests``: whom the visitor's keys stand for, when nobody is signed in.
    """

    ref: Ref
    card: ThingCard
    role: Role
    user: "User | None"
    guests: tuple["Guest", ...]

    @property
    def may_write(self) -> bool:
        return self.role >= Role.TAKE_PART and self.card.takes_comments

    @property
    def may_moderate(self) -> bool:
        return self.role >= Role.MANAGE

    def wrote(self, comment: Comment) -> bool:
        """Tell whether this visitor is the author of ``comment``."""
        if self.user is not None:
            return comment.author_id == self.user.pk
        return comment.guest_id is not None and comment.guest_id in {one.pk for one in self.guests}


def access_scene(
    visitor: "Visitor", ref: Ref, at_least: Role = Role.VIEW, *, role: Role | None = None
) -> Scene:
    """Return the thing for whoever has the role; ``role``: when the caller resolved it already.

    Raises NotFound when it is missing, of no known type or hidden from the visitor, NotAllowed
    when they may see it only, or when the thing takes no comments.
    """
    role = role or require_role(visitor, ref, at_least)
    card = describe(ref)
    if card is None:
        raise NotFound
    if at_least >= Role.TAKE_PART and not card.takes_comments:
        raise NotAllowed(_("No comments are taken here."))
    guests = () if visitor.user is not None else tuple(guests_behind(visitor))
    return Scene(ref, card, role, visitor.user, guests)


def access_comment(scene: Scene, comment_id: str, *, for_: Purpose) -> Comment:
    """Return a comment of the thing.

    Authors edit and delete; who is responsible for the thing deletes and hides. Raises NotFound
    when there is none to see, NotAllowed when the gesture is for others.
    """
    rows = Comment.objects.select_related("thread", "author", "guest")
    comment = rows.filter(public_id=comment_id, thread__ref=str(scene.ref)).first()
    if comment is None or comment.ended or comment.withdrawn_at is not None:
        raise NotFound
    is_own = scene.wrote(comment)
    if comment.hidden_at is not None and not (is_own or scene.may_moderate):
        raise NotFound
    allowed = {
        "see": True,
        "edit": is_own and scene.may_write and comment.hidden_at is None,
        "delete": is_own or scene.may_moderate,
        "moderate": scene.may_moderate,
    }
    if not allowed[for_]:
        raise NotAllowed
    return comment


def access_thread(scene: Scene, thread_id: str, *, to_settle: bool = False) -> Thread:
    """Return a thread of the thing; whoever began it or is responsible may settle it.

    Raises NotFound or NotAllowed.
    """
    thread = Thread.objects.filter(public_id=thread_id, ref=str(scene.ref)).first()
    if thread is None:
        raise NotFound
    if to_settle and not may_settle(scene, thread.comments.order_by("created_at", "pk").first()):
        raise NotAllowed
    return thread


def may_settle(scene: Scene, first: Comment | None) -> bool:
    """Tell whether this visitor may settle the thread that ``first`` began."""
    began = first is not None and scene.wrote(first) and scene.may_write
    return began or scene.may_moderate
