"""Writes of groups made by hand. Public. Nobody edits an automatic group.

Each is one transaction with its audit entry and its facts, except where it says batches.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.errors import Conflict, NotAllowed
from trousse.core.outbox import publish
from trousse.core.words import words_of
from trousse.directory import group_events as events
from trousse.directory.group_changes import (
    batches_of,
    delete_members,
    insert_members,
    lock_group,
)
from trousse.directory.models import Group, JoinRequest, Membership

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.models import Establishment

MANAGER = Membership.Role.MANAGER


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """What a group is; texts are clean. ``establishment``: whose staff may find and use it."""

    name: str
    description: str = ""
    policy: str = Group.Policy.CLOSED
    establishment: "Establishment | None" = None


def search_name_of(name: str, description: str) -> str:
    """Return what searches compare of a group."""
    return " ".join(words_of(f"{name} {description}"))[:700]


@transaction.atomic
def create_group(owner: "User", draft: GroupDraft, *, key: str) -> Group:
    """Create a group that ``owner`` manages; the same ``key`` again returns the first one."""
    group, created = Group.objects.get_or_create(
        creation_key=f"{owner.public_id}:{key}"[:64],
        defaults={
            "name": draft.name,
            "description": draft.description,
            "search_name": search_name_of(draft.name, draft.description),
            "policy": draft.policy,
            "establishment": draft.establishment,
        },
    )
    if created:
        audit.record("directory:group:create", subject=group.ref, actor=owner)
        publish(group.ref, events.GroupCreated())
        insert_members(group, [owner.pk], actor=owner, role=MANAGER)
        group.refresh_from_db(fields=["size"])
    return group


@transaction.atomic
def edit_group(group: Group, actor: "User", draft: GroupDraft) -> Group:
    """Change what a group is; requests that wait are dropped when it takes none any more.

    Nothing happens when nothing changed.
    """
    locked = _lock_by_hand(group)
    wanted = {
        "name": draft.name,
        "description": draft.description,
        "policy": draft.policy,
        "establishment": draft.establishment,
    }
    if all(getattr(locked, name) == value for name, value in wanted.items()):
        return locked
    for name, value in wanted.items():
        setattr(locked, name, value)
    locked.search_name = search_name_of(draft.name, draft.description)
    locked.save(update_fields=[*wanted, "search_name"])
    if locked.policy != Group.Policy.ON_REQUEST:
        locked.requests.all().delete()
    audit.record("directory:group:edit", subject=group.ref, actor=actor)
    publish(group.ref, events.GroupChanged())
    return locked


@transaction.atomic
def join_group(group: Group, user: "User") -> None:
    """Enter an open group; a member stays one. Raises NotAllowed when it is not open."""
    locked = _lock_by_hand(group)
    if locked.policy != Group.Policy.OPEN:
        raise NotAllowed(_("This group is not open to everybody."))
    insert_members(locked, [user.pk], actor=user)


@transaction.atomic
def ask_to_join(group: Group, user: "User", message: str = "") -> JoinRequest:
    """Ask to enter; asking again changes nothing. Raises NotAllowed, Conflict for a member."""
    locked = _lock_by_hand(group)
    if locked.policy != Group.Policy.ON_REQUEST:
        raise NotAllowed(_("This group takes no request."))
    if Membership.objects.filter(group=group, user=user).exists():
        raise Conflict(_("You belong to this group already."))
    request, created = JoinRequest.objects.get_or_create(
        group=group, user=user, defaults={"message": message}
    )
    if created:
        audit.record("directory:group:ask", subject=group.ref, actor=user)
        publish(group.ref, events.JoinAsked(request=request.public_id))
    return request


@transaction.atomic
def answer_request(request: JoinRequest, actor: "User", *, accept: bool) -> None:
    """Let somebody in, or not; a request that is gone stays gone."""
    group = _lock_by_hand(request.group)
    gone, _rows = JoinRequest.objects.filter(pk=request.pk).delete()
    if not gone:
        return
    audit.record(
        "directory:group:answer", subject=group.ref, actor=actor, details={"accepted": accept}
    )
    fact = events.JoinAnswered(person=request.user.public_id, accepted=accept)
    publish(group.ref, fact)
    if accept:
        insert_members(group, [request.user_id], actor=actor)


@transaction.atomic
def withdraw_request(group: Group, user: "User") -> None:
    """Take one's own request back, if there is one."""
    gone, _rows = JoinRequest.objects.filter(group=group, user=user).delete()
    if gone:
        audit.record("directory:group:withdraw_request", subject=group.ref, actor=user)
        publish(group.ref, events.JoinAnswered(person=user.public_id, accepted=False))


