"""Who hears of a comment: those it calls, those of the thread, those responsible for the thing."""

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from trousse.comments.models import Comment
from trousse.notifications.kinds import Kind, name_service, register_kind
from trousse.notifications.operations import Notice, notify
from trousse.sharing.queries import users_with_access
from trousse.sharing.roles import Role
from trousse.sharing.things import describe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trousse.accounts.models import User

MOST_TOLD = 100
CALLED, REPLIED, ADDED = "comments.mentioned", "comments.replied", "comments.added"


def register_kinds() -> None:
    """Declare what comments tell."""
    name_service("comments", _("Comments"))
    register_kind(
        Kind(
            name=CALLED,
            service="comments",
            title=_("%(actor)s mentioned you in a comment"),
            line=_("%(actor)s mentioned you in a comment: %(thing)s"),
        )
    )
    register_kind(
        Kind(
            name=REPLIED,
            service="comments",
            title=_("%(actor)s replied in a thread where you wrote"),
            line=_("%(actor)s replied in a thread where you wrote: %(thing)s"),
        )
    )
    register_kind(
        Kind(
            name=ADDED,
            service="comments",
            title=_("%(actor)s wrote a comment"),
            line=_("%(actor)s wrote a comment: %(thing)s"),
        )
    )


def tell_of(
    comment: Comment, actor: "User | None", called: "list[User]", *, is_reply: bool
) -> None:
    """Tell each person once: by the mention, else as one of the thread, else as responsible.

    Only those who may still see the thing hear of it.
    """
    told = {person.pk for person in called}
    tell_called(comment, actor, called)
    if is_reply:
        others = [one for one in _others_of_thread(comment) if one.pk not in told]
        _tell(REPLIED, comment, actor, others)
        told |= {one.pk for one in others}
    responsible = users_with_access(comment.thread.thing, Role.MANAGE).exclude(pk__in=told)
    _tell(ADDED, comment, actor, responsible.order_by("pk")[:MOST_TOLD])


def tell_called(comment: Comment, actor: "User | None", called: "list[User]") -> None:
    """Tell those whom the comment calls; told again, it stays one line."""
    _tell(CALLED, comment, actor, called)


def _others_of_thread(comment: Comment) -> "Iterable[User]":
    wrote = Comment.objects.filter(thread=comment.thread, author__isnull=False)
    may_see = users_with_access(comment.thread.thing)
    people = get_user_model().objects.filter(pk__in=wrote.values("author"))
    return people.filter(pk__in=may_see.values("pk")).order_by("pk")[:MOST_TOLD]


def _tell(kind: str, comment: Comment, actor: "User | None", people: "Iterable[User]") -> None:
    card = describe(comment.thread.thing)
    if card is None:
        return
    notice = Notice(
        kind=kind,
        about=comment.ref,
        url=f"{card.url}#comment-{comment.public_id}",
        params={"thing": card.title},
        actor=actor,
        key=f"comment:{comment.public_id}/{kind}",
    )
    notify(people, notice)
