"""A query that is prepared answers as the ORM would, whatever it is given."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F, QuerySet
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from trousse.core.clock import now
from trousse.core.models import Delivery, Event
from trousse.core.prepared import objects_of, rows_of

pytestmark = pytest.mark.django_db


def facts(values: Mapping[str, Any]) -> QuerySet[Event, Any]:
    some = Event.objects.filter(subject=values["subject"], occurred_at__lt=values["now"])
    return some.exclude(type="poll.deleted").order_by("sequence").values_list("sequence", "type")


def fact(subject: str, sequence: int, kind: str = "poll.voted") -> None:
    Event.objects.create(
        subject=subject,
        sequence=sequence,
        type=kind,
        version=1,
        source="polls",
        data={"n": sequence},
    )


def test_it_answers_for_each_value_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in (1, 2):
        fact("poll:a", number)
    fact("poll:b", 1, "poll.closed")
    fact("poll:b", 2, "poll.deleted")
    later = now() + timedelta(minutes=1)
    first = rows_of("tests.facts", facts, {"subject": "poll:a", "now": later})
    with django_assert_num_queries(1):
        second = rows_of("tests.facts", facts, {"subject": "poll:b", "now": later})

    assert [tuple(row) for row in first] == [(1, "poll.voted"), (2, "poll.voted")]
    assert [tuple(row) for row in second] == [(1, "poll.closed")]


def test_an_instant_counts_as_it_is_given() -> None:
    fact("poll:a", 1)
    before, after = now() - timedelta(minutes=1), now() + timedelta(minutes=1)

    assert rows_of("tests.facts", facts, {"subject": "poll:a", "now": before}) == []
    assert len(rows_of("tests.facts", facts, {"subject": "poll:a", "now": after})) == 1


@pytest.mark.parametrize("text", ["'; DROP TABLE core_event; --", "%s", "\x02now\x03", "é%"])
def test_a_hostile_value_is_only_a_value(text: str) -> None:
    fact("poll:a", 1)

    assert rows_of("tests.facts", facts, {"subject": text, "now": now()}) == []
    assert Event.objects.count() == 1


def deliveries(values: Mapping[str, Any]) -> QuerySet[Delivery]:
    some = Delivery.objects.filter(event=values["event"]).select_related("event")
    return some.annotate(after=F("sequence") + 1).order_by()


def test_objects_come_as_the_orm_makes_them(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in (1, 2):
        fact("poll:a", number)
    for event in Event.objects.all():
        kept = {"event": event, "subject": event.subject, "sequence": event.sequence}
        Delivery.objects.create(subscriber="tests.prepared", **kept)
    for event in Event.objects.all():
        with django_assert_num_queries(1):
            (prepared,) = objects_of("tests.deliveries", deliveries, {"event": event.pk})
            read = prepared.event
        made = deliveries({"event": event.pk}).get()
        assert (prepared, read) == (made, event)
        assert vars(prepared).keys() == vars(made).keys()
        assert (prepared.__dict__["after"], read.data) == (
            event.sequence + 1,
            {"n": event.sequence},
        )
        assert read.occurred_at == event.occurred_at


def test_values_are_not_objects() -> None:
    with pytest.raises(TypeError, match="objects"):
        objects_of("tests.values", lambda _: Event.objects.values_list("pk"), {})


def test_a_value_that_never_reaches_the_query_is_an_error() -> None:
    with pytest.raises(ValueError, match="unused"):
        rows_of("tests.unused", facts, {"subject": "poll:a", "now": now(), "unused": "x"})


def of_number(values: Mapping[str, Any]) -> QuerySet[Event, Any]:
    some = Event.objects.filter(sequence=values["number"], occurred_at__date=values["day"])
    return some.order_by("subject").values_list("subject")


def test_keys_and_days_are_values_too() -> None:
    fact("poll:a", 1)
    fact("poll:b", 2)
    today = timezone.localdate(now())
    for number, day, expected in (
        (1, today, ["poll:a"]),
        (2, today, ["poll:b"]),
        (2, today - timedelta(days=1), []),
    ):
        rows = rows_of("tests.numbers", of_number, {"number": number, "day": day})
        assert [subject for (subject,) in rows] == expected


def test_a_value_that_the_query_forgets_is_refused() -> None:
    with pytest.raises(ValueError, match="unused"):
        rows_of("tests.forgets", of_number, {"number": 1, "day": now().date(), "unused": "x"})
