"""What proposals keep about a person: what they proposed, and what they support."""

from typing import Any

from django.utils.translation import ngettext

from trousse.core.personal_data import Consequence, DataSubject, Outcome
from trousse.library.models import Announcement, Proposal, Support
from trousse.library.proposals.operations import delete_proposal


def export(subject: DataSubject) -> dict[str, Any]:
    """Return the person's proposals, and the titles of those that they support."""
    if subject.user is None:
        return {}
    made = Proposal.objects.filter(author=subject.user).order_by("pk")
    wished = Support.objects.filter(user=subject.user).select_related("proposal").order_by("pk")
    found = {
        "proposals": [_proposal(one) for one in made],
        "supports": [{"title": one.proposal.title, "at": one.created_at} for one in wished],
    }
    return {name: value for name, value in found.items() if value}


def erase(subject: DataSubject) -> None:
    """Delete what nobody else wishes and nobody answered; the rest stays without its author."""
    if subject.user is None:
        return
    Support.objects.filter(user=subject.user).delete()
    for proposal in Proposal.objects.filter(author=subject.user).order_by("pk"):
        if _is_alone(proposal):
            delete_proposal(proposal, by=None)
    Proposal.objects.filter(author=subject.user).update(author=None)
    Proposal.objects.filter(answered_by=subject.user).update(answered_by=None)
    Announcement.objects.filter(author=subject.user).update(author=None)


def foresee(subject: DataSubject) -> list[Consequence]:
    """Tell how many proposals go, and how many stay without a name."""
    made = list(Proposal.objects.filter(author=subject.user)) if subject.user else []
    alone = sum(map(_is_alone, made))
    found = []
    if alone:
        words = ngettext(
            "%d proposal that nobody supports", "%d proposals that nobody supports", alone
        )
        found.append(Consequence(Outcome.ERASED, words % alone))
    if kept := len(made) - alone:
        words = ngettext(
            "%d proposal that others support or that has an answer, without your name",
            "%d proposals that others support or that have an answer, without your name",
            kept,
        )
        found.append(Consequence(Outcome.KEPT, words % kept))
    return found


def _is_alone(proposal: Proposal) -> bool:
    others = proposal.supports.exclude(user=proposal.author).exists()
    return not others and proposal.answered_at is None


def _proposal(one: Proposal) -> dict[str, Any]:
    names = ("title", "text", "url", "audience", "created_at", "answer")
    return {**{name: getattr(one, name) for name in names}, "state": one.get_state_display()}
