"""Between the form and the manifest: each field is one place of the document.

What the form does not show (capabilities, integration, other languages…) stays as it was.
"""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from trousse_kit import Manifest, ManifestRefused, load

TEXTS = {
    "name": ("identity", "name"),
    "promise": ("identity", "promise"),
    "purpose": ("identity", "purpose"),
    "support": ("operation", "support"),
    "limits": ("audience", "limits"),
}
"""Places that hold a text per language; the fields are named ``name_fr``, ``name_en``…"""
PLAIN = {
    "slug": ("identity", "id"),
    "needs": ("identity", "needs"),
    "icon": ("identity", "icon"),
    "antifeatures": ("identity", "antifeatures"),
    "alternatives": ("identity", "alternatives"),
    "state": ("lifecycle", "state"),
    "since": ("lifecycle", "since"),
    "review_on": ("lifecycle", "review_on"),
    "sunset_on": ("lifecycle", "sunset_on"),
    "successor": ("lifecycle", "successor"),
    "url": ("operation", "url"),
    "operated_here": ("operation", "operated_here"),
    "operator": ("operation", "operator"),
    "data_location": ("operation", "data_location"),
    "hosting": ("operation", "hosting"),
    "help_url": ("operation", "help_url"),
    "changes_url": ("operation", "changes_url"),
    "status_url": ("operation", "status_url"),
    "guests": ("audience", "guests"),
    "account": ("audience", "account"),
    "phone": ("audience", "phone"),
    "languages": ("audience", "languages"),
    "academies": ("audience", "academies"),
    "functions": ("audience", "functions"),
    "groups": ("audience", "groups"),
    "software_name": ("software", "name"),
    "licence": ("software", "licence"),
    "software_version": ("software", "version"),
    "repository_url": ("software", "repository_url"),
    "publiccode_url": ("software", "publiccode_url"),
}
LANGUAGES = ("fr", "en")
WORDS_OF_VALUES = {
    "yes": True,
    "oui": True,
    "true": True,
    "no": False,
    "non": False,
    "false": False,
}
YES_NO_CLAIMS = frozenset(
    {"data_export", "dpia", "penetration_test", "processing_register", "security_approval"}
)


def document_from(
    base: Mapping[str, Any], fields: Mapping[str, Any], facts: Iterable[Mapping[str, Any]] | None
) -> dict[str, Any]:
    """Return the whole manifest of what was typed over ``base``, as JSON.

    ``fields``: of ``EntryForm``, cleaned; ``facts``: of its ``FactForm``, cleaned, or None to
    leave those of ``base``. Raises ManifestRefused.
    """
    document: dict[str, Any] = copy.deepcopy(dict(base))
    document.setdefault("schema_version", 1)
    for field, (block, key) in PLAIN.items():
        if field in fields and not _is_default(document, block, key, fields[field]):
            _put(document, block, key, _plain(fields[field]))
    for field, (block, key) in TEXTS.items():
        for language in LANGUAGES:
            if f"{field}_{language}" in fields:
                _put_text(document, (block, key), language, fields[f"{field}_{language}"])
    for language in LANGUAGES:
        _put_text(document, ("identity", "keywords"), language, fields.get(f"keywords_{language}"))
    if facts is not None:
        document["evidence"] = [_fact(one) for one in facts if one.get("claim")]
    return said_in(load(_without_nothing(document)))


def said_in(manifest: Manifest) -> dict[str, Any]:
    """Return what a manifest says, as JSON; what it leaves out stays out, and so unknown."""
    said: dict[str, Any] = manifest.model_dump(mode="json", exclude_unset=True)
    return {"schema_version": manifest.schema_version, **said}


def fields_from(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the initial values of ``EntryForm`` for a manifest, partial ones included."""
    found: dict[str, Any] = {}
    for field, (block, key) in PLAIN.items():
        value = document.get(block, {}).get(key)
        if value is not None:
            found[field] = value
    for field, (block, key) in {**TEXTS, "keywords": ("identity", "keywords")}.items():
        texts = document.get(block, {}).get(key) or {}
        found |= {f"{field}_{code}": texts[code] for code in LANGUAGES if code in texts}
    return found


def facts_from(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the initial values of the facts' forms for a manifest."""
    return [{**one, "value": _said(one.get("value"))} for one in document.get("evidence", [])]


def field_of(where: str) -> str:
    """Return the form field of a place of the manifest (``identity.name.fr``), or an empty text."""
    block, _, rest = where.partition(".")
    key, _, language = rest.partition(".")
    for field, place in {**TEXTS, "keywords": ("identity", "keywords")}.items():
        if place == (block, key):
            code = language.partition(".")[0]
            return f"{field}_{code if code in LANGUAGES else 'fr'}"
    return next((field for field, place in PLAIN.items() if place == (block, key)), "")


def _is_default(document: Mapping[str, Any], block: str, key: str, value: Any) -> bool:
    """Tell whether a box that is not ticked says only what nobody said before."""
    return value is False and key not in document.get(block, {})


def _put(document: dict[str, Any], block: str, key: str, value: Any) -> None:
    part = document.setdefault(block, {})
    if value in (None, "", []):
        part.pop(key, None)
    else:
        part[key] = value


def _put_text(document: dict[str, Any], place: tuple[str, str], language: str, value: Any) -> None:
    block, key = place
    texts = document.setdefault(block, {}).setdefault(key, {})
    if value:
        texts[language] = value
    else:
        texts.pop(language, None)
    if not texts:
        del document[block][key]


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple | set) else value


def _fact(given: Mapping[str, Any]) -> dict[str, Any]:
    fact = {name: _plain(given[name]) for name in ("claim", "declared_on", "url", "expires_on")}
    return {**fact, "value": _value(str(given["claim"]), str(given["value"]))}


def _value(claim: str, typed: str) -> bool | float | str:
    """Return a value as manifests write it: « 87,5 » is a number, « oui » is true."""
    word = typed.strip().rstrip("%").strip().lower()
    if claim in YES_NO_CLAIMS and word in WORDS_OF_VALUES:
        return WORDS_OF_VALUES[word]
    try:
        number = float(word.replace(",", "."))
    except ValueError:
        return word
    return int(number) if number.is_integer() else number


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _without_nothing(document: dict[str, Any]) -> dict[str, Any]:
    """Drop what is left empty, facts' days included: a manifest leaves out what it does not say."""
    facts = [
        {k: v for k, v in one.items() if v is not None} for one in document.get("evidence", [])
    ]
    kept = {name: value for name, value in document.items() if value != {}}
    return (
        {**kept, "evidence": facts} if facts else {k: v for k, v in kept.items() if k != "evidence"}
    )


__all__ = ["ManifestRefused", "document_from", "facts_from", "field_of", "fields_from", "said_in"]
