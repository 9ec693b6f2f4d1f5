"""What the directory registers with the rooms below, and the signals that it follows."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from trousse.core.personal_data import register_personal_data
from trousse.core.retention import retain
from trousse.core.schedule import every
from trousse.directory import (
    group_wiring,  # noqa: F401  # registrations of groups and calendars
    office_demo,  # noqa: F401  # registers who holds an office in a demo
    office_holders,
    personal_data,
    upkeep,
)
from trousse.directory.data.loading import load_reference_tables
from trousse.directory.demo import filling  # noqa: F401  # registers the demo directory
from trousse.directory.picker.sample import sample_form
from trousse.directory.presenting_offices import own_offices
from trousse.directory.search.keys import refresh_dated_keys
from trousse.ui.slots import Filling, fill_slot


def _own_offices(request: HttpRequest) -> dict[str, Any]:
    return {"offices": own_offices(request.user)}


fill_slot("operator", Filling("directory/slots/operator.html"))
fill_slot("own_account", Filling("directory/slots/own_entry.html"))
fill_slot("own_account", Filling("directory/slots/own_offices.html", _own_offices))
fill_slot("components", Filling("directory/picker/sample.html", sample_form))
fill_slot("account", Filling("directory/slots/account.html", order=1))

upkeep.connect()
office_holders.connect()
post_migrate.connect(
    load_reference_tables,
    sender=apps.get_app_config("directory"),
    dispatch_uid="directory.load_reference_tables",
)
every(timedelta(days=1), name="directory.refresh_dated_keys")(refresh_dated_keys)
retain("directory.NameToken", None, "as long as somebody who may be found bears the word")
register_personal_data(
    "directory",
    title=_("your functions, places, classes and groups"),
    export=personal_data.export,
    erase=personal_data.erase,
    foresee=personal_data.foresee,
)
