"""Things of an imaginary service with the titles of a school, their rights, and sixty services."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import transaction

from benchmarks.people.crowd import SEED
from benchmarks.people.writing import write
from trousse.core.refs import Ref
from trousse.directory.models import Group, Membership
from trousse.kit.models import Resource, ResourceWord
from trousse.kit.resources import ResourceFacts, ResourceType, publish_resources
from trousse.kit.types import register_resource_type
from trousse.library.models import Entry
from trousse.sharing.models import Grant

ASKERS = 50
"""The first people: those who search. Each is in thirty small groups."""
GROUPS_OF_AN_ASKER = 30
SHARED_WITH_A_GROUP = 4
"""One thing in that many is shared with a group too."""
BATCH = 1000
SERVICES = 60
SINCE = datetime(2024, 9, 1, tzinfo=UTC)

KINDS = (
    "Réunion",
    "Conseil de classe",
    "Compte rendu",
    "Ordre du jour",
    "Sortie",
    "Projet",
    "Progression",
    "Emploi du temps",
    "Inscription",
    "Rencontre",
    "Atelier",
    "Formation",
    "Bilan",
    "Évaluation",
    "Voyage",
    "Enquête",
    "Calendrier",
    "Budget",
)
THEMES = (
    "mathématiques",
    "français",
    "histoire-géographie",
    "anglais",
    "EPS",
    "sciences",
    "lecture",
    "orientation",
    "parents",
    "équipe éducative",
    "vie scolaire",
    "CDI",
    "laïcité",
    "harcèlement",
    "développement durable",
    "théâtre",
    "orchestre",
    "journée portes ouvertes",
    "rentrée",
    "brevet",
    "baccalauréat",
    "stage",
    "internat",
    "cantine",
    "sécurité",
    "numérique",
)
WHEN = (
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "trimestre 1",
    "trimestre 2",
    "trimestre 3",
    "semaine A",
    "semaine B",
)
NEEDS = ("find-a-date", "meet-by-video", "write-together", "store-files", "collect-answers")


def fill(people: int, things: int) -> None:
    """Write ``things`` things, each of somebody, shared with two others and maybe a group."""
    register_type()
    _groups_of_askers()
    for start in range(1, things + 1, BATCH):
        numbers = range(start, min(start + BATCH, things + 1))
        with transaction.atomic():
            publish_resources([_facts(number, people) for number in numbers])
    groups = Group.objects.count()
    fields = ("public_id", "ref", "kind", "subject", "person", "group", "role", "origin")
    write(Grant, fields, _grants(people, things, groups))
    _services()


def counts() -> dict[str, int]:
    """Return how many rows there are of what matters besides people."""
    return {model.__name__: model.objects.count() for model in (Resource, ResourceWord, Entry)}


def register_type() -> None:
    """Let the kit know the type of these things."""
    register_resource_type(
        ResourceType(
            ref_type="sheet",
            service="sheets",
            name="Sheet",
            states={"open": "Open"},
            facts=lambda _refs: [],
            refs=lambda: iter(()),
            icon="note",
        )
    )


def title_of(number: int) -> str:
    """Return the title of a thing: usual words, a class, and a rare word."""
    random = Random(number)  # noqa: S311  # invented titles
    kind, theme, when = (random.choice(words) for words in (KINDS, THEMES, WHEN))
    level = f"{random.choice('3456')}e{random.choice('ABCDEF')}"
    return f"{kind} {theme} {level} {when} n{number % 5000}"


def _facts(number: int, people: int) -> ResourceFacts:
    return ResourceFacts(
        ref=_ref(number),
        title=title_of(number),
        url=f"/fiches/{number:022}/",
        state="open",
        changed_at=SINCE + timedelta(minutes=number),
        owner=_owner(number, people),
    )


def _ref(number: int) -> Ref:
    return Ref("sheet", f"{number:022}")


def _owner(number: int, people: int) -> int:
    return 1 + number % people


def _grants(people: int, things: int, groups: int) -> Iterator[tuple[object, ...]]:
    random = Random(SEED)  # noqa: S311  # invented rights
    for number in range(1, things + 1):
        ref, owner = str(_ref(number)), _owner(number, people)
        others = [1 + (owner + step) % people for step in random.sample(range(people - 1), 2)]
        for at, person in enumerate((owner, *others)):
            role, origin = (20, "") if at else (40, "own")
            name = f"s{number:013}{at:08}"
            yield name, ref, "person", f"person:{person}", person, None, role, origin
        if number % SHARED_WITH_A_GROUP == 0:
            group = random.randint(2, groups)
            name = f"s{number:013}{9:08}"
            yield name, ref, "group", f"group:{group}", None, group, 20, ""


def _groups_of_askers() -> None:
    known = list(Group.objects.exclude(pk=1).order_by("pk").values_list("pk", flat=True))
    random = Random(SEED)  # noqa: S311  # invented memberships
    for asker in range(1, ASKERS + 1):
        chosen = random.sample(known, min(GROUPS_OF_AN_ASKER, len(known)))
        rows = [Membership(group_id=group, user_id=asker, role="member") for group in chosen]
        Membership.objects.bulk_create(rows, ignore_conflicts=True)


def _services() -> None:
    """Complete the catalogue to sixty services."""
    missing = SERVICES - Entry.objects.count()
    Entry.objects.bulk_create(
        Entry(
            slug=f"service-{number}",
            source=Entry.Source.FILE,
            published_at=SINCE,
            state=Entry.State.AVAILABLE,
            name_fr=f"Service {number}",
            promise_fr="Faire ensemble ce qui se fait à plusieurs.",
            needs=NEEDS[number % len(NEEDS)],
            open_url="https://service.example/",
            guests="yes",
        )
        for number in range(missing)
    )
