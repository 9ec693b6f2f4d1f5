"""Four hundred establishments in the thirty académies, with addresses that no real one has."""

import csv
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

from trousse.directory.models import Academy, Establishment

ESTABLISHMENTS = 400
FIRST_NUMBER = 9001
"""UAI of a department are numbered from 0001: these are far above the ones in use."""
KEY_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""The letter of a UAI is its seven digits modulo 23 in this alphabet, without I, O and Q."""

RECTORAT, ECOLE, COLLEGE, LYCEE, LYCEE_PRO = "rectorat", "école", "collège", "lycée", "lycée pro"
KINDS = (RECTORAT, COLLEGE, LYCEE, ECOLE, COLLEGE, LYCEE_PRO, COLLEGE, ECOLE, LYCEE, COLLEGE)
"""What the establishments of an académie are, in turn; it has one rectorat only."""
TITLES = {
    ECOLE: "École élémentaire",
    COLLEGE: "Collège",
    LYCEE: "Lycée",
    LYCEE_PRO: "Lycée professionnel",
}
NAMESAKES = (
    "Simone-Veil", "Aimé-Césaire", "Jules-Ferry", "Victor-Hugo", "Marie-Curie", "Jean-Moulin",
    "Louise-Michel", "Albert-Camus", "George-Sand", "Jacques-Prévert", "Olympe-de-Gouges",
    "Émile-Zola", "Rosa-Parks", "Jean-Jaurès", "Joséphine-Baker", "Paul-Éluard",
    "Germaine-Tillion", "Pierre-Mendès-France", "Simone-de-Beauvoir", "Honoré-de-Balzac",
    "Lucie-Aubrac", "Molière", "Colette", "Denis-Diderot", "Anne-Frank", "Gustave-Eiffel",
    "Jeanne-d’Arc", "Henri-Matisse", "Maryse-Bastié", "Frédéric-Mistral", "Camille-Claudel",
    "La Fontaine", "Nelson-Mandela", "Élisa-Lemonnier", "Blaise-Pascal", "Irène-Joliot-Curie",
    "Georges-Brassens",
)  # fmt: skip


def uai(department: str, number: int) -> str:
    """Return an identifier of valid form: three digits, four digits, the check letter."""
    digits = f"{department}{number:04}"
    return digits + KEY_LETTERS[int(digits) % len(KEY_LETTERS)]


def fill_establishments() -> list[Establishment]:
    """Create or repair the demo establishments; return them, those of Rennes' demo people first.

    The first is the collège of the twelve demo people, the second their lycée.
    """
    academies = {academy.slug: academy for academy in Academy.objects.all()}
    planned = list(islice(_plans(academies), ESTABLISHMENTS))
    Establishment.objects.bulk_create(
        planned,
        update_conflicts=True,
        unique_fields=["uai"],
        update_fields=["name", "kind", "city", "department", "academy"],
    )
    made = Establishment.objects.select_related("academy").in_bulk(
        [one.uai for one in planned], field_name="uai"
    )
    return [made[one.uai] for one in planned]


def _plans(academies: dict[str, Academy]) -> Iterator[Establishment]:
    """Yield establishments without end: the two demo schools, then one per académie in turn."""
    numbers: dict[str, int] = {}
    towns = _towns()
    rennes = next(town for town in towns["rennes"] if town["town"] == "Rennes")
    for kind, namesake in ((COLLEGE, "Simone-Veil"), (LYCEE, "Aimé-Césaire")):
        yield _plan(academies["rennes"], rennes, kind, namesake, numbers)
    namesakes = cycle(NAMESAKES)
    rounds = {slug: cycle(places) for slug, places in towns.items()}
    for turn, slug in _turns(towns):
        kind = KINDS[0] if turn == 0 else KINDS[1 + (turn - 1) % (len(KINDS) - 1)]
        town = towns[slug][0] if kind == RECTORAT else next(rounds[slug])
        yield _plan(academies[slug], town, kind, next(namesakes), numbers)


def _turns(slugs: Iterable[str]) -> Iterator[tuple[int, str]]:
    names = list(slugs)
    turn = 0
    while True:
        yield from ((turn, slug) for slug in names)
        turn += 1


def _plan(
    academy: Academy, town: dict[str, str], kind: str, namesake: str, numbers: dict[str, int]
) -> Establishment:
    department = town["uai_department"]
    number = numbers[department] = numbers.get(department, FIRST_NUMBER - 1) + 1
    title = "Rectorat" if kind == RECTORAT else f"{TITLES[kind]} {namesake}"
    return Establishment(
        uai=uai(department, number),
        name=title,
        kind=kind,
        city=town["town"],
        department=town["department"],
        academy=academy,
    )


def _towns() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    with (Path(__file__).parent / "towns.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["academy"], []).append(row)
    return found
