"""What the portal puts into the layout of every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from trousse.kit.registry import registered_services
from trousse.ui.slots import Filling, fill_slot


def _services(_request: HttpRequest) -> dict[str, Any]:
    return {"services": registered_services()}


def fill_layout() -> None:
    """Fill the bar and the account menu; announce demo mode on every page."""
    fill_slot("bar", Filling("portal/slots/create_menu.html", _services))
    fill_slot("account", Filling("portal/slots/account.html"))
    if settings.DEMO:
        fill_slot("notice", Filling("portal/slots/demo_notice.html"))
