"""Polls of a demo instance: one in each state, around today, answered by demo people."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from trousse.accounts.queries import demo_users
from trousse.core.demo import demo_filler
from trousse.services.polls.models import Poll
from trousse.services.polls.operations import (
    PollDraft,
    SlotDraft,
    close_poll,
    create_poll,
    decide_slot,
)
from trousse.services.polls.queries import hash_slots
from trousse.services.polls.voting import Ballot, cast_vote
from trousse.sharing.access import Standing
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role

if TYPE_CHECKING:
    from trousse.accounts.models import User

ZONE = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class _Scene:
    """One demo poll. ``answers``: ``{name or first name: one letter a slot, - for none}``.

    ``invited``: first names of those it is shared with.
    """

    key: str
    organiser: str
    draft: PollDraft
    answers: dict[str, str]
    ends: str = "open"
    invited: tuple[str, ...] = ()


@demo_filler("polls", order=20)
def fill_polls() -> list[str]:
    """Create the demo polls that are missing."""
    people = {person.first_name: person for person in demo_users()}
    for scene in _scenes(timezone.localdate()):
        organiser = people.get(scene.organiser)
        if organiser and not Poll.objects.filter(creation_key=scene.key).exists():
            _play(scene, organiser, people)
    return []


def _scenes(today: date) -> list[_Scene]:
    return [
        _Scene("demo-conseil-pedagogique", "Léa", _council(today), COUNCIL_ANSWERS),
        _Scene(
            "demo-portes-ouvertes-2026", "Sophie", _open_day(today), OPEN_DAY_ANSWERS, invited=TEAM
        ),
        _Scene("demo-vie-scolaire-equipe", "Karim", _staff(today), STAFF_ANSWERS, "decided"),
        _Scene("demo-jardin-botanique-2de", "Élise", _outing(today), OUTING_ANSWERS, "closed"),
        _Scene(
            "demo-progression-maths-6e", "Thomas", _maths(today), {}, invited=("Camille", "Léa")
        ),
    ]


COUNCIL_ANSWERS = {
    "Léa": "yyymy",
    "Karim": "mynyn",
    "Thomas": "nyyym",
    "Camille": "yyn-y",
    "Inès": "ymmyn",
    "Nadia": "-yyny",
    "Mme Roussel (parents d’élèves)": "nymnn",
    "M. Petit (mairie)": "nyn--",
}
TEAM = ("Léa", "Karim", "Thomas", "Camille", "Inès", "Marc", "Nadia")
OPEN_DAY_ANSWERS = {"Marc": "yn", "Nadia": "ym", "Thomas": "my"}
STAFF_ANSWERS = {"Karim": "yyn", "Inès": "ymy", "Nadia": "yny", "Marc": "mny"}
OUTING_ANSWERS = {"Élise": "yyn", "Sami": "nym", "Aïcha": "mny"}


def _council(today: date) -> PollDraft:
    first = _next_weekday(today + timedelta(days=7), 1)
    days = [first, first + timedelta(days=2), first + timedelta(days=7)]
    slots = [SlotDraft(day, time(17), time(18, 30)) for day in days]
    slots += [SlotDraft(days[1], time(12, 30), time(13, 30)), SlotDraft(days[2], time(8), time(9))]
    return PollDraft(
        "Conseil pédagogique : préparer le projet d’établissement",
        sorted(slots, key=lambda slot: (slot.day, slot.start or time.min)),
        ZONE,
        place="Salle des professeurs",
        description="Ordre du jour : bilan des évaluations, axes du projet, calendrier.",
    )


def _open_day(today: date) -> PollDraft:
    first = _next_weekday(today + timedelta(days=40), 5)
    slots = [SlotDraft(first), SlotDraft(first + timedelta(days=7))]
    return PollDraft("Journée portes ouvertes : quel samedi ?", slots, ZONE)


def _staff(today: date) -> PollDraft:
    first = _next_weekday(today + timedelta(days=3), 0)
    slots = [SlotDraft(first + timedelta(days=shift), time(13), time(14)) for shift in (0, 1, 3)]
    return PollDraft("Réunion de l’équipe de vie scolaire", slots, ZONE, place="Bureau 104")


def _outing(today: date) -> PollDraft:
    first = _next_weekday(today + timedelta(days=20), 3)
    slots = [SlotDraft(first + timedelta(days=shift)) for shift in (0, 7, 14)]
    return PollDraft("Sortie au jardin botanique (2de 4)", slots, ZONE)


def _maths(today: date) -> PollDraft:
    first = _next_weekday(today + timedelta(days=10), 2)
    slots = [SlotDraft(first, time(10), time(12)), SlotDraft(first, time(14), time(16))]
    return PollDraft("Progression commune de mathématiques en 6e", slots, ZONE)


def _next_weekday(day: date, weekday: int) -> date:
    """Return the first day from ``day`` on that falls on ``weekday`` (0 is Monday)."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _play(scene: _Scene, organiser: "User", people: dict[str, "User"]) -> None:
    poll = create_poll(organiser, scene.draft, key=scene.key)
    poll.standing = Standing(Role.TAKE_PART, is_lasting=False)  # everybody came by the link
    for name in scene.invited:
        grant_person(poll.ref, people[name], Role.TAKE_PART, by=organiser)
    slots = list(poll.slots.all())
    for number, (name, letters) in enumerate(scene.answers.items()):
        answers = {
            slot.public_id: letter
            for slot, letter in zip(slots, letters, strict=True)
            if letter != "-"
        }
        user = people.get(name)
        ballot = Ballot(
            name=user.full_name if user else name,
            answers=answers,
            key=f"{scene.key}-{number}",
            slots_hash=hash_slots(slots),
        )
        cast_vote(poll, ballot, own=None, user=user)
    if scene.ends == "decided":
        decide_slot(poll, slots[0], organiser)
    elif scene.ends == "closed":
        close_poll(poll, organiser)
