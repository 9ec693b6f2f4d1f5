"""Polls made elsewhere, read from the tables that other tools export."""

from trousse.services.polls.importing.operations import import_poll
from trousse.services.polls.importing.reading import (
    Fault,
    ImportedPoll,
    ImportedRow,
    decoded,
    read_table,
)

__all__ = ["Fault", "ImportedPoll", "ImportedRow", "decoded", "import_poll", "read_table"]
