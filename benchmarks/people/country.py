"""A whole country: establishments, people, affiliations, keys, groups and rights."""

from collections.abc import Iterator
from datetime import date
from random import Random

from benchmarks.people.crowd import SEED, Crowd
from benchmarks.people.writing import without_indexes, write
from trousse.accounts.models import User
from trousse.directory.models import (
    Academy,
    Affiliation,
    Establishment,
    Function,
    Group,
    Membership,
    NameToken,
    PersonKey,
    Profile,
)
from trousse.directory.search.rebuilding import rebuild_words
from trousse.sharing.models import Grant

BIG_GROUP = 100_000
SMALL_GROUP = 30
GROUPS_PER_PERSON = 0.5
THINGS_PER_PERSON = 0.25
MOST_ACADEMIES = 30
SINCE = date(2024, 9, 1)
UNUSABLE = "!nobody-signs-in"


def fill(people: int) -> None:
    """Write everything. Group 1 is the big one, with the first people; the others are small."""
    crowd = Crowd(people)
    academies = list(Academy.objects.order_by("code").values_list("pk", flat=True))
    academies = academies[:MOST_ACADEMIES]
    _places(crowd, academies)
    _people(crowd)
    _affiliations(crowd, academies)
    with without_indexes(PersonKey):
        _keys(crowd, academies)
    rebuild_words()
    _groups(crowd)
    _grants(crowd)


def counts() -> dict[str, int]:
    """Return how many rows there are of what matters."""
    models = (User, Establishment, PersonKey, NameToken, Group, Membership, Grant)
    return {model.__name__: model.objects.count() for model in models}


def big_group_size(people: int) -> int:
    return min(BIG_GROUP, people // 2)


def _academy_of(academies: list[int], place: int) -> int:
    return academies[place % len(academies)]


def _places(crowd: Crowd, academies: list[int]) -> None:
    fields = ("id", "uai", "name", "kind", "city", "department", "academy")
    write(
        Establishment,
        fields,
        (
            (n, f"{n:07}Z", f"Collège {n}", "collège", "Rennes", "35", _academy_of(academies, n))
            for n in range(1, crowd.places + 1)
        ),
    )


def _people(crowd: Crowd) -> None:
    write(
        User,
        ("id", "public_id", "email", "first_name", "last_name", "password"),
        (
            (n, f"{n:022}", f"{n:08}@example.org", name.first, name.last, UNUSABLE)
            for n, name in enumerate(crowd.names(), start=1)
        ),
    )
    rows = ((n, name.sorted) for n, name in enumerate(crowd.names(), start=1))
    write(Profile, ("user", "sorted_name"), rows)


def _affiliations(crowd: Crowd, academies: list[int]) -> None:
    functions = list(Function.objects.values_list("pk", flat=True))
    rows = (
        (
            n,
            crowd.place_of(n),
            _academy_of(academies, crowd.place_of(n)),
            functions[n % len(functions)],
            True,
            SINCE.isoformat(),
        )
        for n in range(1, crowd.size + 1)
    )
    fields = ("user", "establishment", "academy", "function", "is_main", "since")
    write(Affiliation, fields, rows)


def _keys(crowd: Crowd, academies: list[int]) -> None:
    rows = (
        (key, _academy_of(academies, crowd.place_of(n)), n)
        for n, name in enumerate(crowd.names(), start=1)
        for key in name.keys
    )
    write(PersonKey, ("key", "academy", "user"), rows)


def _groups(crowd: Crowd) -> None:
    small = int(crowd.size * GROUPS_PER_PERSON / SMALL_GROUP) + 1
    big = big_group_size(crowd.size)
    sizes = ((1, big), *((n, SMALL_GROUP) for n in range(2, small + 2)))
    rows = ((n, f"g{n:021}", f"Groupe {n}", size) for n, size in sizes)
    write(Group, ("id", "public_id", "name", "size"), rows)
    write(Membership, ("group", "user", "role"), _members(crowd, big, small))


def _members(crowd: Crowd, big: int, small: int) -> Iterator[tuple[int, int, str]]:
    yield from ((1, n, "member") for n in range(1, big + 1))
    random = Random(SEED)  # noqa: S311  # invented groups
    for group in range(2, small + 2):
        people = random.sample(range(1, crowd.size + 1), SMALL_GROUP)
        yield from ((group, n, "member") for n in people)


def _grants(crowd: Crowd) -> None:
    """Things that people made, each shared with two others: the rights among which to look."""
    things = int(crowd.size * THINGS_PER_PERSON)
    rows = (
        (f"r{thing:013}{at:08}", f"poll:{thing:022}", "person", f"person:{n}", n, role, origin)
        for thing in range(1, things + 1)
        for at, (n, role, origin) in enumerate(_holders(crowd, thing))
    )
    write(Grant, ("public_id", "ref", "kind", "subject", "person", "role", "origin"), rows)


def _holders(crowd: Crowd, thing: int) -> Iterator[tuple[int, int, str]]:
    yield (thing, 40, "own")
    for neighbour in (0, 1):  # two different people, whatever the size
        yield (1 + (thing * 7 + neighbour) % crowd.size, 20, "")
