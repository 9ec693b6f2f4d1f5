"""What files forget by themselves: uploads that never arrived, files that were refused."""

from datetime import timedelta

from django.db.models import Q

from trousse.core.clock import now
from trousse.core.retention import BATCH
from trousse.files.models import StoredFile
from trousse.files.operations import forget_files

State = StoredFile.State
ARRIVES_WITHIN = timedelta(hours=1)
KEEP_REFUSED = timedelta(days=7)
"""So that whoever added it reads why it cannot be opened."""


def forget_lost_files() -> bool:
    """Remove uploads that a dying process left, and refused files; tell whether more wait."""
    lost = Q(state=State.ARRIVING, created_at__lt=now() - ARRIVES_WITHIN)
    refused = Q(state=State.REFUSED, created_at__lt=now() - KEEP_REFUSED)
    rows = StoredFile.objects.filter(lost | refused).select_related("user", "guest")
    batch = list(rows.order_by("pk")[:BATCH])
    forget_files(batch)
    return len(batch) == BATCH
