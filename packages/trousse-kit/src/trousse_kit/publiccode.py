"""publiccode.yml, the identity card of public software: read to prefill a manifest, and written.

The standard: https://yml.publiccode.tools. Versions 0.x are read alike; what a manifest has no
place for is passed over. Reading YAML needs the extra ``yaml``; writing needs nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from trousse_kit.faults import Fault, ManifestRefused, fault
from trousse_kit.manifest import Manifest
from trousse_kit.manifest.identity import SPDX
from trousse_kit.parsing import Kind, parse
from trousse_kit.patterns import LANGUAGE, LINK
from trousse_kit.vocabulary import State
from trousse_kit.words import DEFAULT_LANGUAGE, Words
from trousse_kit.yaml_writing import to_yaml

VERSION = "0.4"
STATUS_OF: Mapping[State, str] = {
    "incubation": "development",
    "pilot": "beta",
    "available": "stable",
    "maintenance": "stable",
    "retired": "obsolete",
}
SHORTEST_LONG, LONGEST_SHORT = 150, 150
"""Characters: what the standard asks of the long and of the short description."""


@dataclass(frozen=True, slots=True)
class Described:
    """What the card says in one language."""

    name: str = ""
    short: str = ""
    long: str = ""
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicCode:
    """The part of a card that a manifest can use. ``descriptions``: by language."""

    name: str
    url: str
    licence: str = ""
    version: str = ""
    released_on: str = ""
    landing_url: str = ""
    logo: str = ""
    status: str = "stable"
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    descriptions: Mapping[str, Described] = field(default_factory=dict)

    def software(self, publiccode_url: str = "") -> dict[str, str]:
        """Return the block ``software`` of a manifest."""
        known = {
            "name": self.name[:200],
            "publiccode_url": publiccode_url if re.match(LINK, publiccode_url) else "",
            "repository_url": self.url if re.match(LINK, self.url) else "",
            "licence": self.licence if re.match(SPDX, self.licence) else "",
            "version": self.version[:200],
        }
        return {name: value for name, value in known.items() if value}

    def draft(self, publiccode_url: str = "") -> dict[str, Any]:
        """Return what a manifest can take from the card: its software, and words to start from."""
        names = {code: one.name[:60] for code, one in self.descriptions.items() if one.name}
        purposes = {code: one.short for code, one in self.descriptions.items() if one.short}
        identity = {"name": names or {DEFAULT_LANGUAGE: self.name[:60]}, "purpose": purposes}
        draft: dict[str, Any] = {
            "software": self.software(publiccode_url),
            "identity": {name: value for name, value in identity.items() if value},
        }
        if self.languages:
            draft["audience"] = {"languages": list(self.languages)}
        return draft


def read(
    document: bytes | str | Mapping[str, Any], kind: Kind = "yaml", address: str = ""
) -> PublicCode:
    """Return what the card says. Raises ManifestRefused when it is no publiccode.yml.

    ``address``: where it was read, to complete the address of the logo.
    """
    data = parse(document, kind)
    faults = _faults_of(data)
    if faults:
        raise ManifestRefused(faults)
    legal, localisation = _block(data, "legal"), _block(data, "localisation")
    return PublicCode(
        name=_text(data, "name"),
        url=_text(data, "url"),
        licence=_text(legal, "license"),
        version=_text(data, "softwareVersion"),
        released_on=_text(data, "releaseDate"),
        landing_url=_text(data, "landingURL"),
        logo=_completed(_text(data, "logo"), address),
        status=_text(data, "developmentStatus") or "stable",
        categories=_texts(data.get("categories")),
        languages=_languages(localisation.get("availableLanguages")),
        descriptions=_descriptions(_block(data, "description")),
    )


def write(card: PublicCode) -> str:
    """Return the text of a publiccode.yml, which ``read`` reads back.

    The standard wants more than a manifest knows: at least 150 characters of long description,
    a feature, a maintainer. What is not known is not written; a person completes it.
    """
    head = {
        "publiccodeYmlVersion": VERSION,
        "name": card.name,
        "url": card.url,
        "landingURL": card.landing_url,
        "softwareVersion": card.version,
        "releaseDate": card.released_on,
        "logo": card.logo,
        "platforms": ["web"],
        "categories": list(card.categories),
        "developmentStatus": card.status,
        "softwareType": "standalone/web",
    }
    known: dict[str, Any] = {name: value for name, value in head.items() if value}
    known["description"] = {code: _written(one) for code, one in card.descriptions.items()}
    known["legal"] = {"license": card.licence} if card.licence else {}
    known["localisation"] = {
        "localisationReady": len(card.languages) > 1,
        "availableLanguages": list(card.languages),
    }
    return to_yaml({name: value for name, value in known.items() if value})


def of_manifest(manifest: Manifest) -> PublicCode:
    """Return the card that ``manifest`` can fill. Raises ValueError when it names no source."""
    software, identity = manifest.software, manifest.identity
    if not software.repository_url:
        raise ValueError("a manifest without software.repository_url describes no published code")
    languages = {*identity.name.languages, *identity.promise.languages}
    return PublicCode(
        name=software.name or str(identity.name),
        url=software.repository_url,
        licence=software.licence or "",
        version=software.version or "",
        landing_url=manifest.operation.url if re.match(LINK, manifest.operation.url) else "",
        status=STATUS_OF[manifest.lifecycle.state],
        languages=manifest.audience.languages,
        descriptions={code: _described(manifest, code) for code in sorted(languages)},
    )


def _described(manifest: Manifest, code: str) -> Described:
    identity = manifest.identity
    purpose = identity.purpose or Words({DEFAULT_LANGUAGE: str(identity.promise)})
    return Described(
        name=identity.name.in_language(code),
        short=identity.promise.in_language(code)[:LONGEST_SHORT],
        long=purpose.in_language(code),
    )


def _written(one: Described) -> dict[str, Any]:
    texts = {
        "localisedName": one.name,
        "shortDescription": one.short,
        "longDescription": one.long,
        "features": list(one.features),
    }
    return {name: value for name, value in texts.items() if value}


def _faults_of(data: Mapping[str, Any]) -> list[Fault]:
    """A card has at least a version of the standard, a name and the address of its source."""
    found = [
        fault(name, "missing")
        for name in ("publiccodeYmlVersion", "name", "url")
        if not _text(data, name)
    ]
    return found + [
        fault(name, "not_a_block", given="a single value")
        for name in ("description", "legal", "localisation")
        if not isinstance(data.get(name, {}), dict)
    ]


def _descriptions(given: Mapping[str, Any]) -> dict[str, Described]:
    found = {}
    for language, words in given.items():
        code = _language(language)
        if code and isinstance(words, dict) and code not in found:
            found[code] = Described(
                name=_text(words, "localisedName"),
                short=_text(words, "shortDescription"),
                long=_text(words, "longDescription"),
                features=_texts(words.get("features")),
            )
    return found


def _language(given: object) -> str:
    """Return a code of ours: "fr-fr" is "fr-FR", "pt-Latn-BR" is "pt"; empty when it is none."""
    if not isinstance(given, str):
        return ""
    primary, _, region = given.partition("-")
    whole = f"{primary.lower()}-{region.upper()}" if region else primary.lower()
    return next((code for code in (whole, primary.lower()) if re.match(LANGUAGE, code)), "")


def _languages(given: object) -> tuple[str, ...]:
    found = [_language(one) for one in given] if isinstance(given, list) else []
    return tuple(dict.fromkeys(code for code in found if code))


def _block(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _text(data: Mapping[str, Any], name: str) -> str:
    found = data.get(name)
    # A version written without quotes is a number: 0.4.
    return str(found).strip() if isinstance(found, str | int | float) else ""


def _texts(given: object) -> tuple[str, ...]:
    found = (
        [one.strip() for one in given if isinstance(one, str)] if isinstance(given, list) else []
    )
    return tuple(one for one in found if one)


def _completed(path: str, address: str) -> str:
    if not path or not address:
        return path
    try:
        return urljoin(address, path)
    except ValueError:
        return path
