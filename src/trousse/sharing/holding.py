"""Who holds grants on many things at once, for searches among hundreds of thousands of them.

``subjects``: the words under which somebody may hold grants (``sharing.access.subjects_of``).
"""

from collections.abc import Collection, Sequence

from django.db.models import Q

from trousse.sharing.models import Grant, GrantQuerySet
from trousse.sharing.roles import Role
from trousse.sharing.subjects import SIGNED_IN

EVERYBODY = (SIGNED_IN,)
"""Under what everybody signed in holds grants."""
_SETS = (Grant.Kind.GROUP, Grant.Kind.ESTABLISHMENT)


def grants_under(subjects: Sequence[str]) -> GrantQuerySet:
    """Return the grants held under one of ``subjects``, to be joined by ``ref``."""
    return Grant.objects.standing().filter(subject__in=subjects, role__gte=Role.VIEW)


def count_grants(subjects: Sequence[str], *, most: int) -> int:
    """Return how many grants were given under ``subjects``, up to ``most`` + 1.

    Those that ended count too: the index alone answers, whatever the number.
    """
    return Grant.objects.filter(subject__in=subjects).order_by()[: most + 1].count()


def refs_held(subjects: Sequence[str], refs: Collection[str]) -> set[str]:
    """Return those of ``refs`` that somebody may see under ``subjects``; one query.

    It begins with the few grants on these things: whose they are is compared here, so that the
    database never begins with the many grants of one person.
    """
    holders = set(subjects)
    applies = Q(kind__in=_SETS) | Q(subject__in=[one for one in subjects if not _is_of_set(one)])
    rows = Grant.objects.standing().filter(applies, ref__in=refs, role__gte=Role.VIEW).order_by()
    return {ref for ref, subject in rows.values_list("ref", "subject") if subject in holders}


def _is_of_set(subject: str) -> bool:
    return subject.startswith(("group:", "establishment:"))
