"""Words of people's names one typing error away from what somebody typed."""

from trousse.core.typos import SHORTEST, deletions, one_error_apart
from trousse.directory.models import NameToken


def corrections(word: str, limit: int) -> list[str]:
    """Return the words of people's names one error away from ``word``, the most usual first."""
    if len(word) < SHORTEST:
        return []
    near = NameToken.objects.filter(deletions__variant__in=deletions(word)).distinct()
    usual_first = near.order_by("-frequency", "token").values_list("token", flat=True)
    return [token for token in usual_first if one_error_apart(word, token)][:limit]
