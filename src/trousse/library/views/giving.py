"""The library given to other software: the list of La Suite's menu, publiccode.yml, icons."""

import json
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.views.decorators.http import condition, require_safe

from trousse.accounts.current import Visitor, visitor_of
from trousse.core.errors import NotFound
from trousse.library.access import access_entry
from trousse.library.shelf import Shelf
from trousse.library.views.reading import readers_only
from trousse.ui.icons import OUTLINES
from trousse_kit import load
from trousse_kit.gaufre import MATURITY_OF, Gaufre, Listed
from trousse_kit.gaufre import write as write_gaufre
from trousse_kit.publiccode import of_manifest
from trousse_kit.publiccode import write as write_publiccode

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#3a3a9f"'
    ' stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path d="{}"/></svg>'
)


def services_of_gaufre() -> bytes:
    """Return the services that everybody finds, in the form of La Suite's menu of services.

    Each leads through our own address, so that its openings are counted.
    """
    shelf = Shelf(Visitor())
    states = {row.slug: row.state for row in shelf.rows}
    listed = (
        Listed(
            id=card.slug,
            name=card.name,
            url=f"{settings.SITE_URL}{card.open_url}",
            maturity=MATURITY_OF[states[card.slug]],  # type: ignore[index]  # the same words
            logo=f"{settings.SITE_URL}{card.url}icone.svg",
        )
        for card in shelf.cards(shelf.rows)
    )
    told = write_gaufre(Gaufre(tuple(listed), settings.SITE_NAME))
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


@require_safe
@readers_only
def gaufre(request: HttpRequest) -> HttpResponse:
    """Give the list to other portals; asked again with its ETag, nothing travels."""
    content = services_of_gaufre()
    etag = quote_etag(sha256(content).hexdigest()[:32])

    @condition(etag_func=lambda _request: etag)
    def respond(_request: HttpRequest) -> HttpResponse:
        response = HttpResponse(content, content_type="application/json")
        response["Access-Control-Allow-Origin"] = "*"  # public, and without anybody's data
        response["Cache-Control"] = "public, max-age=300"
        return response

    return respond(request)


@require_safe
@readers_only
def publiccode(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the identity card of the software, for catalogues of public software.

    Raises NotFound for a service whose source code is not known.
    """
    manifest = load(access_entry(visitor_of(request), slug).document)
    if not manifest.software.repository_url:
        raise NotFound
    text = write_publiccode(of_manifest(manifest))
    return HttpResponse(text, content_type="application/yaml; charset=utf-8")


@require_safe
@readers_only
def icon(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the icon of a service as a picture, for menus elsewhere."""
    entry = access_entry(visitor_of(request), slug)
    shelf = Shelf(Visitor(), with_retired=True)
    found = next((shelf.card(row).icon for row in shelf.rows if row.slug == entry.slug), entry.icon)
    if found not in OUTLINES:
        raise NotFound
    response = HttpResponse(ICON.format(OUTLINES[found]), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response
