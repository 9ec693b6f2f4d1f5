from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from tests.packages.trousse_kit.documents import changed
from trousse.core.errors import InvalidInput
from trousse.core.models import AuditEntry
from trousse.kit.facts import facts_of, facts_of_all, record_measurement
from trousse.kit.models import Measurement
from trousse_kit import Manifest, load

pytestmark = pytest.mark.django_db


def declaring(**facts: Any) -> Manifest:
    evidence = [
        {"claim": claim, "value": value, "declared_on": "2026-01-10", "url": "https://a.fr"}
        for claim, value in facts.items()
    ]
    return load(changed("evidence", evidence))


def measure(value: Any = 62.5, claim: str = "accessibility_rate", **more: Any) -> Measurement:
    more = {"by": "Audit", "url": "https://audit.example.org/1", **more}
    return record_measurement("evento", claim, value, **more)


def test_what_is_declared_is_shown_as_long_as_it_counts() -> None:
    (fact,) = facts_of(declaring(accessibility_rate=90))
    assert (fact.shown.value, fact.measured, fact.differs, fact.expired) == (90, None, False, False)
    (old,) = facts_of(declaring(accessibility_rate=90), on=date(2029, 1, 11))
    assert old.expired
    assert not facts_of(declaring(accessibility_rate=90), on=date(2029, 1, 10))[0].expired


def test_the_measure_wins_and_the_difference_is_seen() -> None:
    measure()
    (fact,) = facts_of(declaring(accessibility_rate=90))
    assert fact.shown == fact.measured
    assert fact.differs
    assert (fact.shown.value, fact.shown.by, fact.shown.on) == (62.5, "Audit", date(2026, 11, 23))


def test_the_same_value_is_no_difference() -> None:
    measure(90.0)
    assert not facts_of(declaring(accessibility_rate=90))[0].differs


def test_a_measure_that_is_too_old_leaves_the_word_to_the_maker() -> None:
    measure(expires_on=date(2026, 12, 1))
    manifest = declaring(accessibility_rate=90)
    assert facts_of(manifest, on=date(2026, 12, 1))[0].shown.value == 62.5
    later = facts_of(manifest, on=date(2026, 12, 2))[0]
    assert (later.shown.value, later.expired) == (90, False)
    both_old = facts_of(manifest, on=date(2040, 1, 1))[0]
    assert (both_old.shown.value, both_old.expired) == (62.5, True)


def test_a_measure_of_what_nobody_declared_is_a_fact() -> None:
    measure(claim="penetration_test", value=False)
    (fact,) = facts_of(declaring())
    assert (fact.claim, fact.declared, fact.shown.value) == ("penetration_test", None, False)
    assert fact.shown.ends_on == date(2027, 11, 23)


def test_the_last_measure_counts_and_the_first_is_kept(clock: time_machine.Traveller) -> None:
    measure(10)
    clock.shift(timedelta(days=1))
    measure(20)
    assert facts_of(declaring())[0].shown.value == 20
    assert Measurement.objects.count() == 2


def test_measured_twice_a_day_the_last_counts() -> None:
    measure(10)
    measure(20)
    assert Measurement.objects.get().value == 20


def test_a_measure_is_in_the_audit_log() -> None:
    measure()
    entry = AuditEntry.objects.get(action="kit:fact:measure")
    assert entry.details == {"claim": "accessibility_rate"}


@pytest.mark.parametrize(
    ("claim", "value"), [("accessibility_rate", 101), ("dpia", "yes"), ("beauty", True)]
)
def test_a_value_that_is_not_of_the_claim_is_refused(claim: str, value: object) -> None:
    with pytest.raises(InvalidInput):
        measure(value, claim)
    assert not Measurement.objects.exists()


def test_somebody_stands_for_a_measure() -> None:
    with pytest.raises(InvalidInput):
        measure(by=" ")


@pytest.mark.parametrize("url", ["", "javascript:alert(1)"])
def test_a_measure_has_a_report(url: str) -> None:
    with pytest.raises(InvalidInput):
        measure(url=url)


def test_facts_of_many_services_take_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    measure()
    other = load(changed("identity.id", "other"))
    with django_assert_num_queries(1):
        found = facts_of_all([declaring(dpia=True), other])
    assert [len(found[one]) for one in ("evento", "other")] == [2, 0]


SIGNED = ("--by", "DPD", "--url", "https://audit.example.org/2")


def run(*words: str) -> str:
    output = StringIO()
    call_command("measure_fact", *words, stdout=output)
    return output.getvalue()


def test_an_operator_keeps_a_measure_by_command() -> None:
    said = run("evento", "dpia", "false", *SIGNED, "--expires-on", "2027-01-01")
    assert said == "dpia = False, until 2027-01-01\n"
    run("evento", "hosting_qualification", "hds", *SIGNED)
    assert {row.value for row in Measurement.objects.all()} == {False, "hds"}


@pytest.mark.parametrize(
    "words",
    [("Not a slug", "dpia", "true"), ("evento", "dpia", "maybe"), ("evento", "dpia", "[1]")],
)
def test_the_command_refuses_what_it_cannot_keep(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*words, *SIGNED)
