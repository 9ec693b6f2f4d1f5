"""The library of a demo instance: wishes of demo people, news, a maintenance, drafts, an end."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from trousse.accounts.queries import demo_users
from trousse.core.clock import now
from trousse.core.demo import demo_filler
from trousse.directory.queries import academies_of
from trousse.library.announcements.operations import News, make_announcement
from trousse.library.editing.operations import publish_revision, start_entry
from trousse.library.models import Announcement, Entry, Proposal, Support
from trousse.library.proposals.operations import Reply, Wish, answer_proposal, make_proposal

if TYPE_CHECKING:
    from trousse.accounts.models import User

EDITOR, REGIONAL = "Sami", "Jean-Baptiste"
MAINTAINED = ("evento", "tribu", "polls")
"""The first of these that the library holds is under maintenance on Saturday."""
WISHES = (
    (
        "Karim",
        Wish(
            "need",
            "Réserver une salle ou du matériel",
            "Le chariot de tablettes et la salle informatique se réservent sur un tableau en "
            "papier : personne ne sait ce qui est libre.",
            audience="Collèges et lycées",
        ),
        ("Léa", "Thomas", "Camille", "Élise", "Marc"),
    ),
    (
        "Élise",
        Wish(
            "service",
            "Partager des cartes et des relevés de sortie",
            "Pour les sorties de SVT : placer des observations sur une carte, à plusieurs, depuis "
            "un téléphone.",
            "https://umap.openstreetmap.fr/",
            "Professeurs de SVT et de géographie",
        ),
        ("Léa", "Aïcha"),
    ),
    (
        "Nadia",
        Wish(
            "need",
            "Prévenir toute l’équipe en cas d’urgence",
            "Un message court, lu tout de suite, sans donner les numéros personnels.",
        ),
        ("Sophie", "Inès", "Karim"),
    ),
)


@demo_filler("library.editing", order=40)
def fill_library() -> list[str]:
    """Create what is missing; what stands already stays as it is."""
    people = {person.first_name: person for person in demo_users()}
    if EDITOR in people and REGIONAL in people:
        _fill_wishes(people)
        _fill_services(people[EDITOR])
        _fill_news(people)
    return []


def _fill_wishes(people: "dict[str, User]") -> None:
    for number, (author, wish, others) in enumerate(WISHES):
        key = f"demo-wish-{number:012}"
        if author not in people or Proposal.objects.filter(creation_key=key).exists():
            continue
        made = make_proposal(wish, key=key, by=people[author])
        supporters = [people[name] for name in others if name in people]
        Support.objects.bulk_create([Support(proposal=made, user=one) for one in supporters])
        if number == 1:
            words = "Nous l’essayons avec deux lycées ce trimestre. Réponse avant les vacances."
            answer_proposal(made, Reply("studied", words), version=1, by=people[EDITOR])


def _fill_services(editor: "User") -> None:
    if not Entry.objects.filter(slug="reservations").exists():
        start_entry(_draft(), source=Entry.Source.EDITOR, academy=None, by=editor)
    if not Entry.objects.filter(slug="sondages-anciens").exists():
        made = start_entry(_retired(), source=Entry.Source.EDITOR, academy=None, by=editor)
        publish_revision(made, 1, by=editor)


def _fill_news(people: "dict[str, User]") -> None:
    if Announcement.objects.filter(creation_key__startswith="demo-").exists():
        return
    start = now()
    regional = people[REGIONAL]
    home = next(iter(academies_of(regional)), None)
    training = News(
        kind=Announcement.Kind.INFORMATION,
        text_fr="Deux ateliers en visio pour découvrir la bibliothèque : mardi et jeudi à 17 h.",
        text_en="Two online workshops to discover the library: Tuesday and Thursday at 5 pm.",
        starts_at=start,
        ends_at=start + timedelta(days=14),
        academy=home,
    )
    make_announcement(training, key="demo-news-00000001", by=regional)
    entry = Entry.objects.filter(slug__in=MAINTAINED, published_at__isnull=False)
    entries = {one.slug: one for one in entry}
    slug = next((one for one in MAINTAINED if one in entries), None)
    if slug is not None:
        make_announcement(_maintenance(entries[slug]), key="demo-news-00000002", by=people[EDITOR])


def _maintenance(entry: Entry) -> News:
    """Return the maintenance of next Saturday morning."""
    today = timezone.localtime(now()).replace(hour=8, minute=0, second=0, microsecond=0)
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
    return News(
        kind=Announcement.Kind.MAINTENANCE,
        text_fr="Le service sera arrêté pour une mise à jour. Rien ne sera perdu.",
        text_en="The service stops for an update. Nothing will be lost.",
        starts_at=saturday,
        ends_at=saturday + timedelta(hours=4),
        entry=entry,
    )


def _draft() -> dict[str, Any]:
    return {
        "schema_version": 1,
        "identity": {
            "id": "reservations",
            "name": {"fr": "Réservations"},
            "promise": {"fr": "Réserver une salle ou du matériel"},
            "purpose": {"fr": "Voir ce qui est libre, réserver, annuler. En cours d’évaluation."},
            "keywords": {"fr": ["salle informatique", "tablettes", "chariot"]},
        },
        "lifecycle": {"state": "incubation"},
        "operation": {
            "url": "https://reservations.demo.trousse.example/",
            "operator": "Académie de Rennes",
        },
    }


def _retired() -> dict[str, Any]:
    return {
        "schema_version": 1,
        "identity": {
            "id": "sondages-anciens",
            "name": {"fr": "Anciens sondages"},
            "promise": {"fr": "Choisir une date, autrefois"},
        },
        "lifecycle": {"state": "retired", "sunset_on": "2026-07-07", "successor": "polls"},
        "operation": {
            "url": "https://sondages-anciens.demo.trousse.example/",
            "operator": "Académie de Rennes",
        },
    }
