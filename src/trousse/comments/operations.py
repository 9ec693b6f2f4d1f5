"""Writes of comments: each one transaction, audited, told to open pages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.comments import events, notices
from trousse.comments.mentions import people_called
from trousse.comments.models import Comment, Mention, Revision, Thread
from trousse.core import audit
from trousse.core.clock import now
from trousse.core.errors import Conflict, NotFound
from trousse.core.outbox import publish
from trousse.core.refs import Ref
from trousse.notifications.operations import forget_about
from trousse.sharing.parts import forget_parts

if TYPE_CHECKING:
    from trousse.accounts.models import Guest, User
    from trousse.core.audit.recording import JSON


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: an agent or a guest, never both."""

    user: "User | None" = None
    guest: "Guest | None" = None

    def wrote(self, comment: Comment) -> bool:
        """Tell whether ``comment`` is theirs."""
        if self.user is not None:
            return comment.author_id == self.user.pk
        return self.guest is not None and comment.guest_id == self.guest.pk


@transaction.atomic
def add_comment(writer: Writer, ref: Ref, text: str, *, key: str, thread_id: str = "") -> Comment:
    """Write on ``ref``, in a thread of it or in a new one; the same ``key`` again does nothing.

    A reply opens a settled thread again. Raises NotFound for a thread of another thing, Conflict
    for the key of somebody else's form.
    """
    known = Comment.objects.select_related("thread").filter(key=key).first()
    if known is not None:
        return _same(known, writer, ref)
    thread = _thread(ref, thread_id)
    comment, created = Comment.objects.get_or_create(
        key=key,
        defaults={"thread": thread, "author": writer.user, "guest": writer.guest, "text": text},
    )
    if not created:
        raise Conflict(_("This comment is being sent already. Look at the page again."))
    reopen_thread(thread, writer.user)
    called = _call(comment, writer)
    audit.record("comments:comment:add", subject=ref, actor=writer.user, details=_id(comment))
    publish(ref, events.CommentAdded(comment=comment.public_id, thread=thread.public_id))
    notices.tell_of(comment, writer.user, called, is_reply=bool(thread_id))
    return comment


def _same(known: Comment, writer: Writer, ref: Ref) -> Comment:
    if not writer.wrote(known) or known.thread.ref != str(ref):
        raise Conflict
    return known


def _thread(ref: Ref, thread_id: str) -> Thread:
    if not thread_id:
        return Thread.objects.create(ref=str(ref))
    thread = Thread.objects.select_for_update().filter(public_id=thread_id, ref=str(ref)).first()
    if thread is None:
        raise NotFound
    return thread


def _call(comment: Comment, writer: Writer) -> "list[User]":
    """Keep who is called, and return those who were not before. Guests call nobody."""
    called = people_called(comment.text, comment.thread.thing) if writer.user else []
    before = set(comment.mentions.values_list("user_id", flat=True))
    comment.mentions.exclude(user__in=called).delete()
    new = [person for person in called if person.pk not in before]
    Mention.objects.bulk_create([Mention(comment=comment, user=person) for person in new])
    return new


@transaction.atomic
def edit_comment(comment: Comment, writer: Writer, text: str) -> Comment:
    """Change the text; the earlier one stays a while for moderation. The same text: nothing."""
    locked = _locked(comment)
    if locked.text == text:
        return locked
    Revision.objects.create(comment=locked, text=locked.text)
    locked.text, locked.edited_at = text, now()
    locked.save(update_fields=["text", "edited_at"])
    called = _call(locked, writer)
    _record("edit", locked, writer.user)
    publish(locked.thread.thing, events.CommentEdited(comment=locked.public_id))
    notices.tell_called(locked, writer.user, called)
    return locked


@transaction.atomic
def delete_comment(comment: Comment, actor: "User | None", *, by_author: bool) -> None:
    """Take the text away; a line says that there was one. Twice does nothing."""
    locked = Comment.objects.select_for_update().filter(pk=comment.pk).first()
    if locked is None or locked.ended:
        return
    Revision.objects.create(comment=locked, text=locked.text)
    locked.ended = Comment.Ended.BY_AUTHOR if by_author else Comment.Ended.BY_MODERATOR
    locked.text, locked.hidden_at = "", None
    locked.save(update_fields=["ended", "text", "hidden_at"])
    locked.mentions.all().delete()
    forget_about(locked.ref)
    _record("delete", locked, actor)
    publish(locked.thread.thing, events.CommentRemoved(comment=locked.public_id))


@transaction.atomic
def hide_comment(comment: Comment, actor: "User") -> None:
    """Put a comment out of sight of all but its author and moderators. Twice does nothing."""
    locked = _locked(comment)
    if locked.hidden_at is None:
        locked.hidden_at = now()
        locked.save(update_fields=["hidden_at"])
        forget_about(locked.ref)
        _record("hide", locked, actor)
        publish(locked.thread.thing, events.CommentRemoved(comment=locked.public_id))


@transaction.atomic
def show_comment(comment: Comment, actor: "User") -> None:
    """Bring a hidden comment back. Twice does nothing."""
    locked = _locked(comment)
    if locked.hidden_at is not None:
        locked.hidden_at = None
        locked.save(update_fields=["hidden_at"])
        _record("show", locked, actor)
        publish(locked.thread.thing, events.CommentEdited(comment=locked.public_id))


@transaction.atomic
def resolve_thread(thread: Thread, actor: "User | None") -> None:
    """Settle a thread: it stays, folded. Twice does nothing."""
    settled = Thread.objects.filter(pk=thread.pk, resolved_at__isnull=True)
    if settled.update(resolved_at=now(), resolved_by=actor):
        _settled(thread, actor, resolved=True)


@transaction.atomic
def reopen_thread(thread: Thread, actor: "User | None") -> None:
    """Open a settled thread again. Twice does nothing."""
    settled = Thread.objects.filter(pk=thread.pk, resolved_at__isnull=False)
    if settled.update(resolved_at=None, resolved_by=None):
        _settled(thread, actor, resolved=False)


def _settled(thread: Thread, actor: "User | None", *, resolved: bool) -> None:
    action = "comments:thread:resolve" if resolved else "comments:thread:reopen"
    audit.record(action, subject=thread.thing, actor=actor, details={"thread": thread.public_id})
    publish(thread.thing, events.ThreadResolved(thread=thread.public_id, resolved=resolved))


@transaction.atomic
def forget_comments(ref: Ref) -> None:
    """Drop all that was written on a thing that is being deleted."""
    gone = Comment.objects.filter(thread__ref=str(ref)).order_by("pk").only("public_id")
    forget_parts(comment.ref for comment in gone)
    for comment in gone:
        forget_about(comment.ref)
    Thread.objects.filter(ref=str(ref)).delete()


def inherit_comments(guest: "Guest", heir: "User | None") -> None:
    """Give what a guest wrote to the account of the same person."""
    if heir is not None:
        Comment.objects.filter(guest=guest).update(author=heir, guest=None)


def _locked(comment: Comment) -> Comment:
    rows = Comment.objects.select_for_update(of=("self",)).select_related("thread")
    locked = rows.filter(pk=comment.pk, ended=Comment.Ended.NO, withdrawn_at=None).first()
    if locked is None:
        raise Conflict(_("This comment has just been deleted."))
    return locked


def _record(verb: str, comment: Comment, actor: "User | None") -> None:
    audit.record(
        f"comments:comment:{verb}",
        subject=comment.thread.thing,
        actor=actor,
        details=_id(comment),
    )


def _id(comment: Comment) -> "dict[str, JSON]":
    return {"comment": comment.public_id}
