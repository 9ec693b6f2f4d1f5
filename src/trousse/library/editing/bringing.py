"""Reading what stands elsewhere: what a site says of itself, a manifest, the list of a portal."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trousse.core import http_client
from trousse.core.errors import InvalidInput
from trousse.core.text import clean_line, clean_text
from trousse.kit.manifests import fault_in_words
from trousse.library.editing.access import Desk
from trousse.library.editing.documents import said_in
from trousse.library.editing.operations import save_draft, start_entry
from trousse.library.models import Entry
from trousse_kit import ManifestRefused, gaufre, load, publiccode, web_app_manifest
from trousse_kit.gaufre import Listed, slug_of
from trousse_kit.parsing import Kind

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.models import Academy

LARGEST_PAGE = 1_000_000
FIRST_BAD_STATUS = 400
LONGEST_NAME, LONGEST_PURPOSE = 60, 1000
WORDS: dict[str, str | Promise] = {
    "new": _("New here"),
    "known": _("Known already"),
    "changed": _("Changed: a draft will be written"),
    "elsewhere": _("Known already; others write it"),
}
T = TypeVar("T")


class Refused(Exception):
    """A document that cannot be taken. ``faults``: where, and what is wrong, in words."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(faults)
        self.faults = list(faults)


@dataclass(frozen=True, slots=True)
class Found:
    """A service of somebody's list. ``kind``: a key of ``WORDS``; ``document``: its manifest."""

    slug: str
    name: str
    url: str
    kind: str
    document: dict[str, Any]

    @property
    def words(self) -> str:
        return str(WORDS[self.kind])


def read_manifest(text: str, kind: Kind) -> dict[str, Any]:
    """Return the manifest of a document, as JSON. Raises Refused."""
    return said_in(_explained(lambda: load(text, kind)))


def seen_at(url: str) -> dict[str, Any]:
    """Return a part of a manifest: what the site at ``url`` says of itself.

    ``url`` is that of a service, or of its publiccode.yml. Raises InvalidInput when it does not
    answer, Refused when its publiccode.yml is none; what it does not say is left out.
    """
    answer = _asked(url)
    if urlsplit(answer.url).path.endswith((".yml", ".yaml")):
        card = _explained(lambda: publiccode.read(answer.content))
        return _named(card.draft(answer.url), card.landing_url)
    page = _Head()
    page.feed(answer.content.decode("utf-8", errors="replace"))
    told = _web_app_manifest(urljoin(answer.url, page.manifest)) if page.manifest else {}
    said = {"name": page.title, "purpose": page.description} | {
        key: next(iter(words.values()))
        for key, words in told.get("identity", {}).items()
        if key in {"name", "purpose"}
    }
    name = clean_line(said["name"])[:LONGEST_NAME]
    purpose = clean_text(said["purpose"])[:LONGEST_PURPOSE]
    identity = {"name": {"fr": name} if name else {}, "purpose": {"fr": purpose} if purpose else {}}
    return _named({"identity": identity}, url)


def read_gaufre(text: str, desk: Desk) -> list[Found]:
    """Return the services of a La Suite « gaufre », compared with those of the library.

    Raises Refused when it is not such a list.
    """
    listed = _explained(lambda: gaufre.read(text)).services
    known = {one.slug: one for one in Entry.objects.all()}
    by_url = {_same(one.open_url): one for one in known.values() if one.open_url}
    rows = (_compared(one, by_url.get(_same(one.url)) or known.get(one.id), desk) for one in listed)
    return list({one.slug: one for one in rows}.values())


def chosen_drafts(
    found: Iterable[Found], chosen: set[str], *, academy: "Academy | None", by: "User"
) -> int:
    """Make drafts of those chosen, all or none; return how many."""
    wanted = [one for one in found if one.slug in chosen and one.kind in {"new", "changed"}]
    with transaction.atomic():
        for one in wanted:
            entry = Entry.objects.filter(slug=one.slug).first()
            if entry is None:
                start_entry(one.document, source=Entry.Source.IMPORT, academy=academy, by=by)
            else:
                save_draft(entry, one.document, base=_latest(entry)[0], by=by)
    return len(wanted)


