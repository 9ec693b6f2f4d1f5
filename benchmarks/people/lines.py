"""The lines of the tables: searches, groups, « may X see this »."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from benchmarks.people.country import SMALL_GROUP, big_group_size
from benchmarks.people.questions import Question, questions
from trousse.accounts.current import Visitor
from trousse.accounts.models import User
from trousse.core.refs import Ref
from trousse.directory.group_members import members_page
from trousse.directory.group_operations import GroupDraft, add_members, create_group, dissolve
from trousse.directory.group_queries import is_member
from trousse.directory.models import Establishment, Group
from trousse.directory.queries import PeopleFound, look_up, search_people
from trousse.directory.search.finding import typed_words
from trousse.sharing.access import role_on
from trousse.sharing.operations import (
    grant_establishment,
    grant_group,
    grant_signed_in,
    own_thing,
)
from trousse.sharing.roles import Role

WARM_UP, MEASURED = 20, 26
"""Seeds of the two sets of questions."""
LIMIT = 10
CALLS = 500
PAGES = 100

Times = dict[str, list[float]]


def measure(queries: int) -> dict[str, Any]:
    """Return the milliseconds of each line, and how many typos led to the person."""
    for question in questions(queries // 2, WARM_UP):
        _search(question)
    searches, solved = _searches(queries)
    return {"search": searches, "typos": solved, "groups": _groups(), "rights": _rights()}


def _search(question: Question) -> PeopleFound:
    return look_up(question.asker, typed_words(question.text), LIMIT)


def _searches(queries: int) -> tuple[Times, list[int]]:
    times: Times = defaultdict(list)
    typos = solved = 0
    for question in questions(queries, MEASURED):
        spent, found = timed(partial(_search, question))
        times["all, by duration"].append(spent[0])
        times["all, by this process's work"].append(spent[1])
        times[question.kind].append(spent[0])
        if question.kind == "one typo":
            typos += 1
            solved += any(card.public_id == question.wanted.public_id for card in found.people)
    for question in questions(queries, MEASURED):
        spent, _found = timed(partial(search_people, question.asker, question.text))
        times["with its line in the audit log"].append(spent[0])
    return times, [solved, typos]


def timed(call: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    """Return how long ``call`` took and what it cost this process, in milliseconds."""
    started, spent = time.perf_counter(), time.process_time()
    result = call()
    return ((time.perf_counter() - started) * 1000, (time.process_time() - spent) * 1000), result


def _all(calls: Iterable[Callable[[], Any]]) -> list[float]:
    return [timed(call)[0][0] for call in calls]


def _groups() -> Times:
    people = User.objects.count()
    size = big_group_size(people)
    group = Group.objects.get(pk=1)
    some = [User(pk=1 + number * people // CALLS) for number in range(CALLS)]
    viewer = User.objects.get(pk=people)
    starts = [f"{1 + number * size // PAGES:022}" for number in range(PAGES)]
    times = {
        "is X a member": _all(partial(is_member, user, group) for user in some),
        "a page of 50 members": _all(
            partial(members_page, group, viewer, after=after) for after in starts
        ),
    }
    owner = User.objects.get(pk=people)
    new = create_group(owner, GroupDraft("Nouveau"), key="bench")
    members = [User(pk=number) for number in range(1, size + 1)]
    times[f"add {size} members"] = _all([lambda: add_members(new, members, owner)])
    times["remove them and the group"] = _all([lambda: dissolve(new, owner)])
    return times


def _rights() -> Times:
    people = User.objects.count()
    owner, member = User.objects.get(pk=people), User.objects.get(pk=2)
    mine, grouped, placed, opened = (Ref("poll", f"{name:_>22}") for name in "mgpo")
    for ref in (mine, grouped, placed, opened):
        own_thing(ref, owner)
    grant_group(grouped, Group.objects.get(pk=1), Role.VIEW, by=owner)
    for small in Group.objects.filter(size=SMALL_GROUP).order_by("pk")[:20]:
        grant_group(grouped, small, Role.VIEW, by=owner)
    grant_establishment(placed, Establishment.objects.get(pk=2), Role.VIEW, by=owner)
    grant_signed_in(opened, Role.VIEW, by=owner)
    lines = {
        "one's own thing": (owner, mine, True),
        "shared with a large group and 20 small, member": (member, grouped, True),
        "the same, not a member": (User.objects.get(pk=people - 1), grouped, False),
        "shared with an establishment": (member, placed, True),
        "open to everybody signed in": (member, opened, True),
        "not shared": (member, mine, False),
        "one of the many things, a stranger": (member, Ref("poll", f"{3:022}"), False),
    }
    return {name: _asked(*line) for name, line in lines.items()}


def _asked(user: User, ref: Ref, sees: bool) -> list[float]:  # noqa: FBT001  # a column
    if (role_on(Visitor(user), ref) is not None) != sees:
        raise AssertionError(f"{user.pk} {ref}: expected to see it: {sees}")
    return _all(lambda: role_on(Visitor(user), ref) for _ in range(CALLS))
