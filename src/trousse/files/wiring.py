"""What files register with the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from trousse.core.personal_data import register_personal_data
from trousse.core.retention import retain
from trousse.files import personal_data, reported
from trousse.files.operations import forget_files_of
from trousse.files.quotas import forget_empty_usage
from trousse.files.retention import KEEP_REFUSED, forget_lost_files
from trousse.sharing.parts import PartType, register_part
from trousse.sharing.things import on_forget

on_forget(forget_files_of)
register_part(PartType("file", reported.find, reported.hide, reported.show))
retain(
    "files.StoredFile",
    KEEP_REFUSED,
    "since it was refused; uploads cut short within a day; the others with their thing",
    erase=forget_lost_files,
)
retain("files.Usage", timedelta(0), "since the last file went", erase=forget_empty_usage)
register_personal_data(
    "files",
    title=_("the files that you added"),
    export=personal_data.export,
    erase=personal_data.erase,
    foresee=personal_data.foresee,
    files=personal_data.own_files,
)
