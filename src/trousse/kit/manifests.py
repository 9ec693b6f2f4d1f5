"""Which services this portal knows: the manifests of its apps, and those of the operator's folder.

A wrong file never stops the portal: it is refused, logged once, and shown to operators.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from trousse.core.clock import now
from trousse.kit.fault_words import fault_in_words
from trousse_kit import Fault, Manifest, ManifestRefused, load
from trousse_kit.faults import fault
from trousse_kit.parsing import LARGEST_DOCUMENT, kind_of

__all__ = [
    "KnownManifest",
    "RefusedManifest",
    "Source",
    "fault_in_words",
    "known_manifests",
    "manifest_of_app",
    "refused_manifests",
]

Source = Literal["app", "file"]
APP_FILE = "manifest.toml"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KnownManifest:
    """A manifest and where it comes from.

    ``digest``: SHA-256 of the document, in hexadecimal: another one is another version.
    """

    manifest: Manifest
    source: Source
    path: Path
    digest: str


@dataclass(frozen=True, slots=True)
class RefusedManifest:
    """A document that is not taken, and everything that is wrong in it."""

    path: Path
    source: Source
    faults: tuple[Fault, ...]
    refused_at: datetime


@dataclass
class _Shelf:
    """What was read, until something changes in the folder."""

    known: dict[str, KnownManifest] = field(default_factory=dict)
    refused: list[RefusedManifest] = field(default_factory=list)
    folder: Path | None = None
    signature: tuple[object, ...] = ()
    looked_at: float = 0.0


_shelf = _Shelf()
_lock = threading.Lock()


def known_manifests() -> Mapping[str, KnownManifest]:
    """Return the manifests in force by the service's id: apps first, then files by name.

    The folder is looked at again after ``SERVICES_CHECK_SECONDS``, and read again if it changed.
    """
    return _current().known


def refused_manifests() -> tuple[RefusedManifest, ...]:
    """Return the documents that are not taken, with their faults."""
    return tuple(_current().refused)


def manifest_of_app(app_name: str) -> Manifest:
    """Return the manifest of the app whose package is ``app_name``, such as "trousse.activities".

    Raises ImproperlyConfigured when it has none or a wrong one: an app of ours is not started
    without its own words. May be called before all apps are ready.
    """
    config = next(one for one in apps.get_app_configs() if one.name == app_name)
    found = _read(Path(config.path) / APP_FILE, "app")
    if isinstance(found, RefusedManifest):
        lines = "; ".join(str(one) for one in found.faults)
        raise ImproperlyConfigured(f"{found.path}: {lines}")
    return found.manifest


def _current() -> _Shelf:
    global _shelf  # noqa: PLW0603  # one shelf per process
    folder = Path(settings.SERVICES_DIR)
    age = time.monotonic() - _shelf.looked_at
    if _shelf.folder == folder and age < settings.SERVICES_CHECK_SECONDS:
        return _shelf
    with _lock:
        signature = tuple(_signature_of(folder))
        if _shelf.folder != folder or _shelf.signature != signature:
            _shelf = _filled(folder, signature)
        _shelf.looked_at = time.monotonic()
        return _shelf


def _filled(folder: Path, signature: tuple[object, ...]) -> _Shelf:
    shelf = _Shelf(folder=folder, signature=signature)
    apps_first = [_read(path, "app") for path in _app_documents()]
    for one in (*apps_first, *(_read(path, "file") for path in _documents_in(folder))):
        found = _unless_taken(one, shelf.known) if isinstance(one, KnownManifest) else one
        if isinstance(found, KnownManifest):
            shelf.known[found.manifest.identity.id] = found
        else:
            shelf.refused.append(found)
            reasons = "; ".join(str(fault) for fault in found.faults)
            logger.warning("manifest refused: %s: %s", found.path, reasons)
    return shelf


def _unless_taken(
    found: KnownManifest, known: Mapping[str, KnownManifest]
) -> KnownManifest | RefusedManifest:
    first = known.get(found.manifest.identity.id)
    if first is None:
        return found
    name = found.manifest.identity.id
    taken = fault("identity.id", "id_taken", given=name, path=first.path.name)
    return RefusedManifest(found.path, found.source, (taken,), now())


def _read(path: Path, source: Source) -> KnownManifest | RefusedManifest:
    try:
        # One byte more than is accepted is enough to see that it is too large.
        with path.open("rb") as file:
            document = file.read(LARGEST_DOCUMENT + 1)
        manifest = load(document, kind_of(path.name) or "toml")
    except OSError as error:
        faults: tuple[Fault, ...] = (fault("", "unreadable", reason=error.strerror or error),)
    except ManifestRefused as refused:
        faults = tuple(refused.faults)
    else:
        return KnownManifest(manifest, source, path, hashlib.sha256(document).hexdigest())
    return RefusedManifest(path, source, faults, now())


def _app_documents() -> Iterator[Path]:
    for config in apps.get_app_configs():
        path = Path(config.path) / APP_FILE
        if path.is_file():
            yield path


def _documents_in(folder: Path) -> list[Path]:
    """Return the documents of ``folder`` by name; hidden files are somebody's drafts."""
    try:
        found = [path for path in folder.iterdir() if kind_of(path.name) and path.is_file()]
    except OSError:  # no folder is no service
        return []
    return sorted(path for path in found if not path.name.startswith("."))


def _signature_of(folder: Path) -> Iterator[object]:
    for path in _documents_in(folder):
        try:
            status = path.stat()
        except OSError:
            continue
        yield (path.name, status.st_mtime_ns, status.st_size)
