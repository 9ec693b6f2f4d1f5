"""Which automatic groups exist and who is in them: one table, read off affiliations and classes.

A rule is a word of a few parts: ``staff:0350001A``, ``function:lyon:cpe``, ``class_team:12``.
It says the same whether one group or a whole académie is brought up to date.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone

from trousse.directory.models import Affiliation, Teaching
from trousse.directory.search.keys import current_on

TEACHERS = frozenset({"enseignant", "professeur-des-ecoles", "professeur-documentaliste"})
SCHOOL_LIFE = frozenset({"cpe", "aed", "aped"})
DIRECTION = frozenset(
    {
        "principal",
        "principal-adjoint",
        "proviseur",
        "proviseur-adjoint",
        "directeur-ecole",
        "directeur-segpa",
        "directeur-erea",
        "gestionnaire",
        "ddfpt",
    }
)
CIRCLES: Mapping[str, frozenset[str]] = {
    "teachers": TEACHERS,
    "school_life": SCHOOL_LIFE,
    "direction": DIRECTION,
}
"""Circles of an establishment, by the functions (codes) of those who are in them."""

STAFF, DISCIPLINE, FUNCTION, CLASS_TEAM = "staff", "discipline", "function", "class_team"
MembersByRule = dict[str, set[int]]


@dataclass(frozen=True, slots=True)
class Post:
    """What an affiliation counts for; ``uai`` and ``discipline`` may be empty."""

    academy: str
    uai: str
    function: str
    discipline: str


def rules_of_post(post: Post) -> Iterator[str]:
    """Return the rules of the groups that somebody who holds ``post`` belongs to."""
    yield f"{FUNCTION}:{post.academy}:{post.function}"
    if not post.uai:
        return
    yield f"{STAFF}:{post.uai}"
    for circle, functions in CIRCLES.items():
        if post.function in functions:
            yield f"{circle}:{post.uai}"
    if post.discipline:
        yield f"{DISCIPLINE}:{post.uai}:{post.discipline}"


def team_rule(class_id: int) -> str:
    """Return the rule of the teaching team of a class."""
    return f"{CLASS_TEAM}:{class_id}"


@dataclass(frozen=True, slots=True)
class Reach:
    """Which rows a rule, or an académie, is read from."""

    affiliations: Q
    teachings: Q


NOTHING = Q(pk__in=[])


def reach_of(rule: str) -> Reach:
    """Return the rows that say who is in the group of ``rule``. Raises ValueError."""
    kind, _colon, rest = rule.partition(":")
    if kind == FUNCTION:
        academy, _colon, function = rest.partition(":")
        return Reach(Q(academy__slug=academy, function__code=function), NOTHING)
    if kind == CLASS_TEAM:
        of_class = Q(establishment__classes=int(rest))
        return Reach(of_class, Q(school_class=int(rest)))
    if kind in {STAFF, DISCIPLINE, *CIRCLES}:
        return Reach(Q(establishment__uai=rest.partition(":")[0]), NOTHING)
    raise ValueError(f"no automatic group is made by {rule!r}")


def reach_of_academy(slug: str) -> Reach:
    """Return every row of an académie."""
    return Reach(Q(academy__slug=slug), Q(school_class__establishment__academy__slug=slug))


def members_by_rule(reach: Reach) -> MembersByRule:
    """Return who belongs to which automatic group today (primary keys), in two queries.

    Affiliations that have ended or not begun do not count, nor do closed accounts. A team is
    made of those who teach the class and still work in its establishment.
    """
    found: MembersByRule = defaultdict(set)
    present: set[tuple[int, str]] = set()
    for user, *codes in _posts(reach):
        post = Post(*(code or "" for code in codes))
        present.add((user, post.uai))
        for rule in rules_of_post(post):
            found[rule].add(user)
    for user, class_id, uai in _teachings(reach):
        if (user, uai) in present:
            found[team_rule(class_id)].add(user)
    return found


def _posts(reach: Reach) -> Iterator[tuple[int, str, str | None, str, str | None]]:
    today = current_on(timezone.localdate())
    rows = Affiliation.objects.filter(reach.affiliations, today, user__is_active=True)
    shown = rows.values_list(
        "user_id", "academy__slug", "establishment__uai", "function__code", "discipline__code"
    )
    return shown.order_by("pk").iterator()


def _teachings(reach: Reach) -> Iterator[tuple[int, int, str]]:
    if reach.teachings == NOTHING:
        return iter(())
    rows = Teaching.objects.filter(reach.teachings).annotate(
        uai=F("school_class__establishment__uai")
    )
    return rows.values_list("user_id", "school_class_id", "uai").order_by("pk").iterator()
