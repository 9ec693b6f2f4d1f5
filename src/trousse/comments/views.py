"""Pages of comments: reading them alone, writing, changing, moderating, settling."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trousse.accounts.current import remember_key, signed_in, visitor_of
from trousse.accounts.operations import invite_guest
from trousse.comments import operations
from trousse.comments.access import Scene, access_comment, access_scene, access_thread
from trousse.comments.forms import CommentForm, EditForm
from trousse.comments.mentions import people_to_call
from trousse.comments.models import Comment
from trousse.comments.operations import Writer
from trousse.comments.pages import is_unknown, listing, section
from trousse.comments.queries import comment_line
from trousse.core.errors import NotAllowed, NotFound
from trousse.core.limits import limit
from trousse.core.refs import Ref
from trousse.sharing.operations import admit_known_guest
from trousse.sharing.roles import Role

UNPROCESSABLE = 422
BY_AGENT, BY_GUEST, NEW_GUESTS = "30/10m", "60/10m", "20/h"
"""Comments of one agent; of one network's guests, a school's being one; new names among them."""
PART, WHOLE = "partie", "tout"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, ref_type: str, ref_id: str) -> HttpResponse:
    """Show the comments of a thing alone, or write one.

    ``?partie=fils``: the list only; ``?partie=tout``: the whole section, without the page.
    """
    ref = Ref(ref_type, ref_id)
    if request.method == "POST":
        return _add(request, access_scene(visitor_of(request), ref, Role.TAKE_PART))
    scene = access_scene(visitor_of(request), ref)
    if request.GET.get(PART) == WHOLE:
        context = section(request, ref, role=scene.role)
        return _private(render(request, "comments/section.html", context))
    if PART in request.GET:
        return _private(render(request, "comments/list.html", listing(request, scene)))
    return _whole_page(request, scene)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, ref_type: str, ref_id: str, comment_id: str) -> HttpResponse:
    """Show what one may do with a comment; save its author's new text."""
    scene = access_scene(visitor_of(request), Ref(ref_type, ref_id))
    is_sent = request.method == "POST"
    comment = access_comment(scene, comment_id, for_="edit" if is_sent else "see")
    form = EditForm(request.POST if is_sent else None, initial={"text": comment.text})
    if form.is_valid():
        operations.edit_comment(comment, _known_writer(scene, comment), form.cleaned_data["text"])
        return _back(scene, comment)
    context = {
        "scene": scene,
        "comment": comment_line(scene, comment),
        "is_hidden": comment.hidden_at is not None,
        "form": form if scene.wrote(comment) and scene.may_write else None,
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return _private(render(request, "comments/edit.html", context, status=status))


@require_POST
def delete(request: HttpRequest, ref_type: str, ref_id: str, comment_id: str) -> HttpResponse:
    """Delete a comment; done twice, it goes back to the thing all the same."""
    scene = access_scene(visitor_of(request), Ref(ref_type, ref_id))
    comment = access_comment(scene, comment_id, for_="delete")
    operations.delete_comment(comment, scene.user, by_author=scene.wrote(comment))
    return _back(scene, comment)


@require_POST
def hide(request: HttpRequest, ref_type: str, ref_id: str, comment_id: str) -> HttpResponse:
    """Put a comment out of sight."""
    return _moderate(request, Ref(ref_type, ref_id), comment_id, operations.hide_comment)


@require_POST
def show(request: HttpRequest, ref_type: str, ref_id: str, comment_id: str) -> HttpResponse:
    """Bring a comment back into sight."""
    return _moderate(request, Ref(ref_type, ref_id), comment_id, operations.show_comment)


@require_POST
def resolve(request: HttpRequest, ref_type: str, ref_id: str, thread_id: str) -> HttpResponse:
    """Settle a thread."""
    return _settle(request, Ref(ref_type, ref_id), thread_id, operations.resolve_thread)


@require_POST
def reopen(request: HttpRequest, ref_type: str, ref_id: str, thread_id: str) -> HttpResponse:
    """Open a settled thread again."""
    return _settle(request, Ref(ref_type, ref_id), thread_id, operations.reopen_thread)


@require_safe
def people(request: HttpRequest, ref_type: str, ref_id: str) -> HttpResponse:
    """Propose whom ``?q=`` may call: agents who may see the thing. For agents who may write."""
    asker = signed_in(request)
    scene = access_scene(visitor_of(request), Ref(ref_type, ref_id), Role.TAKE_PART)
    limit(asker.public_id, "comments:people", rate="90/m")
    text = request.GET.get("q", "").strip()[:60]
    found = people_to_call(scene.ref, text, asker) if text else []
    return _private(render(request, "comments/people.html", {"people": found}))


def _add(request: HttpRequest, scene: Scene) -> HttpResponse:
    sent = CommentForm(request.POST, is_unknown=is_unknown(scene))
    if not sent.is_valid():
        return _whole_page(request, scene, sent)
    _count(request, scene)
    writer, token = _writer(scene, sent.cleaned_data)
    given = sent.cleaned_data
    comment = operations.add_comment(
        writer, scene.ref, given["text"], key=given["key"], thread_id=given["thread"]
    )
    response = _back(scene, comment)
    if token:
        remember_key(response, request, token)
    return response


def _count(request: HttpRequest, scene: Scene) -> None:
    if scene.user is not None:
        limit(scene.user.public_id, "comments:add", rate=BY_AGENT)
        return
    limit(request, "comments:add", key=str(scene.ref), rate=BY_GUEST)
    if is_unknown(scene):
        limit(request, "comments:new_guest", key=str(scene.ref), rate=NEW_GUESTS)


def _writer(scene: Scene, given: dict[str, Any]) -> tuple[Writer, str]:
    """Return who writes, and the key of a guest who has just said their name."""
    if scene.user is not None:
        return Writer(user=scene.user), ""
    if scene.guests:
        return Writer(guest=scene.guests[0]), ""
    guest, token = invite_guest(given["name"], "", get_language() or "fr", invited_by=None)
    admit_known_guest(scene.ref, guest, Role.TAKE_PART)
    return Writer(guest=guest), token


def _known_writer(scene: Scene, comment: Comment) -> Writer:
    return Writer(user=scene.user, guest=None if scene.user else comment.guest)


def _moderate(
    request: HttpRequest, ref: Ref, comment_id: str, gesture: Callable[..., None]
) -> HttpResponse:
    scene = access_scene(visitor_of(request), ref)
    comment = access_comment(scene, comment_id, for_="moderate")
    if scene.user is None:
        raise NotAllowed
    gesture(comment, scene.user)
    return _back(scene, comment)


def _settle(
    request: HttpRequest, ref: Ref, thread_id: str, gesture: Callable[..., None]
) -> HttpResponse:
    scene = access_scene(visitor_of(request), ref)
    thread = access_thread(scene, thread_id, to_settle=True)
    gesture(thread, scene.user)
    return _private(redirect(f"{scene.card.url}#thread-{thread.public_id}"))


def _whole_page(
    request: HttpRequest, scene: Scene, sent: CommentForm | None = None
) -> HttpResponse:
    context = section(request, scene.ref, role=scene.role)
    if context["scene"] is None:
        raise NotFound
    status = UNPROCESSABLE if sent else 200
    return _private(render(request, "comments/page.html", context | {"sent": sent}, status=status))


def _back(scene: Scene, comment: Comment) -> HttpResponse:
    return _private(redirect(f"{scene.card.url}#comment-{comment.public_id}"))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
