"""Tables of the library, one module per kind of thing."""

from trousse.library.models.catalogue import Entry, Need, Opening, Pin, Recent, Revision

__all__ = ["Entry", "Need", "Opening", "Pin", "Recent", "Revision"]
