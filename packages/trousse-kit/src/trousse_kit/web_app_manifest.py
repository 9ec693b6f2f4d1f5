"""Web App Manifest: what a site already says of itself, to prefill a manifest.

The standard: https://www.w3.org/TR/appmanifest/. Nothing is fetched here: whoever has the document
and its address passes both.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from trousse_kit.gaufre import slug_of
from trousse_kit.parsing import parse
from trousse_kit.patterns import ADDRESS, LANGUAGE, ORIGIN
from trousse_kit.words import DEFAULT_LANGUAGE

MOST_SHORTCUTS = 10
ANY_SIZE = 10**9
"""A drawing has no size: better than every picture."""

Document = bytes | str | Mapping[str, Any]


def prefill(document: Document, url: str) -> dict[str, Any]:
    """Return the part of a manifest that the site's own document fills.

    ``url``: the document's address, https, against which its addresses are read. Shortcuts become
    proposals of capabilities ``create``: a person says which of them make something. Raises
    ManifestRefused when the document is not JSON.
    """
    data = parse(document, "json")
    language = _language(data.get("lang"))
    name = _text(data.get("name")) or _text(data.get("short_name"))
    if len(name) > 60:  # noqa: PLR2004  # the longest name of a manifest
        name = (_text(data.get("short_name")) or name)[:60].strip()
    identity = {
        "name": {language: name} if name else None,
        "purpose": _words(data.get("description"), language),
    }
    start = _here(data.get("start_url") or ".", url) or _here(".", url)
    blocks = {
        "identity": {key: value for key, value in identity.items() if value},
        "operation": {"url": start, "origins": _origins(start)} if start else {},
        "capabilities": _shortcuts(data.get("shortcuts"), url),
    }
    return {key: value for key, value in blocks.items() if value}


def icon_of(document: Document, url: str) -> str:
    """Return the address of the largest icon, a drawing first; empty without icon."""
    data = parse(document, "json")
    icons = data.get("icons")
    found = [
        (_is_for_all_uses(one), _size(one.get("sizes")), address)
        for one in (icons if isinstance(icons, list) else [])
        if isinstance(one, dict) and (address := _address(one.get("src"), url))
    ]
    return max(found, default=(False, 0, ""), key=lambda one: one[:2])[2]


def share_target_of(document: Document, url: str) -> dict[str, Any] | None:
    """Return how the site takes what a phone shares, None when it does not.

    ``{"url": …, "method": "GET" or "POST", "params": {"title": …, "text": …, "url": …}}``.
    """
    target = parse(document, "json").get("share_target")
    if not isinstance(target, dict) or not (action := _here(target.get("action"), url)):
        return None
    params = target.get("params")
    given = params if isinstance(params, dict) else {}
    names = {key: _text(given.get(key)) for key in ("title", "text", "url")}
    method = "POST" if _text(target.get("method")).upper() == "POST" else "GET"
    kept = {key: value for key, value in names.items() if value}
    return {"url": action, "method": method, "params": kept}


def _shortcuts(given: object, url: str) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in given[:MOST_SHORTCUTS] if isinstance(given, list) else []:
        if not isinstance(one, dict):
            continue
        address, kind = _here(one.get("url"), url), _type_of(_text(one.get("name")))
        if address and kind:
            found.setdefault(kind, {"verb": "create", "resource_type": kind, "url": address})
    return list(found.values())


def _type_of(name: str) -> str:
    """Return a name for machines made of a shortcut's words, until a person says a better one."""
    return slug_of(name).replace("-", "_").lstrip("0123456789_")


def _address(given: object, base: str) -> str:
    """Return an address of the document completed; empty when it is not a safe one."""
    if not isinstance(given, str):
        return ""
    try:
        whole = urljoin(base, given.strip())
    except ValueError:
        return ""
    return whole if re.match(ADDRESS, whole) and not whole.startswith("/") else ""


def _here(given: object, base: str) -> str:
    """Return an address completed, empty when it leaves the document's own origin."""
    whole = _address(given, base)
    return whole if whole and _origin(whole) == _origin(base) else ""


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower()


def _origins(url: str) -> list[str]:
    origin = _origin(url)
    return [origin] if re.match(ORIGIN, origin) else []


def _size(given: object) -> int:
    if not isinstance(given, str):
        return 0
    if "any" in given.lower().split():
        return ANY_SIZE
    found = re.findall(r"(\d{1,5})x(\d{1,5})", given.lower())
    return max((int(width) * int(height) for width, height in found), default=0)


def _is_for_all_uses(icon: Mapping[str, Any]) -> bool:
    """Whether an icon is made to be shown as it is, neither cut by a mask nor coloured anew."""
    return "any" in (_text(icon.get("purpose")) or "any").split()


def _language(given: object) -> str:
    primary = _text(given).partition("-")[0].lower()
    return primary if re.match(LANGUAGE, primary) else DEFAULT_LANGUAGE


def _words(given: object, language: str) -> dict[str, str] | None:
    text = _text(given)[:5_000]
    return {language: text} if text else None


def _text(given: object) -> str:
    return " ".join(given.split()) if isinstance(given, str) else ""
