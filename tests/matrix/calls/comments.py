"""A thread on a poll in which everybody has the role of their name, begun by the participant."""

from tests.matrix.calling import THINGS, Call, calls
from tests.matrix.world import World
from trousse.comments.models import Comment
from trousse.comments.operations import Writer, add_comment
from trousse.core.refs import Ref

TEXT = {"text": "Un commentaire", "key": "c" * 22, "name": "Nadia", "thread": ""}


def _comment(world: World) -> tuple[Ref, Comment]:
    ref = THINGS["poll"](world)
    writer = Writer(user=world.people["participant"])
    return ref, add_comment(writer, ref, "Un mot", key="d" * 22)


@calls("comments:page", "comments:people")
def _page(world: World, actor: str) -> Call:
    ref = THINGS["poll"](world)
    return Call({"ref_type": ref.type, "ref_id": ref.id}, data=TEXT)


@calls("comments:edit", "comments:delete", "comments:hide", "comments:show")
def _one(world: World, actor: str) -> Call:
    ref, comment = _comment(world)
    kwargs = {"ref_type": ref.type, "ref_id": ref.id, "comment_id": comment.public_id}
    return Call(kwargs, data={"text": "Un autre mot"})


@calls("comments:resolve", "comments:reopen")
def _thread(world: World, actor: str) -> Call:
    ref, comment = _comment(world)
    kwargs = {"ref_type": ref.type, "ref_id": ref.id, "thread_id": comment.thread.public_id}
    return Call(kwargs)
