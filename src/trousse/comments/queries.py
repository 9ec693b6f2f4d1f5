"""The comments of a thing as its page shows them: three queries, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, Prefetch, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from trousse.comments.access import may_settle
from trousse.comments.markup import comment_html
from trousse.comments.models import Comment, Mention, Thread
from trousse.core.refs import Ref

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from trousse.comments.access import Scene

THREADS = 20
"""Threads on a page; the others are one link away."""
REPLIES = 20
"""Of a long thread, its beginning and its last replies are shown."""


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment on a page. ``trace``: said in place of a text that is gone or hidden."""

    id: str
    name: str
    initials: str
    is_guest: bool
    at: datetime
    edited: bool
    html: "SafeString | str"
    trace: str
    is_own: bool
    may_act: bool


@dataclass(frozen=True, slots=True)
class ThreadLines:
    """One thread on a page. ``skipped``: replies that are not shown."""

    id: str
    is_resolved: bool
    may_settle: bool
    skipped: int
    first: CommentLine
    replies: tuple[CommentLine, ...]


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """Some threads, the oldest first. ``earlier``: where those before begin, or ""."""

    threads: tuple[ThreadLines, ...]
    earlier: str


def has_comments(ref: Ref) -> bool:
    """Tell whether anybody ever commented on ``ref``; one query."""
    return Thread.objects.filter(ref=str(ref)).exists()


def read_comments(scene: "Scene", *, before: str = "", only: str = "") -> CommentsPage:
    """Return the last threads of the thing, or those before the thread ``before``.

    ``only``: one thread, with up to ten times more replies. Unknown ids give an empty page.
    """
    threads = Thread.objects.filter(ref=str(scene.ref))
    if only:
        threads = threads.filter(public_id=only)
    elif before:
        limit = threads.filter(public_id=before)
        threads = threads.filter(
            Q(created_at__lt=Subquery(limit.values("created_at")))
            | Q(
                created_at=Subquery(limit.values("created_at")), pk__lt=Subquery(limit.values("pk"))
            )
        )
    replies = REPLIES * 10 if only else REPLIES
    rows = list(
        threads.order_by("-created_at", "-pk").prefetch_related(
            Prefetch("comments", _some_comments(replies), to_attr="shown")
        )[: THREADS + 1]
    )
    shown = rows[:THREADS][::-1]
    lines = [_thread(scene, row, row.shown) for row in shown if row.shown]
    return CommentsPage(tuple(lines), shown[0].public_id if len(rows) > THREADS else "")


def _some_comments(replies: int) -> QuerySet[Comment]:
    """Return the first and the last comments of each thread, with how many there are."""
    order = [F("created_at").asc(), F("pk").asc()]
    numbered = Comment.objects.annotate(
        number=Window(RowNumber(), partition_by=[F("thread")], order_by=order),
        total=Window(Count("pk"), partition_by=[F("thread")]),
    )
    wanted = numbered.filter(Q(number=1) | Q(number__gt=F("total") - replies))
    called = Prefetch("mentions", Mention.objects.select_related("user").order_by("pk"))
    return wanted.select_related("author", "guest").prefetch_related(called).order_by("number")


def _thread(scene: "Scene", thread: Thread, comments: Sequence[Comment]) -> ThreadLines:
    first, *replies = comments
    total: int = first.total  # type: ignore[attr-defined]  # annotated
    return ThreadLines(
        id=thread.public_id,
        is_resolved=thread.is_resolved,
        may_settle=may_settle(scene, first),
        skipped=total - len(comments),
        first=comment_line(scene, first),
        replies=tuple(comment_line(scene, one) for one in replies),
    )


def comment_line(scene: "Scene", comment: Comment) -> CommentLine:
    """Return a comment as this visitor may see it."""
    is_own = scene.wrote(comment)
    is_kept = not comment.ended and comment.withdrawn_at is None
    may_read = comment.is_live or (is_kept and (is_own or scene.may_moderate))
    names = [mention.user.full_name for mention in comment.mentions.all()]
    name = comment.author_name
    return CommentLine(
        id=comment.public_id,
        name=name,
        initials="".join(word[:1] for word in name.split()[:2]).upper(),
        is_guest=comment.guest_id is not None,
        at=comment.created_at,
        edited=comment.edited_at is not None and may_read,
        html=comment_html(comment.text, names) if may_read else "",
        trace=_trace(comment),
        is_own=is_own,
        may_act=may_read,
    )


def _trace(comment: Comment) -> str:
    if comment.withdrawn_at is not None:
        return _("Comment removed by the operators of this site.")
    if comment.hidden_at is not None:
        return _("Hidden by a person responsible.")
    return {
        Comment.Ended.BY_AUTHOR: _("Comment deleted by its author."),
        Comment.Ended.BY_MODERATOR: _("Comment deleted by a person responsible."),
        Comment.Ended.ERASED: _("Comment erased with the account of its author."),
    }.get(Comment.Ended(comment.ended), "")
