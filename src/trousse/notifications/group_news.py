"""News of groups: the directory lies below and cannot tell them itself."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trousse.core.outbox import ReceivedEvent, receiver
from trousse.directory.group_queries import find_group, managers_of
from trousse.directory.queries import find_people
from trousse.notifications.kinds import Kind, name_service, register_kind
from trousse.notifications.operations import Notice, notify

ASKED = Kind(
    name="directory.join_asked",
    service="directory",
    title=_("Somebody asks to enter a group that you manage"),
    line=_("Somebody asks to enter the group “%(title)s”"),
)
ACCEPTED = Kind(
    name="directory.join_accepted",
    service="directory",
    title=_("You are now in a group that you asked for"),
    line=_("You are now in the group “%(title)s”"),
)


@receiver("notifications.group_requests", "group.join_asked", "group.join_answered")
def tell_of_request(event: ReceivedEvent) -> None:
    """Tell those who manage a group of a request, and whoever asked that they are in."""
    group = find_group(event.subject.id)
    if group is None:
        return
    if event.type == "group.join_asked":
        kind, people, key = ASKED, list(managers_of(group)), event.data["request"]
    elif event.data["accepted"]:
        kind, people, key = ACCEPTED, find_people([event.data["person"]]), "accepted"
    else:
        return
    notice = Notice(
        kind=kind.name,
        about=event.subject,
        url=reverse("groups:detail", args=[group.public_id]),
        params={"title": group.name},
        key=f"{event.subject}/{key}",
    )
    notify(people, notice)


def register() -> None:
    """Name these kinds of news; called once at start-up."""
    register_kind(ASKED)
    register_kind(ACCEPTED)
    name_service("directory", _("Directory and groups"))
