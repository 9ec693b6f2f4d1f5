"""Changing who must be there for a date to do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trousse.core import audit
from trousse.core.errors import Conflict
from trousse.core.outbox import publish
from trousse.services.polls.events import PollChanged
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import lock_poll, save_poll
from trousse.services.polls.queries import card_of
from trousse.services.polls.requiring import (
    ConditionDraft,
    groups_named,
    keep_requirements,
    people_named,
)
from trousse.sharing.inviting import Invitation, share_with
from trousse.sharing.queries import grants_on, users_with_access
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import User


@transaction.atomic
def set_conditions(poll: Poll, actor: "User", drafts: Sequence[ConditionDraft]) -> Poll:
    """Make ``drafts`` the conditions of the poll; nothing happens when they are the same.

    ``poll``: from ``access_poll``. Whoever a condition names is invited to answer, when ``actor``
    may share the poll. Raises Conflict once a date is chosen, TooManyRequests above the caps of
    sharing.
    """
    locked = lock_poll(poll)
    if locked.is_decided:
        raise Conflict(_("A date is already chosen. Reopen the poll to change its conditions."))
    if not keep_requirements(locked, drafts):
        return locked
    save_poll(locked, actor, "has_conditions")
    if poll.standing.role >= Role.MANAGE:
        _invite_named(locked, actor, drafts)
    audit.record(
        "polls:poll:set_conditions",
        subject=poll.ref,
        actor=actor,
        details={"conditions": len(drafts)},
    )
    publish(poll.ref, PollChanged())
    return locked


def _invite_named(poll: Poll, actor: "User", drafts: Sequence[ConditionDraft]) -> None:
    """Invite the people and groups named who were not, by themselves: they are waited for."""
    asked, named = users_with_access(poll.ref, Role.TAKE_PART), people_named(drafts)
    known = set(asked.filter(pk__in=[one.pk for one in named]).values_list("pk", flat=True))
    given = grants_on(poll.ref).filter(kind="group", role__gte=Role.TAKE_PART)
    shared = set(given.order_by().values_list("group", flat=True))
    people = [one for one in named if one.pk not in known]
    groups = [one for one in groups_named(drafts) if one.pk not in shared]
    invitation = Invitation(people, groups, (), Role.TAKE_PART)
    if len(invitation):
        share_with(poll.ref, card_of(poll), invitation, by=actor)