def _compared(listed: Listed, entry: Entry | None, desk: Desk) -> Found:
    draft = listed.draft()
    if entry is None:
        document = said_in(_explained(lambda: load(_completed(draft))))
        return Found(listed.id, listed.name, listed.url, "new", document)
    _number, before = _latest(entry)
    document = said_in(_explained(lambda: load(_over(before, draft))))
    if document == before:
        return Found(entry.slug, listed.name, listed.url, "known", document)
    kind = "changed" if desk.may_edit(entry) else "elsewhere"
    return Found(entry.slug, listed.name, listed.url, kind, document)


def _completed(draft: dict[str, Any]) -> dict[str, Any]:
    """Return the shortest manifest that such a line allows; an editor says the rest better."""
    name, url = draft["identity"]["name"]["fr"], draft["operation"]["url"]
    promise = f"Ouvrir {name}"
    return {
        "schema_version": 1,
        "identity": {**draft["identity"], "promise": {"fr": promise}},
        "lifecycle": draft["lifecycle"],
        "operation": {**draft["operation"], "operator": urlsplit(url).hostname},
    }


def _over(document: dict[str, Any], draft: dict[str, Any]) -> dict[str, Any]:
    """Return ``document`` with the name, the state and the address of the list."""
    identity, operation = document["identity"], document["operation"]
    url = draft["operation"]["url"]
    same = _same(operation["url"]) == _same(url)
    return {
        **document,
        "identity": {**identity, "name": {**identity["name"], **draft["identity"]["name"]}},
        "lifecycle": {**document["lifecycle"], **draft["lifecycle"]},
        "operation": {**operation, "url": operation["url"] if same else url},
    }


def _latest(entry: Entry) -> tuple[int, dict[str, Any]]:
    latest = entry.revisions.order_by("-number").first()
    return (latest.number, latest.document) if latest else (0, entry.document)


def _same(url: str) -> str:
    """Return an address as two are compared: without scheme, « www. » and final slash."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"


def _named(draft: dict[str, Any], url: str) -> dict[str, Any]:
    """Return a partial manifest with a name for machines and an address, when they are known."""
    identity = dict(draft.get("identity", {}))
    name = identity.get("name", {}).get("fr", "")
    if slug_of(name):
        identity["id"] = slug_of(name)
    return {**draft, "identity": identity, "operation": {"url": url} if url else {}}


def _asked(url: str) -> http_client.Answer:
    answer = http_client.ask(url, most_bytes=LARGEST_PAGE)
    if answer.status >= FIRST_BAD_STATUS:
        raise InvalidInput(_("This address answers with an error."), field="url")
    return answer


def _web_app_manifest(url: str) -> dict[str, Any]:
    """Return what a Web App Manifest says, or nothing: the page itself was found."""
    try:
        return web_app_manifest.prefill(_asked(url).content, url)
    except (InvalidInput, ManifestRefused):
        return {}


def _explained(read: Callable[[], T]) -> T:
    """Return what ``read`` returns; say what is wrong in the language of the editor."""
    try:
        return read()
    except ManifestRefused as refused:
        raise Refused([(one.where, fault_in_words(one)) for one in refused.faults]) from refused


class _Head(HTMLParser):
    """What the head of a page says: title, description, address of the Web App Manifest."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.description = self.manifest = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "title" and not self.title:
            self._in_title = True
        elif tag == "link" and "manifest" in given.get("rel", "").lower().split():
            self.manifest = self.manifest or given.get("href", "")
        elif tag == "meta" and given.get("name", "").lower() == "description":
            self.description = self.description or given.get("content", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
