"""What comments keep about a person: what they wrote, where they were called."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import ngettext

from trousse.comments.events import CommentRemoved
from trousse.comments.models import Comment, Mention, Revision, Thread
from trousse.core.outbox import publish
from trousse.core.personal_data import Consequence, DataSubject, Outcome
from trousse.sharing.parts import forget_parts


def export(subject: DataSubject) -> dict[str, Any]:
    """Return the person's own comments, and which comments call them."""
    written = Comment.objects.filter(_of(subject)).select_related("thread").order_by("pk")
    called = Mention.objects.filter(user=subject.user).select_related("comment__thread")
    found = {
        "comments": [
            {
                "thing": one.thread.ref,
                "at": one.created_at,
                "text": one.text,
                "edited_at": one.edited_at,
                "deleted": bool(one.ended),
            }
            for one in written
        ],
        "mentions": [
            {"thing": one.comment.thread.ref, "at": one.comment.created_at}
            for one in (called.order_by("pk") if subject.user else ())
        ],
    }
    return {name: value for name, value in found.items() if value}


def erase(subject: DataSubject) -> None:
    """Empty the person's comments, earlier texts included; the replies of others stay."""
    written = Comment.objects.filter(_of(subject))
    for comment in written.select_related("thread").order_by("pk"):
        publish(comment.thread.thing, CommentRemoved(comment=comment.public_id))
    forget_parts(one.ref for one in written)
    keys = list(written.order_by("pk").values_list("pk", flat=True))
    Revision.objects.filter(comment__in=keys).delete()
    Mention.objects.filter(Q(comment__in=keys)).delete()
    Comment.objects.filter(pk__in=keys).update(
        text="",
        ended=Comment.Ended.ERASED,
        hidden_at=None,
        withdrawn_at=None,
        author=None,
        guest=None,
    )
    if subject.user is not None:
        Mention.objects.filter(user=subject.user).delete()
        Thread.objects.filter(resolved_by=subject.user).update(resolved_by=None)


def foresee(subject: DataSubject) -> Sequence[Consequence]:
    """Tell how many comments go, and that a line stands in their place."""
    count = Comment.objects.filter(_of(subject)).count()
    words = ngettext(
        "%(n)d comment; a line says that there was one, so that replies are understood",
        "%(n)d comments; a line says that there was one, so that replies are understood",
        count,
    )
    return [Consequence(Outcome.ERASED, words % {"n": count})] if count else []


def _of(subject: DataSubject) -> Q:
    mine = Q(guest__in=[guest.pk for guest in subject.guests])
    return mine | Q(author=subject.user) if subject.user is not None else mine
