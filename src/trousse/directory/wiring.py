"""What the directory puts into the layout: the operators' links, one's own offices."""

from typing import Any

from django.http import HttpRequest

from trousse.directory.presenting_offices import own_offices
from trousse.ui.slots import Filling, fill_slot


def _own_offices(request: HttpRequest) -> dict[str, Any]:
    return {"offices": own_offices(request.user)}


fill_slot("operator", Filling("directory/slots/operator.html"))
fill_slot("own_account", Filling("directory/slots/own_offices.html", _own_offices))
