"""The form of a manifest, for everybody; which manifests this portal knows, for operators."""

import hashlib
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from trousse.directory.access import Office, require_office
from trousse.kit.facts import Fact, facts_of_all
from trousse.kit.fault_words import fault_in_words
from trousse.kit.manifests import (
    KnownManifest,
    RefusedManifest,
    known_manifests,
    refused_manifests,
)
from trousse_kit import schema_text

A_DAY = 24 * 3600


@cache
def _schema() -> tuple[bytes, str]:
    content = schema_text().encode()
    return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'


@require_safe
@cache_control(public=True, max_age=A_DAY)
@condition(etag_func=lambda _request: _schema()[1])
def schema(_request: HttpRequest) -> HttpResponse:
    """Give the JSON Schema of a manifest, to editors and to other languages."""
    response = HttpResponse(_schema()[0], content_type="application/schema+json")
    # Public and the same for everybody: an editor that runs in a page may read it too.
    response["Access-Control-Allow-Origin"] = "*"
    return response


@dataclass(frozen=True, slots=True)
class Line:
    """A manifest as the operators' page lists it. ``doubts``: facts that differ or are too old."""

    known: KnownManifest
    doubts: list[Fact]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused document. ``faults``: the place and what is wrong there, in words."""

    refused: RefusedManifest
    faults: list[tuple[str, str]]


@login_required
@require_safe
def manifests(request: HttpRequest) -> HttpResponse:
    """List the manifests in force with the facts to look at, and the documents refused."""
    require_office(request.user, Office.OPERATOR)
    known = known_manifests()
    facts = facts_of_all(one.manifest for one in known.values())
    context = {
        "lines": [Line(one, _doubts(facts[service])) for service, one in known.items()],
        "refusals": [
            Refusal(one, [(fault.where, fault_in_words(fault)) for fault in one.faults])
            for one in refused_manifests()
        ],
        "folder": settings.SERVICES_DIR,
    }
    return render(request, "kit/operator/manifests.html", context)


def _doubts(facts: list[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.differs or fact.expired]
