"""What the portal puts into the layout of every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from trousse.accounts.current import Visitor
from trousse.library.access import may_read_library
from trousse.portal.gestures import gestures
from trousse.ui.slots import Filling, fill_slot


def _gestures(request: HttpRequest) -> dict[str, Any] | None:
    user = getattr(request, "user", None)  # error pages may come before anybody is recognised
    return {"gestures": gestures()} if user and user.is_authenticated else None


def _library(request: HttpRequest) -> dict[str, Any] | None:
    user = getattr(request, "user", None)
    known = user if user and user.is_authenticated else None
    return {} if may_read_library(Visitor(known)) else None


def fill_layout() -> None:
    """Fill the bar and the account menu; announce demo mode on every page."""
    fill_slot("bar", Filling("portal/slots/library_link.html", _library, order=-5))
    fill_slot("bar", Filling("portal/slots/create_menu.html", _gestures))
    fill_slot("bar", Filling("portal/slots/search.html", order=5))
    fill_slot("account", Filling("portal/slots/account.html"))
    if settings.DEMO:
        fill_slot("notice", Filling("portal/slots/demo_notice.html"))
