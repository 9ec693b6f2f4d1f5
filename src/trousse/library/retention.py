"""What the library forgets by itself."""

from trousse.core.clock import now
from trousse.core.retention import delete_some
from trousse.library.models import Recent
from trousse.library.models.catalogue import RECENT_KEPT


def forget_recents() -> bool:
    """Forget some of the services that people opened long ago; tell whether more wait."""
    return delete_some(Recent.objects.filter(opened_at__lt=now() - RECENT_KEPT))
