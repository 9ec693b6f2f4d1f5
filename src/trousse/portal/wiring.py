"""What the portal puts into the layout of every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from trousse.accounts.current import Visitor
from trousse.library.access import may_read_library
from trousse.portal.gestures import gestures
from trousse.portal.receiving import manifest_parts
from trousse.ui.offline.pages import readable_offline
from trousse.ui.offline.readers import keeps_pages
from trousse.ui.slots import Filling, fill_slot
from trousse.ui.web_app import add_to_manifest


def _gestures(request: HttpRequest) -> dict[str, Any] | None:
    user = getattr(request, "user", None)  # error pages may come before anybody is recognised
    return {"gestures": gestures()} if user and user.is_authenticated else None


def _library(request: HttpRequest) -> dict[str, Any] | None:
    user = getattr(request, "user", None)
    known = user if user and user.is_authenticated else None
    return {} if may_read_library(Visitor(known)) else None


def _keeping(request: HttpRequest) -> dict[str, Any]:
    return {"keeps_pages": keeps_pages(request)}


def fill_layout() -> None:
    """Fill the bar and the account menu; announce demo mode on every page."""
    fill_slot("bar", Filling("portal/slots/library_link.html", _library, order=-5))
    fill_slot("bar", Filling("portal/slots/create_menu.html", _gestures))
    fill_slot("bar", Filling("portal/slots/search.html", order=5))
    fill_slot("account", Filling("portal/slots/account.html"))
    fill_slot("own_account", Filling("ui/parts/offline_choice.html", _keeping))
    add_to_manifest(manifest_parts)
    readable_offline("portal:home", for_visitors=True, before_opened=True)
    if settings.DEMO:
        fill_slot("notice", Filling("portal/slots/demo_notice.html"))
