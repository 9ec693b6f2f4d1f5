"""Rights are found by index, whatever the size of the tables: the plans of both databases."""

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.sharing.conftest import holder
from trousse.accounts.current import Visitor
from trousse.accounts.models import Guest, User
from trousse.core.refs import Ref
from trousse.directory.models import Establishment, Group
from trousse.sharing.access import refs_shared_with, role_on
from trousse.sharing.models import Grant
from trousse.sharing.operations import grant_establishment, grant_group, grant_guest
from trousse.sharing.roles import Role

BY_REF = {"sqlite": "sharing_grant USING INDEX", "postgresql": "granted_once"}
WHOLE_TABLE = {"sqlite": "SCAN ", "postgresql": "Seq Scan"}


def plans_of(statements: Iterable[str]) -> str:
    """Return how the database would run each statement if the tables were large."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        words = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        lines = []
        for statement in statements:
            cursor.execute(f"{words} {statement}")
            lines += [str(row[-1]) for row in cursor.fetchall()]
    return "\n".join(lines)


@pytest.fixture
def shared_with_sets(booklet: Ref, teacher: User, team: Group, school: Establishment) -> Ref:
    """Return a thing among thousands: on a table of three rows, any index is as good."""
    Grant.objects.bulk_create(
        Grant(
            ref=f"booklet:b{number}",
            kind=Grant.Kind.PERSON,
            person=teacher,
            subject=f"person:{1_000_000 + number}",
            role=Role.VIEW,
        )
        for number in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    grant_group(booklet, team, Role.VIEW, by=teacher)
    grant_establishment(booklet, school, Role.VIEW, by=teacher)
    return booklet


def test_a_right_is_found_without_reading_a_whole_table(
    shared_with_sets: Ref, teacher: User, head: User, nadia: tuple[Guest, str]
) -> None:
    grant_guest(shared_with_sets, nadia[0], Role.VIEW, by=teacher)
    with CaptureQueriesContext(connection) as asked:
        role_on(holder(nadia[1], user=head), shared_with_sets)
        role_on(Visitor(head), shared_with_sets)
    statements = [query["sql"] for query in asked.captured_queries]
    assert len(statements) >= 4
    plan = plans_of(statements)
    assert BY_REF[connection.vendor] in plan
    assert WHOLE_TABLE[connection.vendor] not in plan


def test_a_list_is_found_without_reading_a_whole_table(shared_with_sets: Ref, head: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        list(refs_shared_with(head, "booklet"))
    plan = plans_of(query["sql"] for query in asked.captured_queries)
    assert "grants_of_subject" in plan
    assert WHOLE_TABLE[connection.vendor] not in plan
