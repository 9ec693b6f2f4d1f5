"""What a page is about: its view says it, rooms above read it to fill the layout."""

from django.http import HttpRequest

from trousse.core.refs import Ref

_NAME = "page_ref"


def page_is_about(request: HttpRequest, ref: Ref) -> None:
    """Say that the page being made shows the thing ``ref``, which its visitor may see."""
    setattr(request, _NAME, ref)


def ref_of_page(request: HttpRequest) -> Ref | None:
    """Return the thing that the page shows, or None."""
    found: Ref | None = getattr(request, _NAME, None)
    return found
