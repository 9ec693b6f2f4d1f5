"""What support sees of people and things: technical facts, never a title, a text or an answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from trousse.accounts.operations import ref_of
from trousse.accounts.queries import open_sessions
from trousse.core import audit
from trousse.core.mail.queries import LetterState, letter_states
from trousse.core.models import AuditEntry
from trousse.core.refs import Ref
from trousse.directory.queries import person_cards
from trousse.sharing.models import Grant, Report
from trousse.sharing.queries import users_with_access
from trousse.sharing.roles import Role
from trousse.sharing.takedown import taken_down
from trousse.sharing.things import describe

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.queries import PersonCard

SHOWN = 20
LOOK = "sharing:support:look"
KINDS = {
    Grant.Kind.PERSON: _("people"),
    Grant.Kind.GROUP: _("groups"),
    Grant.Kind.ESTABLISHMENT: _("establishments"),
    Grant.Kind.SIGNED_IN: _("everybody signed in"),
    Grant.Kind.LINK: _("links"),
    Grant.Kind.GUEST: _("guests"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the audit log: what happened to a thing, without who."""

    action: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """An account as support sees it. ``things``: how many it is responsible for."""

    person: "User"
    card: "PersonCard | None"
    sessions: int
    things: int
    letters: list[LetterState]


@dataclass(frozen=True, slots=True)
class ThingFacts:
    """A thing as support sees it. ``rights``: how many of each kind; ``waiting``: reports."""

    ref: Ref
    exists: bool
    state: str
    is_taken_down: bool
    responsible: "list[PersonCard]"
    rights: list[tuple[str, int]]
    waiting: int
    happenings: list[Happening]
    letters: list[LetterState]


def look_at_person(person: "User", *, by: "User") -> PersonFacts:
    """Return the technical facts of an account; the look is written in the audit log."""
    audit.record(LOOK, subject=ref_of(person), actor=by)
    mine = Grant.objects.filter(person=person, role=Role.MANAGE)
    return PersonFacts(
        person=person,
        card=person_cards([person]).get(person.pk),
        sessions=len(open_sessions(person, None)),
        things=mine.values("ref").distinct().count(),
        letters=letter_states(to=person.email, limit=SHOWN),
    )


def look_at_thing(ref: Ref, *, by: "User") -> ThingFacts:
    """Return the technical facts of a thing; the look is written in the audit log."""
    audit.record(LOOK, subject=ref, actor=by)
    card = describe(ref)
    entries = AuditEntry.objects.filter(subject=str(ref)).exclude(action=LOOK)
    people = list(users_with_access(ref, Role.MANAGE).order_by("pk")[:SHOWN])
    given = Grant.objects.of(ref).values_list("kind").annotate(total=Count("pk")).order_by("kind")
    log = entries.order_by("-at", "-pk").values_list("action", "at")[:SHOWN]
    return ThingFacts(
        ref=ref,
        exists=card is not None,
        state=str(card.state) if card else "",
        is_taken_down=taken_down(ref) is not None,
        responsible=list(person_cards(people).values()),
        rights=[(str(KINDS[Grant.Kind(kind)]), total) for kind, total in given],
        waiting=Report.objects.filter(ref=str(ref), outcome="").count(),
        happenings=[Happening(action, at) for action, at in log],
        letters=letter_states(about=ref, limit=SHOWN),
    )
