"""What the templates of comments are given, on a thing's page or on their own."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from trousse.accounts.current import visitor_of
from trousse.comments.access import Scene, access_scene
from trousse.comments.forms import CommentForm
from trousse.comments.queries import read_comments
from trousse.core.errors import NotFound
from trousse.core.realtime.history import heads_of
from trousse.core.refs import Ref
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.comments.queries import ThreadLines

BEFORE, THREAD = "avant", "fil"
"""In addresses: where the earlier threads end; one thread alone."""


def section(
    request: HttpRequest, ref: Ref, *, role: Role | None = None, after: int | None = None
) -> dict[str, Any]:
    """Return the context of the comments of ``ref``, or an empty one for who may not see it.

    ``role``, ``after``: the visitor's role and the thing's last number, when the page knows them
    already; each spares a query.
    """
    try:
        scene = access_scene(visitor_of(request), ref, role=role)
    except NotFound:
        return {"scene": None}
    head = heads_of([ref]).get(ref, 0) if after is None else after
    return {**listing(request, scene), "after": head, "form": new_form(scene), "request": request}


def listing(request: HttpRequest, scene: Scene) -> dict[str, Any]:
    """Return the context of the threads alone."""
    page = read_comments(
        scene, before=request.GET.get(BEFORE, ""), only=request.GET.get(THREAD, "")
    )
    return {
        "scene": scene,
        "page": page,
        "threads": [(thread, _reply_form(scene, thread)) for thread in page.threads],
        "address": address(scene.ref),
        "is_part": BEFORE in request.GET or THREAD in request.GET,
    }


def address(ref: Ref) -> str:
    """Return the address of the comments of ``ref`` alone."""
    return reverse("comments:page", args=[ref.type, ref.id])


def new_form(scene: Scene, **initial: str) -> CommentForm | None:
    """Return the form of a new comment, or None for who may only read."""
    if not scene.may_write:
        return None
    return CommentForm(initial=initial, is_unknown=is_unknown(scene))


def is_unknown(scene: Scene) -> bool:
    """Tell whether a writer must give a name: neither signed in nor a known guest."""
    return scene.user is None and not scene.guests


def _reply_form(scene: Scene, thread: "ThreadLines") -> CommentForm | None:
    if not scene.may_write:
        return None
    return CommentForm(is_unknown=is_unknown(scene), thread=thread.id)
