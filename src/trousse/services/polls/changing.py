"""Changing what an organiser decided about a poll: its texts, its rules, what it asks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction

from trousse.core import audit
from trousse.core.outbox import publish
from trousse.services.polls import events
from trousse.services.polls.asking import Questioning, set_questions
from trousse.services.polls.closing import look_after_vote
from trousse.services.polls.dating import put_dates
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import edit_poll, lock_poll, save_poll
from trousse.services.polls.rules import RULE_FIELDS, Rules, deadline_parts

if TYPE_CHECKING:
    from trousse.accounts.models import User


@transaction.atomic
def change_poll(
    poll: Poll,
    actor: "User",
    texts: Mapping[str, str],
    rules: Rules,
    questioning: Questioning | None = None,
) -> Poll:
    """Change title, description and place, the rules and the questions, all or nothing."""
    edit_poll(poll, actor, **texts)
    return change_rules(poll, actor, rules, questioning)


@transaction.atomic
def change_rules(
    poll: Poll, actor: "User", rules: Rules, questioning: Questioning | None = None
) -> Poll:
    """Change the rules of a poll; nothing happens when they are the same.

    A poll that its deadline closed opens again when the deadline is put off or removed. Without
    ``questioning`` the questions stay.
    """
    locked = lock_poll(poll)
    was_open, before = locked.is_open, Rules.of(locked)
    asks_otherwise = questioning is not None and set_questions(locked, questioning)
    if before == rules and not asks_otherwise:
        return locked
    for name in RULE_FIELDS:
        setattr(locked, name, getattr(rules, name))
    _follow_deadline(locked)
    changed = ("has_questions", "state", "closed_by", "expires_on")
    save_poll(locked, actor, *RULE_FIELDS, *changed)
    if locked.is_open and locked.closes_when != before.closes_when:
        look_after_vote(locked)  # what it waits for may have come already
    if locked.decided_slot and before.has_visio != rules.has_visio:
        put_dates(locked)
    audit.record("polls:poll:change_rules", subject=poll.ref, actor=actor)
    reopens = locked.is_open and not was_open
    publish(poll.ref, events.PollReopened(cancelled_slot="") if reopens else events.PollChanged())
    return locked


def _follow_deadline(poll: Poll) -> None:
    """Open a poll that an earlier deadline closed, and keep it as long as its deadline needs."""
    if poll.closed_by == Poll.ClosedBy.DEADLINE and not poll.is_past_deadline:
        poll.state, poll.closed_by = Poll.State.OPEN, Poll.ClosedBy.NOBODY
    if poll.deadline:
        day, _hour = deadline_parts(poll.deadline, ZoneInfo(poll.time_zone))
        poll.expires_on = max(poll.expires_on, day + poll.kept_for)
