"""Classes of the two demo schools and who teaches them, so that there are teaching teams."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import cycle

from django.utils import timezone

from trousse.directory.demo.staff import COLLEGE_SUBJECTS, LYCEE_SUBJECTS
from trousse.directory.models import Affiliation, Establishment, SchoolClass, Teaching

SUMMER = 8
"""The school year is named after the year of its September, and classes are made in August."""
COLLEGE_CLASSES = tuple(
    f"{level} {letter}" for level in ("6e", "5e", "4e", "3e") for letter in "ABCD"
)
LYCEE_CLASSES = tuple(f"{level} {n}" for level in ("2de", "1re", "Tle") for n in range(1, 7))


def school_year(day: date) -> int:
    """Return the year in which the school year of ``day`` began."""
    return day.year if day.month >= SUMMER else day.year - 1


def fill_classes(places: Sequence[Establishment]) -> None:
    """Create the classes of this school year with their teachers, once."""
    year = school_year(timezone.localdate())
    plans = (
        (places[0], COLLEGE_CLASSES, COLLEGE_SUBJECTS),
        (places[1], LYCEE_CLASSES, LYCEE_SUBJECTS),
    )
    for school, class_names, subjects in plans:
        if SchoolClass.objects.filter(establishment=school, year=year).exists():
            continue
        made = SchoolClass.objects.bulk_create(
            SchoolClass(establishment=school, name=name, year=year) for name in class_names
        )
        Teaching.objects.bulk_create(_teachings(school, made, subjects))


def _teachings(
    school: Establishment, classes: Sequence[SchoolClass], subjects: Sequence[str]
) -> Iterator[Teaching]:
    """Share the classes among the teachers of each subject; the first four lead one in turn."""
    teachers: dict[str, list[Affiliation]] = {}
    held = Affiliation.objects.filter(establishment=school, discipline__code__in=subjects)
    for affiliation in held.select_related("discipline").order_by("pk"):
        assert affiliation.discipline is not None  # noqa: S101  # filtered above
        teachers.setdefault(affiliation.discipline.code, []).append(affiliation)
    leading = list(teachers)[:4]
    for subject, colleagues in teachers.items():
        for number, (one, held_by) in enumerate(zip(classes, cycle(colleagues), strict=False)):
            yield Teaching(
                user_id=held_by.user_id,
                school_class=one,
                discipline_id=held_by.discipline_id,
                is_main_teacher=leading[number % len(leading)] == subject,
            )
