"""Which posts an establishment of each kind has, in the order in which they are filled."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, cycle, repeat

from trousse.directory.demo.places import COLLEGE, ECOLE, LYCEE, LYCEE_PRO, RECTORAT


@dataclass(frozen=True, slots=True)
class Job:
    """Codes of a function and of a discipline, or "" without."""

    function: str
    discipline: str = ""


SIZES = {RECTORAT: 10, ECOLE: 5, COLLEGE: 13, LYCEE: 18, LYCEE_PRO: 14}
"""How many people in proportion to each other; the total is set by who fills the posts."""

COLLEGE_SUBJECTS = (
    "mathematiques", "lettres-modernes", "histoire-geographie", "anglais", "eps", "svt",
    "physique-chimie", "espagnol", "technologie", "arts-plastiques", "education-musicale",
    "allemand", "lettres-classiques",
)  # fmt: skip
LYCEE_SUBJECTS = (
    "mathematiques", "lettres-modernes", "histoire-geographie", "anglais", "physique-chimie",
    "svt", "philosophie", "ses", "espagnol", "eps", "nsi", "economie-gestion", "allemand",
)  # fmt: skip
LYCEE_PRO_SUBJECTS = (
    "maths-sciences", "lettres-histoire", "anglais", "economie-gestion", "genie-electrique",
    "stms", "eps", "hotellerie-restauration", "genie-mecanique", "arts-appliques",
)  # fmt: skip

_SCHOOL_LIFE = ("cpe", "gestionnaire", "professeur-documentaliste", "aed", "secretaire", "aed")
FIRST_JOBS = {
    RECTORAT: ("recteur", "dasen", "ia-ipr", "ien", "personnel-administratif", "informaticien"),
    ECOLE: ("directeur-ecole",),
    COLLEGE: ("principal", *_SCHOOL_LIFE, "aesh", "principal-adjoint", "infirmier", "psyen"),
    LYCEE: ("proviseur", *_SCHOOL_LIFE, "proviseur-adjoint", "infirmier", "psyen", "aed"),
    LYCEE_PRO: ("proviseur", *_SCHOOL_LIFE, "ddfpt", "aesh"),
}
OTHER_JOBS = {
    RECTORAT: tuple(map(Job, ("personnel-administratif", "ia-ipr", "conseiller-pedagogique"))),
    ECOLE: tuple(map(Job, ("professeur-des-ecoles", "professeur-des-ecoles", "aesh"))),
    COLLEGE: tuple(Job("enseignant", subject) for subject in COLLEGE_SUBJECTS),
    LYCEE: tuple(Job("enseignant", subject) for subject in LYCEE_SUBJECTS),
    LYCEE_PRO: tuple(Job("enseignant", subject) for subject in LYCEE_PRO_SUBJECTS),
}
FIRST_TEACHERS = 6
"""Teachers come before the seventh other post: a small collège has some too."""


def jobs_of(kind: str) -> Iterator[Job]:
    """Yield the posts of an establishment of ``kind`` without end, the needed ones first."""
    first = [Job(code) for code in FIRST_JOBS[kind]]
    others = cycle(OTHER_JOBS[kind])
    if kind in {RECTORAT, ECOLE}:
        return chain(first, others)
    few = [next(others) for _ in repeat(None, FIRST_TEACHERS)]
    return chain(first[:3], few, first[3:], others)
