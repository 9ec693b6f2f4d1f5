"""The inbox of the responsible person: nobody else reads or follows it."""

from tests.matrix.calling import Call, calls, thing
from tests.matrix.world import World
from trousse.core.refs import Ref
from trousse.notifications.models import Notification
from trousse.notifications.unsubscribing import DIGEST, unsubscribe_token


@thing("inbox")
def _inbox(world: World) -> Ref:
    return Ref("inbox", world.people["responsible"].public_id)


@calls("notifications:open", "notifications:read_one")
def _line(world: World, actor: str) -> Call:
    line = Notification.objects.create(
        user=world.people["responsible"],
        kind="polls.invited",
        service="polls",
        about="poll:matrix",
        url="/contact/",
        key="matrix",
    )
    return Call({"public_id": line.public_id})


@calls("notifications:unsubscribe")
def _stop(world: World, actor: str) -> Call:
    return Call({"token": unsubscribe_token(world.people["responsible"].public_id, DIGEST)})
