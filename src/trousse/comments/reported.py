"""A comment that is reported: what operators read of it, and how they take it down."""

from django.urls import reverse
from django.utils.translation import gettext as _

from trousse.comments import events
from trousse.comments.models import Comment
from trousse.core.clock import now
from trousse.core.outbox import publish
from trousse.core.refs import Ref
from trousse.notifications.operations import forget_about
from trousse.sharing.parts import Part
from trousse.sharing.things import ThingCard, describe_all


def find(refs: list[Ref]) -> dict[Ref, Part]:
    """Return the comments that still have a text."""
    rows = Comment.objects.filter(public_id__in=[ref.id for ref in refs], ended=Comment.Ended.NO)
    found = list(rows.select_related("thread", "author", "guest").order_by("pk"))
    cards = describe_all({one.thread.thing for one in found})
    return {one.ref: _part(one, cards.get(one.thread.thing)) for one in found}


def hide(ref: Ref) -> None:
    """Take a comment out of everybody's sight, its author's too, at once on open pages."""
    comment = _locked(ref)
    if comment is not None and comment.withdrawn_at is None:
        Comment.objects.filter(pk=comment.pk).update(withdrawn_at=now())
        forget_about(ref)
        publish(comment.thread.thing, events.CommentRemoved(comment=comment.public_id))


def show(ref: Ref) -> None:
    """Bring it back as it was."""
    comment = _locked(ref)
    if comment is not None and comment.withdrawn_at is not None:
        Comment.objects.filter(pk=comment.pk).update(withdrawn_at=None)
        publish(comment.thread.thing, events.CommentEdited(comment=comment.public_id))


def _locked(ref: Ref) -> Comment | None:
    rows = Comment.objects.select_for_update(of=("self",)).select_related("thread")
    return rows.filter(public_id=ref.id, ended=Comment.Ended.NO).first()


def _part(comment: Comment, card: ThingCard | None) -> Part:
    thing = comment.thread.thing
    page = card.url if card else reverse("comments:page", args=[thing.type, thing.id])
    title = _("Comment of %(name)s on “%(title)s”")
    return Part(
        thing=thing,
        title=title % {"name": comment.author_name, "title": card.title if card else thing},
        url=f"{page}#comment-{comment.public_id}",
        text=comment.text,
        author=comment.author,
        in_sight=comment.is_live,
    )
