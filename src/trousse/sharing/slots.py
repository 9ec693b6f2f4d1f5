"""The way back for whoever holds keys: one quiet link, on pages of browsers that have some."""

from typing import Any

from django.http import HttpRequest

from trousse.accounts.current import KEYS_COOKIE
from trousse.ui.slots import Filling, fill_slot


def _keys(request: HttpRequest) -> dict[str, Any]:
    return {"holds_keys": KEYS_COOKIE in request.COOKIES}


def fill_layout() -> None:
    """Fill the bar (guests) and the account menu (who also came by a link)."""
    fill_slot("bar", Filling("sharing/slots/guest.html", _keys))
    fill_slot("account", Filling("sharing/slots/account.html", _keys))
