"""Takes the manifests of apps and files into the library, without undoing the work of editors.

A new manifest becomes a new version. Where an editor has published changes, the texts and the
decisions that they changed stay theirs; every other fact is the manifest's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from trousse.core import audit
from trousse.kit.manifests import known_manifests
from trousse.library.models import Entry, Revision
from trousse.library.publishing import publish_document
from trousse_kit import Manifest, load

CATALOGUE = Path(__file__).parent / "catalogue"
OF_EDITORS = (
    *(("identity", key) for key in ("name", "promise", "purpose", "needs", "keywords", "icon")),
    ("identity", "alternatives"),
    *(("lifecycle", key) for key in ("state", "since", "review_on", "sunset_on", "successor")),
    *(("audience", key) for key in ("academies", "functions", "groups", "limits")),
    ("operation", "support"),
    ("data_protection", "summary"),
    ("data_protection", "retention"),
)
"""Places of a manifest that hold a text or a decision, not a fact."""
Origin, Status = Revision.Origin, Revision.Status


@dataclass(frozen=True, slots=True)
class Offered:
    """A manifest to take. ``digest``: of its document; ``read``: only called for a new one."""

    slug: str
    source: Entry.Source
    digest: str
    path: Path | None = None
    manifest: Manifest | None = None

    def read(self) -> Manifest:
        """Return the manifest. Raises ManifestRefused."""
        if self.manifest is not None:
            return self.manifest
        if self.path is None:
            raise ValueError(f"{self.slug}: neither a manifest nor a path")
        return load(self.path.read_bytes())


def take_all() -> list[str]:
    """Take what is new of the catalogue, the apps and the operator's folder; return the slugs."""
    known = dict(Entry.objects.order_by().values_list("slug", "loaded_digest"))
    new = [one for one in _offered() if known.get(one.slug) != one.digest]
    return [one.slug for one in new if take(one)]


@transaction.atomic
def take(offered: Offered) -> bool:
    """Make the manifest the next version of its service; tell whether anything was published.

    A service that editors began themselves under the same name stays theirs.
    """
    manifest = offered.read()
    entry, _ = Entry.objects.get_or_create(slug=offered.slug, defaults={"source": offered.source})
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if entry.source in {Entry.Source.EDITOR, Entry.Source.IMPORT}:
        return False
    before = entry.revisions.filter(origin=Origin.MANIFEST).order_by("-number").first()
    edited = entry.revisions.filter(origin=Origin.EDITOR, status=Status.PUBLISHED).exists()
    entry.loaded_digest = offered.digest
    taken = _write(entry, said_in(manifest), Origin.MANIFEST)
    if edited and before is not None:
        merged = merge(taken.document, before.document, entry.document)
        Revision.objects.filter(pk=taken.pk).update(status=Status.SUPERSEDED)
        taken = _write(entry, merged, Origin.EDITOR)
    publish_document(entry, taken)
    audit.record("library:service:load", subject=entry.ref, details={"number": taken.number})
    return True


def said_in(manifest: Manifest) -> dict[str, Any]:
    """Return what a manifest says, as JSON; what it leaves out stays out."""
    said: dict[str, Any] = manifest.model_dump(mode="json", exclude_unset=True)
    return {"schema_version": manifest.schema_version, **said}


def merge(
    new: Mapping[str, Any], before: Mapping[str, Any], edited: Mapping[str, Any]
) -> dict[str, Any]:
    """Return ``new``, with the texts and decisions that editors changed since ``before``."""
    merged = {block: dict(said) if isinstance(said, dict) else said for block, said in new.items()}
    for block, key in OF_EDITORS:
        theirs = edited.get(block, {}).get(key)
        if theirs == before.get(block, {}).get(key):
            continue
        if theirs is None:
            merged.get(block, {}).pop(key, None)
        else:
            merged.setdefault(block, {})[key] = theirs
    return merged


def _write(entry: Entry, document: dict[str, Any], origin: Revision.Origin) -> Revision:
    last = entry.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    return Revision.objects.create(
        entry=entry, number=last + 1, document=document, origin=origin, status=Status.SUPERSEDED
    )


def _offered() -> Iterator[Offered]:
    sources = {"app": Entry.Source.APP, "file": Entry.Source.FILE}
    known = known_manifests()
    for slug, one in known.items():
        yield Offered(slug, sources[one.source], one.digest, manifest=one.manifest)
    if not settings.LIBRARY_CATALOGUE:
        return
    for path in sorted(CATALOGUE.glob("*.toml")):
        if path.stem not in known:  # the operator's own words about a service win
            yield Offered(path.stem, Entry.Source.FILE, sha256(path.read_bytes()).hexdigest(), path)