def add_members(group: Group, people: Iterable["User"], actor: "User") -> int:
    """Add people, in batches of 5,000; return how many were not in already.

    A batch that fails leaves the earlier ones written: adding again completes.
    """
    with transaction.atomic():
        _lock_by_hand(group)
    batches = batches_of({person.pk for person in people})
    return sum(insert_members(group, batch, actor=actor) for batch in batches)


@transaction.atomic
def remove_member(group: Group, person: "User", actor: "User") -> None:
    """Remove somebody who may be gone already. Raises Conflict for the only manager."""
    locked = _lock_by_hand(group)
    _keep_a_manager(locked, leaving=person)
    delete_members(locked, [person.pk], actor=actor)


def leave_group(group: Group, user: "User") -> None:
    """Leave a group. Raises Conflict for its only manager."""
    remove_member(group, user, user)


@transaction.atomic
def set_manager(group: Group, person: "User", actor: "User", *, manages: bool) -> None:
    """Make a member a manager, or a manager a member again.

    Raises Conflict for the only manager, and for somebody who does not belong to the group.
    """
    locked = _lock_by_hand(group)
    if not manages:
        _keep_a_manager(locked, leaving=person)
    role = MANAGER if manages else Membership.Role.MEMBER
    members = Membership.objects.filter(group=locked, user=person)
    if not members.exists():
        raise Conflict(_("This person does not belong to the group any more."))
    if members.exclude(role=role).update(role=role):
        action = "directory:group:promote" if manages else "directory:group:demote"
        audit.record(action, subject=group.ref, actor=actor)
        publish(group.ref, events.GroupChanged())


def delete_group(group: Group, actor: "User") -> None:
    """Remove the members, in batches, so that what they saw closes; then the group itself."""
    with transaction.atomic():
        _lock_by_hand(group)
    dissolve(group, actor)


def forget_member(person: "User") -> None:
    """Take somebody who is being erased out of every group, at once.

    A group that loses its only manager gets its oldest member as one, or goes when it is empty.
    """
    for row in Membership.objects.filter(user=person).select_related("group").order_by("pk"):
        others = Membership.objects.filter(group=row.group_id).exclude(user=person)
        heir = others.order_by("created_at", "pk").first()
        if row.role == MANAGER and heir is None:
            dissolve(row.group, None)
            continue
        if heir is not None and not others.filter(role=MANAGER).exists() and row.role == MANAGER:
            Membership.objects.filter(pk=heir.pk).update(role=MANAGER)
        delete_members(row.group, [person.pk], actor=None)
    JoinRequest.objects.filter(user=person).delete()


def dissolve(group: Group, actor: "User | None") -> None:
    """Empty and delete any group, made by hand or not; a group that is gone stays gone."""
    members = Membership.objects.filter(group=group)
    for batch in batches_of(set(members.values_list("user_id", flat=True))):
        delete_members(group, batch, actor=actor)
    with transaction.atomic():
        if Group.objects.filter(pk=group.pk).exists():
            audit.record("directory:group:delete", subject=group.ref, actor=actor)
            publish(group.ref, events.GroupDeleted())
            Group.objects.filter(pk=group.pk).delete()


def _lock_by_hand(group: Group) -> Group:
    locked = lock_group(group)
    if locked.is_automatic:
        raise NotAllowed(_("This group follows the directory: nobody changes it by hand."))
    return locked


def _keep_a_manager(group: Group, *, leaving: "User") -> None:
    managers = Membership.objects.filter(group=group, role=MANAGER)
    manages = managers.filter(user=leaving).exists()
    if manages and not managers.exclude(user=leaving).exists():
        raise Conflict(_("A group keeps at least one manager. Name another one first."))
