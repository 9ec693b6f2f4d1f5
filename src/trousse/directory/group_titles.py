"""What automatic groups are called. In French, whatever the reader's language: they are names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from trousse.directory.cards import establishment_label
from trousse.directory.group_rules import CLASS_TEAM, DISCIPLINE, FUNCTION
from trousse.directory.models import Academy, Discipline, Establishment, Function, SchoolClass

CIRCLE_NAMES = {
    "staff": "Personnels",
    "teachers": "Enseignants",
    "school_life": "Vie scolaire",
    "direction": "Direction",
}
FUNCTION_NAMES = {
    "enseignant": "Enseignants",
    "professeur-des-ecoles": "Professeurs des écoles",
    "directeur-ecole": "Directeurs d’école",
    "professeur-documentaliste": "Professeurs documentalistes",
    "cpe": "CPE",
    "principal": "Principaux de collège",
    "principal-adjoint": "Principaux adjoints",
    "proviseur": "Proviseurs",
    "proviseur-adjoint": "Proviseurs adjoints",
    "gestionnaire": "Adjoints gestionnaires",
    "agent-comptable": "Agents comptables",
    "secretaire": "Secrétaires",
    "personnel-administratif": "Personnels administratifs",
    "personnel-de-laboratoire": "Personnels de laboratoire",
    "aed": "Assistants d’éducation",
    "aesh": "AESH",
    "infirmier": "Infirmiers scolaires",
    "medecin": "Médecins de l’Éducation nationale",
    "assistant-social": "Assistants de service social",
    "psyen": "Psychologues de l’Éducation nationale",
    "ien": "Inspecteurs de l’Éducation nationale",
    "ia-ipr": "Inspecteurs d’académie (IA-IPR)",
    "conseiller-pedagogique": "Conseillers pédagogiques",
    "formateur": "Formateurs",
    "referent-numerique": "Référents numériques",
    "informaticien": "Personnels informatiques",
}
"""In the plural, by code; a function that is not here keeps its label."""
USUAL_LETTERS = re.compile(r"\(([A-Z-]{2,})\)$")
"""« Conseiller principal d’éducation (CPE) » is a CPE in a sentence."""
FIRST_MONTH = 8
"""August: the school year is the next one from then on, as heads see it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What an automatic group is, but for its members."""

    name: str
    establishment: Establishment | None = None
    academy: Academy | None = None


def frames_of(rules: Iterable[str]) -> dict[str, Frame]:
    """Return the frame of each rule, in a handful of queries; whose source is gone is absent."""
    parts = {rule: rule.split(":") for rule in rules}
    by_kind = {kind: [p for p in parts.values() if p[0] == kind] for kind in _kinds(parts)}
    places = _establishments(by_kind)
    teams = [int(part[1]) for part in by_kind.get(CLASS_TEAM, [])]
    classes = SchoolClass.objects.select_related("establishment").in_bulk(teams)
    academies = Academy.objects.in_bulk(field_name="slug") if FUNCTION in by_kind else {}
    labels = _labels(by_kind)
    found: dict[str, Frame | None] = {}
    for rule, (kind, first, *rest) in parts.items():
        if kind == CLASS_TEAM:
            found[rule] = _team(classes.get(int(first)))
        elif kind == FUNCTION:
            found[rule] = _function(academies.get(first), rest[0], labels)
        else:
            title = CIRCLE_NAMES.get(kind) or labels.get(rest[0])
            found[rule] = _circle(title, places.get(first))
    return {rule: frame for rule, frame in found.items() if frame is not None}


def words_of_function(code: str, label: str) -> tuple[str, str]:
    """Return how sentences name one and several people of a function, in French."""
    letters = USUAL_LETTERS.search(label)
    if letters:
        return letters[1], letters[1]
    one, many = label, FUNCTION_NAMES.get(code, label)
    return one[:1].lower() + one[1:], many[:1].lower() + many[1:]


def _kinds(parts: dict[str, list[str]]) -> set[str]:
    return {part[0] for part in parts.values()}


def _establishments(by_kind: dict[str, list[list[str]]]) -> dict[str, Establishment]:
    uais = {p[1] for kind, ps in by_kind.items() for p in ps if kind not in {CLASS_TEAM, FUNCTION}}
    return {one.uai: one for one in Establishment.objects.filter(uai__in=uais)} if uais else {}


def _labels(by_kind: dict[str, list[list[str]]]) -> dict[str, str]:
    labels: dict[str, str] = {}
    if DISCIPLINE in by_kind:
        labels |= dict(Discipline.objects.values_list("code", "label"))
    if FUNCTION in by_kind:
        labels |= dict(Function.objects.values_list("code", "label")) | FUNCTION_NAMES
    return labels


def _circle(title: str | None, place: Establishment | None) -> Frame | None:
    if title is None or place is None:
        return None
    return Frame(_fit(f"{title} – {establishment_label(place)}"), place)


def _function(academy: Academy | None, code: str, labels: dict[str, str]) -> Frame | None:
    if academy is None or code not in labels:
        return None
    return Frame(_fit(f"{labels[code]} – {academy.title or academy.name}"), academy=academy)


def _team(school_class: SchoolClass | None) -> Frame | None:
    if school_class is None:
        return None
    place, year = school_class.establishment, school_class.year
    of_year = "" if year == current_school_year() else f" ({year}-{year + 1})"
    words = f"Équipe pédagogique de {school_class.name}{of_year} – {establishment_label(place)}"
    return Frame(_fit(words), place)


def current_school_year(day: date | None = None) -> int:
    """Return the year in which the school year of ``day`` (today) begins."""
    on = day or timezone.localdate()
    return on.year if on.month >= FIRST_MONTH else on.year - 1


def _fit(name: str) -> str:
    return name if len(name) <= 120 else f"{name[:119]}…"  # noqa: PLR2004  # Group.name
