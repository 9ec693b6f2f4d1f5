"""Tables of the library, one module per kind of thing."""

from trousse.library.models.announcements import Announcement
from trousse.library.models.catalogue import Entry, Need, Opening, Pin, Recent, Revision
from trousse.library.models.editing import EntryImage, LinkCheck
from trousse.library.models.proposals import Proposal, Support

__all__ = [
    "Announcement",
    "Entry",
    "EntryImage",
    "LinkCheck",
    "Need",
    "Opening",
    "Pin",
    "Proposal",
    "Recent",
    "Revision",
    "Support",
]
