"""What is known of a service with a proof: declared by its maker, or measured by somebody else.

The measure wins as long as it counts, and the difference is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from trousse.core.audit import record
from trousse.core.clock import now
from trousse.core.errors import InvalidInput
from trousse.core.prepared import objects_of
from trousse.core.refs import Ref
from trousse.kit.fault_words import fault_in_words
from trousse.kit.models import Measurement
from trousse_kit import Manifest
from trousse_kit.explaining import faults_of
from trousse_kit.manifest import Evidence
from trousse_kit.vocabulary import Claim

Value = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Statement:
    """A value somebody stands for.

    ``ends_on``: the last day when it counts; ``by``: who measured, empty for the maker's own word.
    """

    value: Value
    on: date
    ends_on: date
    url: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim, what is declared and what was measured of it, and which of both is shown.

    ``differs``: both are there and say something else; ``expired``: what is shown is too old.
    """

    claim: Claim
    declared: Statement | None
    measured: Statement | None
    shown: Statement
    differs: bool
    expired: bool


def facts_of(manifest: Manifest, on: date | None = None) -> list[Fact]:
    """Return the facts of one service on a day (today), by claim. One query."""
    return facts_of_all([manifest], on)[manifest.identity.id]


def facts_of_all(manifests: Iterable[Manifest], on: date | None = None) -> dict[str, list[Fact]]:
    """Return the facts of several services by id. One query."""
    known = list(manifests)
    day = on or timezone.localdate(now())
    measured = latest_measurements([one.identity.id for one in known])
    return {one.identity.id: _facts(one, measured.get(one.identity.id, {}), day) for one in known}


def latest_measurements(services: Iterable[str]) -> dict[str, dict[Claim, Measurement]]:
    """Return the last measurement of each claim, by service id then claim. One query."""
    found: dict[str, dict[Claim, Measurement]] = {}
    values = {str(number): service for number, service in enumerate(services)}
    rows = objects_of(("kit.measurements", len(values)), _measurements, values) if values else []
    for row in rows:
        found.setdefault(row.service, {})[row.claim] = row  # type: ignore[index]  # checked at writing
    return found


def _measurements(values: Mapping[str, Any]) -> QuerySet[Measurement]:
    return Measurement.objects.filter(service__in=list(values.values())).order_by("measured_on")


def record_measurement(
    service: str,
    claim: str,
    value: Value,
    *,
    by: str,
    url: str,
    expires_on: date | None = None,
) -> Measurement:
    """Keep what was measured today; measured again the same day, the last one counts.

    ``by``: the check or the office, at most 100 characters; ``url``: the report; ``expires_on``:
    by default what the vocabulary of claims says. Raises InvalidInput when the value is not one
    of the claim's.
    """
    today = timezone.localdate(now())
    evidence = _checked(claim, value, today, url, expires_on)
    if not by.strip():
        raise InvalidInput(_("Say who measured."), field="by")
    with transaction.atomic():
        row, _made = Measurement.objects.update_or_create(
            service=service,
            claim=evidence.claim,
            measured_on=today,
            defaults={
                "value": evidence.value,
                "expires_on": evidence.ends_on,
                "by": by.strip()[:100],
                "url": url,
            },
        )
        record("kit:fact:measure", subject=Ref("service", service), details={"claim": claim})
    return row


def _checked(claim: str, value: Value, today: date, url: str, expires_on: date | None) -> Evidence:
    given = {
        "claim": claim,
        "value": value,
        "declared_on": today,
        "url": url,
        "expires_on": expires_on,
    }
    try:
        return Evidence.model_validate(given)
    except ValidationError as error:
        faults = faults_of(error.errors(include_url=False), Evidence)
        raise InvalidInput(fault_in_words(faults[0]), field=faults[0].where or "value") from None


def _facts(manifest: Manifest, measured: Mapping[Claim, Measurement], day: date) -> list[Fact]:
    declared = {
        one.claim: Statement(one.value, one.declared_on, one.ends_on, one.url)
        for one in manifest.evidence
    }
    taken = {
        claim: Statement(row.value, row.measured_on, row.expires_on, row.url, row.by)
        for claim, row in measured.items()
    }
    return [
        _fact(one, declared.get(one), taken.get(one), day) for one in sorted({*declared, *taken})
    ]


def _fact(claim: Claim, declared: Statement | None, measured: Statement | None, day: date) -> Fact:
    # Two that are too old: the measure still says more.
    in_order = [one for one in (measured, declared) if one]
    shown = next((one for one in in_order if one.ends_on >= day), in_order[0])
    differs = bool(declared and measured and declared.value != measured.value)
    return Fact(claim, declared, measured, shown, differs, expired=shown.ends_on < day)
