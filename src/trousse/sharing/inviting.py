"""Sharing by hand: people are told, guests get a letter with their personal link, all is capped."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import get_language

from trousse.accounts.operations import invite_guest
from trousse.core.refs import Ref
from trousse.notifications.operations import Notice, notify
from trousse.sharing.caps import count_sharing
from trousse.sharing.letters import queue_invitation
from trousse.sharing.models import Grant
from trousse.sharing.operations import grant_group, grant_guest, grant_person
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trousse.accounts.models import User
    from trousse.directory.models import Group
    from trousse.sharing.things import ThingCard

MOST_TOLD = 200
"""Members of a group beyond whom nobody is told: a whole académie needs another way."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What somebody shares: with whom, as what, with which words for guests."""

    people: "Sequence[User]"
    groups: "Sequence[Group]"
    emails: "Sequence[str]"
    role: Role
    note: str = ""

    def __len__(self) -> int:
        return len(self.people) + len(self.groups) + len(self.emails)


@transaction.atomic
def share_with(ref: Ref, card: "ThingCard", invitation: Invitation, *, by: "User") -> None:
    """Give everybody the role, at least, and tell those who did not have it.

    Nobody is lowered: somebody who may do more keeps it. Raises TooManyRequests above the day's
    caps; then nothing is given and nothing is sent.
    """
    count_sharing(by, given=len(invitation), letters=len(invitation.emails))
    told = [person for person in invitation.people if _raised(ref, person, invitation, by)]
    for group in invitation.groups:
        _give_group(ref, group, invitation, by)
        if group.size <= MOST_TOLD:
            members = group.memberships.select_related("user").order_by("user")
            told += [membership.user for membership in members]
    _tell(told, ref, card, by)
    for email in invitation.emails:
        _invite(ref, card, email, invitation, by)


def _raised(ref: Ref, person: "User", invitation: Invitation, by: "User") -> bool:
    held = Grant.objects.standing().of(ref).filter(person=person, origin="").first()
    if held is not None and held.role >= invitation.role:
        return False
    grant_person(ref, person, invitation.role, by=by)
    return True


def _give_group(ref: Ref, group: "Group", invitation: Invitation, by: "User") -> None:
    held = Grant.objects.standing().of(ref).filter(group=group, origin="").first()
    if held is None or held.role < invitation.role:
        grant_group(ref, group, invitation.role, by=by)


def _tell(people: "Sequence[User]", ref: Ref, card: "ThingCard", by: "User") -> None:
    notice = Notice(
        kind="sharing.given",
        about=ref,
        url=card.url,
        params={"actor": by.full_name, "title": card.title},
        actor=by,
        key=f"{ref}/shared",
    )
    notify(people, notice)


def _invite(ref: Ref, card: "ThingCard", email: str, invitation: Invitation, by: "User") -> None:
    guest, token = invite_guest("", email, get_language() or by.language, invited_by=by)
    held = Grant.objects.standing().of(ref).filter(guest=guest, origin="").first()
    if held is None or held.role < invitation.role:
        role = min(invitation.role, Role.EDIT)
        grant_guest(ref, guest, role, by=by)
    queue_invitation(ref, card, guest, token, by=by, note=invitation.note)
