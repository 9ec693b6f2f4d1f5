"""Five thousand invented agents at work in the demo establishments, the twelve included."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from trousse.accounts.queries import demo_users
from trousse.core.words import words_of
from trousse.directory.demo.names import names
from trousse.directory.demo.staff import SIZES, Job, jobs_of
from trousse.directory.models import Affiliation, Discipline, Establishment, Function
from trousse.directory.search.rebuilding import rebuild_keys, rebuild_words

AGENTS = 4988
DOMAIN = "agents.demo.trousse.example"
"""Reserved by RFC 2606: no mail can leave for it."""
SINCE = date(2024, 9, 1)
BIG_SCHOOL = 40
"""Agents of each of the two demo schools, whose teams people look at."""

TWELVE: dict[str, tuple[int, Job]] = {
    "lea.martin": (0, Job("enseignant", "histoire-geographie")),
    "karim.benali": (0, Job("cpe")),
    "sophie.lefevre": (0, Job("principal")),
    "thomas.nguyen": (0, Job("enseignant", "mathematiques")),
    "camille.le-goff": (0, Job("professeur-des-ecoles", "ulis")),
    "ines.fernandes": (0, Job("aed")),
    "marc.oudin": (0, Job("gestionnaire")),
    "nadia.traore": (0, Job("infirmier")),
    "jb.hoarau": (1, Job("proviseur")),
    "elise.kermarrec": (1, Job("enseignant", "svt")),
    "sami.haddad": (1, Job("professeur-documentaliste")),
    "aicha.diallo": (1, Job("psyen")),
}
"""Mailbox of each demo person: rank of the establishment (0 the collège, 1 the lycée), post."""
SECOND: dict[str, tuple[int, Job]] = {"elise.kermarrec": (0, Job("enseignant", "svt"))}
"""Who works at the other demo school too."""
ONLY_ONE = {"principal", "proviseur", "gestionnaire", "infirmier", "psyen"}


@dataclass(frozen=True, slots=True)
class _Agent:
    """Somebody to invent: address, names, and where they work as what."""

    email: str
    first_name: str
    last_name: str
    place: Establishment
    job: Job


def fill_agents(places: Sequence[Establishment]) -> int:
    """Create the agents who are missing and give the twelve their posts; return how many came.

    Nobody can sign in as one of them: they have no password and are not demo people.
    """
    people = get_user_model().objects
    known = set(people.filter(email__endswith=f"@{DOMAIN}").values_list("email", flat=True))
    new = [agent for agent in _agents(places) if agent.email not in known]
    people.bulk_create(
        people.model(
            email=agent.email,
            first_name=agent.first_name,
            last_name=agent.last_name,
            time_zone=agent.place.academy.time_zone,
            password=make_password(None),
        )
        for agent in new
    )
    keys = dict(people.filter(email__endswith=f"@{DOMAIN}").values_list("email", "pk"))
    posts = [(keys[agent.email], agent.place, agent.job) for agent in new] + _twelve(places)
    _employ(posts)
    if posts:
        for _done in rebuild_keys(people.filter(pk__in=[person for person, *_post in posts])):
            pass
        rebuild_words()
    return len(new)


def _agents(places: Sequence[Establishment]) -> Iterator[_Agent]:
    called = names()
    for number, (place, job) in enumerate(islice(_vacancies(places), AGENTS), start=1):
        first, last = next(called)
        mailbox = "".join(words_of(first)) + "." + "".join(words_of(last))
        yield _Agent(f"{mailbox}.{number}@{DOMAIN}", first, last, place, job)


def _vacancies(places: Sequence[Establishment]) -> Iterator[tuple[Establishment, Job]]:
    """Yield posts without end: the demo schools whole, then each place by its size, in turn."""
    held = {(rank, job.function) for rank, job in TWELVE.values() if job.function in ONLY_ONE}
    for rank, place in enumerate(places[:2]):
        vacant = (job for job in jobs_of(place.kind) if (rank, job.function) not in held)
        yield from ((place, job) for job in islice(vacant, BIG_SCHOOL))
    others = [(place, jobs_of(place.kind)) for place in places[2:]]
    for place, jobs in others:
        yield from ((place, job) for job in islice(jobs, SIZES[place.kind]))
    for place, jobs in cycle(others):
        yield place, next(jobs)


def _twelve(places: Sequence[Establishment]) -> list[tuple[int, Establishment, Job]]:
    posts = []
    for person in demo_users():
        if not person.affiliations.exists():
            mailbox = person.email.partition("@")[0]
            held = [table[mailbox] for table in (TWELVE, SECOND) if mailbox in table]
            posts += [(person.pk, places[rank], job) for rank, job in held]
    return posts


def _employ(posts: Sequence[tuple[int, Establishment, Job]]) -> None:
    functions = dict(Function.objects.values_list("code", "pk"))
    disciplines = dict(Discipline.objects.values_list("code", "pk"))
    main = {user: (place, job) for user, place, job in reversed(posts)}
    Affiliation.objects.bulk_create(
        Affiliation(
            user_id=user,
            establishment=place,
            academy_id=place.academy_id,
            function_id=functions[job.function],
            discipline_id=disciplines[job.discipline] if job.discipline else None,
            is_main=main[user] == (place, job),
            since=SINCE,
        )
        for user, place, job in posts
    )
