"""The « gaufre », the list of services that La Suite shows in its menus, read and written.

Shapes met: ``{"organization": …, "services": […]}``, or the bare list of the first version. A
service has ``name`` and ``url``, and may have ``id`` (a number or a word), ``maturity``, ``logo``,
``subscribed`` and ``enabled``. Other keys are another portal's business and are passed over.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from trousse_kit.faults import Fault, ManifestRefused, fault
from trousse_kit.manifest import Manifest
from trousse_kit.parsing import parse, text_of
from trousse_kit.patterns import LINK
from trousse_kit.vocabulary import State

STATE_OF: Mapping[str, State] = {
    "alpha": "incubation",
    "beta": "pilot",
    "stable": "available",
    "deprecated": "maintenance",
}
MATURITY_OF: Mapping[State, str] = {state: maturity for maturity, state in STATE_OF.items()}
LONGEST_NAME = 60
MOST_SERVICES = 1_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A service of the list.

    ``id``: a slug; ``maturity``: alpha, beta, stable or deprecated; ``logo``: address of a picture
    or empty (La Suite's menus leave out services without one); ``subscribed``: whether the reader's
    organisation may use it, None when the list does not say.
    """

    id: str
    name: str
    url: str
    maturity: str = "stable"
    logo: str = ""
    subscribed: bool | None = None

    def draft(self) -> dict[str, Any]:
        """Return the part of a manifest that the list knows: a promise and an operator lack."""
        return {
            "identity": {"id": self.id, "name": {"fr": self.name}},
            "lifecycle": {"state": STATE_OF.get(self.maturity, "available")},
            "operation": {"url": self.url},
        }


@dataclass(frozen=True, slots=True)
class Gaufre:
    """The services of an organisation, in the order of its menu."""

    services: tuple[Listed, ...]
    organization: str = ""


def read(document: bytes | str | Mapping[str, Any] | Sequence[Any], address: str = "") -> Gaufre:
    """Return the list that ``document`` (JSON) holds, closed services left out.

    ``address``: where it was read, to complete the addresses of logos. Raises ManifestRefused.
    """
    data = _data_of(document)
    services = data.get("services")
    if not isinstance(services, list):
        raise ManifestRefused([fault("services", "missing" if services is None else "not_a_list",
                                     given="nothing")])  # fmt: skip
    if len(services) > MOST_SERVICES:
        many = fault("services", "too_many", size=len(services), limit=MOST_SERVICES)
        raise ManifestRefused([many])
    faults: list[Fault] = []
    found = [
        _listed(one, f"services.{number}", address, faults)
        for number, one in enumerate(services)
        if not (isinstance(one, dict) and one.get("enabled") is False)
    ]
    if faults:
        raise ManifestRefused(faults)
    kept = tuple({one.id: one for one in found if one}.values())
    return Gaufre(kept, _organization(data.get("organization")))


def write(gaufre: Gaufre) -> dict[str, Any]:
    """Return the document of a list, in the shape of the second version."""
    return {
        "organization": gaufre.organization,
        "services": [
            {
                "id": one.id,
                "name": one.name,
                "url": one.url,
                "maturity": one.maturity,
                "logo": one.logo or None,
                **({} if one.subscribed is None else {"subscribed": one.subscribed}),
            }
            for one in gaufre.services
        ],
    }


def listed(
    manifest: Manifest, *, language: str = "fr", logo: str = "", base: str = ""
) -> Listed | None:
    """Return how ``manifest`` is listed; None when its service is retired.

    ``base``: the portal's address, that completes the paths of its own parts.
    """
    if manifest.lifecycle.state == "retired":
        return None
    return Listed(
        id=manifest.identity.id,
        name=manifest.identity.name.in_language(language),
        url=urljoin(base, manifest.operation.url),
        maturity=MATURITY_OF[manifest.lifecycle.state],
        logo=logo,
    )


def of_manifests(manifests: Iterable[Manifest], *, organization: str, base: str) -> Gaufre:
    """Return the list of ``manifests``, retired ones left out."""
    found = (listed(one, base=base) for one in manifests)
    return Gaufre(tuple(one for one in found if one), organization)


def slug_of(name: str) -> str:
    """Return the slug of a name: "Résana" is "resana"; empty when nothing of it can be kept."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:50].strip("-")


def _data_of(document: bytes | str | Mapping[str, Any] | Sequence[Any]) -> dict[str, Any]:
    if isinstance(document, bytes | str):
        text = text_of(document).strip()
        return parse(f'{{"services": {text}}}' if text.startswith("[") else text, "json")
    return parse(document if isinstance(document, Mapping) else {"services": document}, "json")


def _listed(one: object, where: str, address: str, faults: list[Fault]) -> Listed | None:
    if not isinstance(one, dict):
        faults.append(fault(where, "not_a_block", given="a single value"))
        return None
    name, url = one.get("name"), one.get("url")
    if not (isinstance(name, str) and name.strip()):
        faults.append(fault(f"{where}.name", "missing"))
        return None
    if not (isinstance(url, str) and re.match(LINK, url)):
        faults.append(fault(f"{where}.url", "link", given=f"“{url}”") if url else
                      fault(f"{where}.url", "missing"))  # fmt: skip
        return None
    maturity, subscribed = one.get("maturity"), one.get("subscribed")
    return Listed(
        id=_id_of(one.get("id"), name),
        name=name.strip()[:LONGEST_NAME],
        url=url,
        maturity=maturity if isinstance(maturity, str) and maturity in STATE_OF else "stable",
        logo=_logo(one.get("logo"), address),
        subscribed=subscribed if isinstance(subscribed, bool) else None,
    )


def _id_of(given: object, name: str) -> str:
    # Numbers are keys of somebody's database: the name says more, and lasts longer.
    word = slug_of(given) if isinstance(given, str) and not given.isdigit() else ""
    found = word if len(word) > 1 else slug_of(name)
    if len(found) > 1:
        return found
    return f"service-{slug_of(str(given or '')) or found or 'x'}"


def _logo(given: object, address: str) -> str:
    if not isinstance(given, str) or not given:
        return ""
    try:
        whole = urljoin(address, given)
    except ValueError:
        return ""
    return whole if re.match(LINK, whole) else ""


def _organization(given: object) -> str:
    if isinstance(given, dict):
        given = given.get("name")
    return given if isinstance(given, str) else ""
