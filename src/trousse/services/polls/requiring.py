"""What somebody asks of the people who come, and how it is kept with a poll."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trousse.services.polls.models import Poll, Requirement

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.models import Group

MOST_CONDITIONS = 30


@dataclass(frozen=True, slots=True)
class ConditionDraft:
    """One condition: a person, or at least some of a function, of a group, of all who are invited.

    At most one of ``user``, ``group`` and ``function`` (a code of the directory) is given.
    ``percent``, 1 to 100, counts instead of ``least``, 1 or more.
    """

    user: "User | None" = None
    group: "Group | None" = None
    function: str = ""
    least: int = 1
    percent: int | None = None

    @property
    def kind(self) -> Requirement.Kind:
        if self.user is not None:
            return Requirement.Kind.PERSON
        if self.group is not None:
            return Requirement.Kind.GROUP
        return Requirement.Kind.FUNCTION if self.function else Requirement.Kind.INVITED


def keep_requirements(poll: Poll, drafts: Sequence[ConditionDraft]) -> bool:
    """Make ``drafts`` all that the poll requires; tell whether that changes anything.

    Sets ``poll.has_conditions`` without saving it. To be called inside a transaction.
    """
    wanted = [_row(poll, draft, order) for order, draft in enumerate(drafts)]
    held = list(poll.requirements.all())
    poll.has_conditions = bool(wanted)
    if [_facts(row) for row in held] == [_facts(row) for row in wanted]:
        return False
    poll.requirements.all().delete()
    Requirement.objects.bulk_create(wanted)
    return True


def people_named(drafts: Iterable[ConditionDraft]) -> "list[User]":
    """Return the people whom conditions name."""
    return [draft.user for draft in drafts if draft.user is not None]


def groups_named(drafts: Iterable[ConditionDraft]) -> "list[Group]":
    """Return the groups whom conditions name."""
    return [draft.group for draft in drafts if draft.group is not None]


def _row(poll: Poll, draft: ConditionDraft, order: int) -> Requirement:
    return Requirement(
        poll=poll,
        kind=draft.kind,
        user=draft.user,
        group=draft.group,
        function=draft.function,
        least=draft.least,
        percent=draft.percent,
        order=order,
    )


def _facts(row: Requirement) -> tuple[object, ...]:
    return (row.kind, row.user_id, row.group_id, row.function, row.least, row.percent)
