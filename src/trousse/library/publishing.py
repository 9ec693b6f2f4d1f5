"""Making a version public: its words are copied to where lists and searches read them."""

from functools import cache

from trousse.core.clock import now
from trousse.core.words import words_of
from trousse.library.audience import Audience
from trousse.library.data.loading import needs_of_file
from trousse.library.models import Entry, Revision
from trousse_kit import Manifest, load

LONGEST_PROMISE = 200
Status = Revision.Status


def publish_document(entry: Entry, revision: Revision) -> None:
    """Make ``revision`` the public one of ``entry``, in the caller's transaction."""
    at = now()
    entry.revisions.filter(status=Status.PUBLISHED).update(status=Status.SUPERSEDED)
    entry.revisions.filter(pk=revision.pk).update(status=Status.PUBLISHED, publish_at=at)
    entry.document = revision.document
    fill(entry, load(revision.document))
    entry.published_at = entry.published_at or at
    entry.changed_at = at
    entry.save()


def fill(entry: Entry, manifest: Manifest) -> None:
    """Copy to the columns of ``entry`` what lists need of its manifest; nothing is saved.

    What a manifest does not say stays unknown: its defaults are no answer.
    """
    identity, audience = manifest.identity, manifest.audience
    entry.state = manifest.lifecycle.state
    entry.name_fr, entry.name_en = _texts(identity.name.root)
    entry.promise_fr, entry.promise_en = _promises(manifest)
    entry.needs = " ".join(identity.needs)
    entry.icon = identity.icon
    entry.open_url = manifest.operation.url
    entry.operated_here = manifest.operation.operated_here
    entry.guests = audience.guests if "guests" in audience.model_fields_set else ""
    said = "phone" in audience.model_fields_set
    entry.on_mobile = audience.phone == "yes" if said else None
    entry.audience = _audience(manifest).as_text()
    entry.found_by = " ".join(_found_by(manifest))


def _promises(manifest: Manifest) -> tuple[str, str]:
    """Return what a card says below the verb: the promise, unless it only repeats that verb."""
    identity = manifest.identity
    promises, purposes = _texts(identity.promise.root), ("", "")
    if identity.purpose:
        purposes = _texts(identity.purpose.root)
    told = [
        purpose if purpose and _is_a_verb(promise) and len(purpose) <= LONGEST_PROMISE else promise
        for promise, purpose in zip(promises, purposes, strict=True)
    ]
    return told[0], told[1]


@cache
def _is_a_verb(text: str) -> bool:
    verbs = {verb for need in needs_of_file() for verb in (need["verb_fr"], need["verb_en"])}
    return text in verbs


def _audience(manifest: Manifest) -> Audience:
    said = manifest.audience
    codes = (function.replace("_", "-") for function in said.functions)
    return Audience(frozenset(said.academies), frozenset(codes), frozenset(said.groups))


def _found_by(manifest: Manifest) -> list[str]:
    """Return the words of keywords and software, each once."""
    texts = [text for words in manifest.identity.keywords.values() for text in words]
    words = [word for text in (*texts, manifest.software.name or "") for word in words_of(text)]
    return list(dict.fromkeys(words))


def _texts(texts: dict[str, str]) -> tuple[str, str]:
    """Return the French and the English text; English is empty when nobody wrote it."""
    return texts["fr"], texts.get("en", "")
